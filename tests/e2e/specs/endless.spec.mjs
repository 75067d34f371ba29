// A list of six thousand rows, by keyboard alone.
import AxeBuilder from "@axe-core/playwright";

import { ENDLESS, endlessPosts } from "../lib/endless.mjs";
import { expect, test } from "../lib/test.mjs";

const posts = endlessPosts();
const monthName = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const month = (post) => monthName.format(new Date(post.day));

const WIDTHS = {
  phone: { width: 360, height: 740 },
  tablet: { width: 768, height: 1024 },
  desktop: { width: 1440, height: 900 },
};

/** Where axe looks, and the way there from the first row. */
const PLACES = {
  "at the top": async () => {},
  "in the middle, with a row kept at the top": async (page, viewer) => {
    await page.locator("#list").hover();
    await page.mouse.wheel(0, 200_000);
    await expect(viewer.link(posts[1820].title)).toBeVisible();
    await expect(viewer.link(posts[0].title)).toBeFocused();
  },
  "among the filters": async (page, viewer) => {
    const filters = page.getByRole("button", { name: "Filters" });
    if (await filters.isVisible()) await filters.press("Enter");
    await viewer.group("Tags").getByRole("button", { name: "Show 100 of 3,002" }).press("Enter");
    await expect(viewer.group("Tags").getByRole("checkbox")).toHaveCount(100);
  },
  "under a filter": async (page, viewer) => {
    await viewer.open("endless", "?tag=fourth");
    await expect(viewer.status).toHaveText("1,500 of 6,000 posts");
    await expect(viewer.rows.first()).toHaveAttribute("aria-setsize", "1500");
  },
};

/** The place of the row that has the focus, from 0; nothing if none has it. */
const focused = (page) =>
  page.evaluate(() => {
    const row = document.activeElement.closest("#list article");
    return row ? Number(row.ariaPosInSet) - 1 : undefined;
  });

/** How far the list is scrolled, in its panel or with the page. */
const scrolled = (page) => page.evaluate(() => document.querySelector("#list").scrollTop + window.scrollY);

/** Waits until the row at `place` has the focus and can be seen, with nothing over it. */
async function expectFocus(page, place) {
  await expect.poll(() => focused(page)).toBe(place);
  await expect(page.locator(":focus")).toHaveText(posts[place].title);
  const covered = await page.locator(":focus").evaluate((link) => {
    const box = link.getBoundingClientRect();
    const row = link.closest("article");
    return [box.top + 1, box.bottom - 1].map(
      (y) => document.elementFromPoint(box.left + 5, y)?.closest("article") !== row,
    );
  });
  expect(covered).toEqual([false, false]);
}

async function press(page, key, times = 1) {
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
}

/** Chooses the post's month to jump to. */
async function jumpTo(viewer, post) {
  await viewer.jump.focus();
  await viewer.jump.selectOption({ label: month(post) });
  await expect(viewer.link(post.title)).toBeVisible();
}

async function openByAddress(viewer, { day, title }) {
  await viewer.open("endless", `?post=${day}-${title.toLowerCase().replace(" ", "-")}`);
  await expect(viewer.title).toHaveText(title);
}

async function enterList(page, viewer) {
  await viewer.open("endless");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("j");
  await expectFocus(page, 0);
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    window.mostRows = 0;
    const count = () => {
      window.mostRows = Math.max(window.mostRows, document.querySelectorAll("#list .row").length);
    };
    new MutationObserver(count).observe(document, { subtree: true, childList: true });
  });
});

test.afterEach(async ({ page }) => {
  const most = await page.evaluate(() => window.mostRows);
  expect(most).toBeGreaterThan(10);
  expect(most).toBeLessThan(200);
});

for (const [width, viewport] of Object.entries(WIDTHS)) {
  test.describe(width, () => {
    test.use({ viewport });

    test("Tab leads into the list, where keys go from row to row", async ({ page, viewer }) => {
      await viewer.open("endless");
      await expect(viewer.rows.first()).toBeVisible();
      await press(page, "Tab");
      await press(page, "Enter");
      for (let stop = 0; stop < 6 && (await focused(page)) === undefined; stop += 1) await press(page, "Tab");
      await expectFocus(page, 0);
      await press(page, "Tab");
      await expectFocus(page, 1);
      await press(page, "PageDown", 3);
      await expectFocus(page, 4);
      await press(page, "PageUp");
      await expectFocus(page, 3);
      for (let place = 4; place < 40; place += 1) {
        await press(page, "j");
        await expectFocus(page, place);
      }
      for (let place = 38; place > 20; place -= 1) {
        await press(page, "k");
        await expectFocus(page, place);
      }
    });

    test("Home and End lead to its ends, and with Ctrl out of it", async ({ page, viewer }) => {
      await enterList(page, viewer);
      await press(page, "End");
      await expectFocus(page, ENDLESS - 1);
      await press(page, "k");
      await expectFocus(page, ENDLESS - 2);
      await press(page, "Home");
      await expectFocus(page, 0);
      await press(page, "j");
      await press(page, "Control+Home");
      const before = width === "desktop" ? viewer.jump : page.getByRole("button", { name: "Filters" });
      await expect(before).toBeFocused();
    });

    test("an article that was opened by its address has its place at once, and what is beside it", async ({
      page,
      viewer,
    }) => {
      /** @type {any} */
      let release;
      const released = new Promise((resolve) => (release = resolve));
      const asked = [];
      page.on("request", (request) => /\.json$/.test(request.url()) && asked.push(request.url()));
      await page.route("**/rows/*", async (route) => {
        await released;
        await route.continue();
      });
      await openByAddress(viewer, posts[3000]);
      await expect(viewer.reader).toContainText("is short");
      // The head, the directory, the pack; what says where it stands is for after that.
      expect(asked.filter((url) => !url.includes("/rows/")).length).toBe(3);
      await expect.poll(() => asked.length).toBeGreaterThan(3);
      release();
      for (const [name, place] of [
        ["Previous", 2999],
        ["Next", 3001],
      ]) {
        await expect(
          viewer.around.getByRole("link", { name: `${name} ${posts[place].title}` }),
        ).toBeVisible();
      }
      expect(asked.length).toBeLessThan(8);
      // Beside it as soon as there is room.
      if (width !== "desktop") await page.setViewportSize(WIDTHS.desktop);
      await expect(viewer.link(posts[3000].title)).toBeInViewport();
      await expect(viewer.link(posts[3000].title)).toHaveAttribute("aria-current", "true");
      await expect(viewer.link(posts[2999].title)).toBeInViewport();
      await expect(viewer.link(posts[3001].title)).toBeInViewport();
      expect(await focused(page)).toBe(undefined);
      // Where the list is already, a reload leaves it.
      const top = await scrolled(page);
      await expect.poll(() => page.evaluate(() => history.state)).toContain(String(top));
      await page.reload();
      await expect(viewer.link(posts[3000].title)).toBeInViewport();
      expect(await scrolled(page)).toBe(top);
    });

    test("from an article that was opened by its address, the first j leads to the next one, and the list goes along", async ({
      page,
      viewer,
    }) => {
      await openByAddress(viewer, posts[3000]);
      let top;
      for (let place = 3001; place < 3020; place += 1) {
        await press(page, "j");
        await expect(viewer.title).toHaveText(posts[place].title);
        const row = viewer.rows.filter({
          has: viewer.page.getByRole("link", { name: posts[place].title, exact: true }),
        });
        if (width !== "desktop") continue;
        await expect(row).toBeInViewport({ ratio: 0.99 });
        // The first rows after a jump are all in sight.
        if (place === 3001) top = await scrolled(page);
        if (place < 3005) expect(await scrolled(page)).toBe(top);
      }
      if (width !== "desktop") return;
      const reached = await scrolled(page);
      await press(page, "Escape");
      await expectFocus(page, 3019);
      expect(await scrolled(page)).toBe(reached);
    });

    test("a step that waits is not taken once the reader has gone elsewhere", async ({ page, viewer }) => {
      let held = 0;
      /** @type {any} */
      let release;
      const released = new Promise((resolve) => (release = resolve));
      await page.route("**/rows/*", async (route) => {
        held += 1;
        await released;
        await route.continue();
      });
      await openByAddress(viewer, posts[3000]);
      await press(page, "j");
      await expect.poll(() => held).toBeGreaterThan(0);
      if (width !== "desktop") await press(page, "Escape");
      await viewer.link(posts[0].title).click();
      await expect(viewer.title).toHaveText(posts[0].title);
      const arrived = page.waitForResponse("**/rows/*");
      release();
      await (await arrived).finished();
      await press(page, "j");
      await expect(viewer.title).toHaveText(posts[1].title);
    });

    test("opening and coming back, by Esc and by Back, leads to the same row at the same height", async ({
      page,
      viewer,
    }) => {
      await enterList(page, viewer);
      await press(page, "End");
      await expectFocus(page, ENDLESS - 1);
      const last = ENDLESS - 1 - 20;
      for (let place = ENDLESS - 2; place >= last; place -= 1) {
        await press(page, "k");
        await expectFocus(page, place);
      }
      const height = await scrolled(page);
      for (const back of [() => press(page, "Escape"), () => page.goBack()]) {
        await press(page, "Enter");
        await expect(viewer.title).toHaveText(posts[last].title);
        await back();
        await expect(viewer.title).toHaveCount(0);
        await expectFocus(page, last);
        expect(await scrolled(page)).toBe(height);
      }
    });

    test("who reads on beyond the row comes back to the article that was read last", async ({
      page,
      viewer,
    }) => {
      await enterList(page, viewer);
      await press(page, "Enter");
      await expect(viewer.title).toHaveText(posts[0].title);
      for (let place = 1; place <= 55; place += 1) {
        await expect(viewer.around.getByRole("link", { name: posts[place].title })).toBeVisible();
        await press(page, "j");
        await expect(viewer.title).toHaveText(posts[place].title);
      }
      await press(page, "Escape");
      await expect(viewer.title).toHaveCount(0);
      await expectFocus(page, 55);
      await press(page, "j");
      await expectFocus(page, 56);
    });

    test("a reload keeps the place", async ({ page, viewer }) => {
      await enterList(page, viewer);
      await press(page, "End");
      await expectFocus(page, ENDLESS - 1);
      await press(page, "k");
      const height = await scrolled(page);
      // What is noted is noted once nothing moves.
      await expect.poll(() => page.evaluate(() => JSON.stringify(history.state))).toContain(String(height));
      await page.reload();
      await expect(viewer.link(posts.at(-1).title)).toBeInViewport();
      expect(await scrolled(page)).toBe(height);
      await press(page, "j");
      await expect.poll(() => focused(page)).toBeGreaterThan(ENDLESS - 20);
    });

    test("a search and the way back from it", async ({ page, viewer }) => {
      await enterList(page, viewer);
      await press(page, "End");
      await expectFocus(page, ENDLESS - 1);
      await press(page, "/");
      await expect(viewer.search).toBeFocused();
      // In one column the search box is above the rows.
      const height = await scrolled(page);
      await page.keyboard.type("leaf 12");
      // Words are sought in tags as well.
      const found = posts.filter(({ title, tags }) => [title, ...tags].some((text) => text.includes("12")));
      await expect(viewer.status).toHaveText(`${found.length} of 6,000 posts`);
      await press(page, "Tab");
      await press(page, "j");
      await expect(viewer.link(found[0].title)).toBeFocused();
      await expect(viewer.rows.first()).toHaveAttribute("aria-setsize", String(found.length));
      await press(page, "Enter");
      await expect(viewer.title).toHaveText(found[0].title);
      await press(page, "Escape");
      await expect(viewer.link(found[0].title)).toBeFocused();
      await page.goBack();
      await expect(viewer.status).toHaveText("6,000 posts");
      await expect(viewer.link(posts.at(width === "desktop" ? -1 : 0).title)).toBeInViewport();
      expect(await scrolled(page)).toBe(height);
    });

    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      for (const [where, lead] of Object.entries(PLACES)) {
        test(`axe finds nothing ${where}: ${colorScheme}`, async ({ page, viewer }) => {
          await page.emulateMedia({ colorScheme });
          await enterList(page, viewer);
          await lead(page, viewer);
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(
            violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" "))}`),
          ).toEqual([]);
        });
      }
    }
  });
}

test("every row says its true place among all, at the beginning, in the middle and at the end", async ({
  page,
  viewer,
}) => {
  await enterList(page, viewer);
  const says = async (place, of) => {
    const row = viewer.rows.filter({
      has: page.getByRole("link", { name: posts[place].title, exact: true }),
    });
    await expect(row).toHaveAttribute("aria-posinset", String(place + 1));
    await expect(row).toHaveAttribute("aria-setsize", String(of));
  };
  await says(0, ENDLESS);
  await jumpTo(viewer, posts[3000]);
  await says(3000, ENDLESS);
  await press(page, "Escape");
  await press(page, "j");
  await press(page, "End");
  await expectFocus(page, ENDLESS - 1);
  await says(ENDLESS - 1, ENDLESS);
});

test("the months of the list are gone through with the arrow keys", async ({ page, viewer }) => {
  await enterList(page, viewer);
  const months = [...new Set(posts.map(month))];
  await viewer.jump.focus();
  for (const name of months.slice(0, 4)) {
    await press(page, "ArrowDown");
    await expect(viewer.list.getByText(name, { exact: true }).first()).toBeInViewport();
    await expect(viewer.link(posts.find((post) => month(post) === name).title)).toBeInViewport();
    await expect(viewer.jump).toBeFocused();
  }
  await press(page, "Tab");
  await expect(viewer.jump).toHaveValue("");
});

test("a row keeps the focus however far the list is scrolled, and keys go on from what is in sight", async ({
  page,
  viewer,
}) => {
  await enterList(page, viewer);
  await press(page, "j", 3);
  await expectFocus(page, 3);
  const height = () => viewer.list.evaluate((list) => list.getBoundingClientRect().height);
  const whole = await height();
  const list = await page.locator("#list").boundingBox();
  await page.mouse.move(list.x + list.width / 2, list.y + list.height / 2);
  for (let turn = 0; turn < 5; turn += 1) {
    await page.mouse.wheel(0, 30_000);
    await expect.poll(() => scrolled(page)).toBeGreaterThanOrEqual((turn + 1) * 30_000);
    await expect(page.locator("#list .placeholder")).toHaveCount(0);
    await expect(viewer.link(posts[3].title)).toBeFocused();
    expect(await height()).toBe(whole);
  }
  const there = await scrolled(page);
  await press(page, "j");
  const place = await focused(page);
  expect(place).toBeGreaterThan(1300);
  await expectFocus(page, place);
  expect(await scrolled(page)).toBe(there);
  // Forgotten as soon as the list moves on.
  await page.mouse.wheel(0, 5_000);
  await expect(viewer.link(posts[3].title)).toHaveCount(0);
  await expect(viewer.link(posts[place].title)).toBeFocused();
  // Above, and from afar below as well.
  await page.mouse.wheel(0, -300_000);
  await expect(viewer.link(posts[0].title)).toBeInViewport();
  await expect(viewer.link(posts[place].title)).toBeFocused();
  expect(await height()).toBe(whole);
  await press(page, "Enter");
  await expect(viewer.title).toHaveText(posts[place].title);
});

test("only what is around is printed, without a row that the focus keeps elsewhere", async ({
  page,
  viewer,
}) => {
  await enterList(page, viewer);
  await page.locator("#list").hover();
  await page.mouse.wheel(0, 200_000);
  await expect(viewer.link(posts[1820].title)).toBeVisible();
  await expect(viewer.link(posts[0].title)).toBeFocused();
  await page.emulateMedia({ media: "print" });
  await expect(viewer.link(posts[0].title)).toBeHidden();
  await expect(viewer.link(posts[1820].title)).toBeVisible();
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  expect(pdf.match(/\/Type \/Page\b/g).length).toBeLessThan(15);
});
