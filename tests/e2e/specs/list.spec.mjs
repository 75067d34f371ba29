import { MANY, UNDATED, manyPosts } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";

const newestFirst = manyPosts().reverse();
const monthName = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** What scrolls the list in a wide window. */
const panel = (page) => page.locator("#list");

test("the newest posts come first, each with its place in the whole list", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(page).toHaveTitle("Seven Hundred Sheets");
  await expect(viewer.status).toHaveText(`${MANY} posts`);
  const first = viewer.rows.first();
  await expect(first).toHaveAccessibleName("Sheet 699");
  await expect(first).toHaveAttribute("aria-posinset", "1");
  await expect(first).toHaveAttribute("aria-setsize", String(MANY));
  await expect(first).toContainText("Desk 4");
  await expect(first).toContainText("example.org");
  await expect(first).toContainText("odd");
  await expect(first.getByRole("time")).toHaveAttribute("datetime", /^2023-10-30T09:00:00/);
  await expect(first.getByRole("time")).toHaveText(/30.*2023/);
});

test("rows stand under their month, and the undated under a name of their own at the end", async ({
  page,
  viewer,
}) => {
  await viewer.open("many");
  const seen = new Map();
  for (let top = 0; !seen.has(MANY); top += 1500) {
    await panel(page).evaluate(async (list, top) => {
      list.scrollTo(0, top);
      // The event of scrolling comes with the next frame, and what it draws with the one after.
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    }, top);
    await expect(page.locator("#list .placeholder")).toHaveCount(0);
    const drawn = await viewer.list.locator(".month, article").evaluateAll((elements) => {
      let month;
      return elements.flatMap((element) => {
        if (!element.matches("article")) month = element.textContent;
        return element.matches("article")
          ? [[Number(element.ariaPosInSet), element.querySelector("a").textContent, month]]
          : [];
      });
    });
    for (const [at, ...row] of drawn) seen.set(at, row);
  }
  const months = newestFirst.map((post) => (post.day ? monthName.format(new Date(post.day)) : "Undated"));
  expect([...seen].sort(([one], [other]) => one - other)).toEqual(
    newestFirst.map((post, at) => [at + 1, [post.title, months[at]]]),
  );
  expect(newestFirst.slice(-UNDATED).every((post) => !post.day)).toBe(true);
});

test("the list is as high as all its rows, though few of them are drawn", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  const months = new Set(newestFirst.map((post) => post.day?.slice(0, 7))).size;
  const height = () => viewer.list.evaluate((list) => list.getBoundingClientRect().height);
  // One height each, which follows from the styles in force.
  const high = (each) => each.evaluate((element) => element.getBoundingClientRect().height);
  const [row, month] = [await high(viewer.rows.first()), await high(page.locator(".feed > .month").first())];
  expect(row).toBeGreaterThan(60);
  expect(month).toBeGreaterThan(20);
  expect(await height()).toBe(MANY * row + months * month);
  const count = () => page.locator("#list .row").count();
  expect(await count()).toBeLessThan(200);
  for (const share of [0.2, 0.5, 0.9, 1, 0]) {
    await panel(page).evaluate((list, at) => list.scrollTo(0, at * list.scrollHeight), share);
    await expect(page.locator("#list .placeholder")).toHaveCount(0);
    expect(await count()).toBeLessThan(200);
    expect(await height()).toBe(MANY * row + months * month);
  }
  await expect(viewer.rows.first()).toHaveAccessibleName("Sheet 699");
});

test("a row stands where it would if all were drawn, whatever is drawn around it", async ({
  page,
  viewer,
}) => {
  await viewer.open("many");
  await viewer.scrollToRow(300);
  // One in sight, which is drawn before and after.
  const number = await panel(page).evaluate((list) => {
    const { top } = list.getBoundingClientRect();
    return [...list.querySelectorAll("article")].find((row) => row.getBoundingClientRect().top > top + 300)
      .ariaPosInSet;
  });
  const place = () =>
    viewer.list.evaluate((list, number) => {
      const row = list.querySelector(`[aria-posinset="${number}"]`);
      return row.getBoundingClientRect().top - list.getBoundingClientRect().top;
    }, number);
  const there = await place();
  await page.keyboard.press("Tab");
  await panel(page).evaluate((list) => list.scrollBy(0, 700));
  await expect.poll(place).toBe(there);
});

test("the month of what is in sight stays at the top of the list", async ({ page, viewer }) => {
  await viewer.open("many");
  await viewer.scrollToRow(150);
  const { top, inSight, sticking } = await panel(page).evaluate((list) => {
    const top = list.getBoundingClientRect().top;
    const row = [...list.querySelectorAll("article")].find(
      (row) => row.getBoundingClientRect().bottom > top + 40,
    );
    const names = [...list.querySelectorAll(".month")].filter(
      (name) => Math.abs(name.getBoundingClientRect().top - top) < 1,
    );
    return {
      top,
      inSight: row.querySelector("time").dateTime.slice(0, 7),
      sticking: names.at(-1)?.textContent,
    };
  });
  expect(top).toBeGreaterThan(0);
  expect(sticking).toBe(monthName.format(new Date(`${inSight}-01`)));
});

test("any month is one choice away, by keyboard alone", async ({ viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  const last = newestFirst.filter((post) => post.day).at(-1);
  const month = monthName.format(new Date(last.day));
  await viewer.jump.focus();
  await viewer.jump.selectOption({ label: month });
  const first = newestFirst.find((post) => post.day?.slice(0, 7) === last.day.slice(0, 7));
  await expect(viewer.link(first.title)).toBeInViewport();
  await expect(viewer.list.getByText(month, { exact: true }).first()).toBeInViewport();
  await viewer.page.keyboard.press("Escape");
  await expect(viewer.jump).toHaveValue("");
  await viewer.page.keyboard.press("j");
  await expect(viewer.list.locator(":focus")).toBeInViewport();
});

test("what is passed by on a long way is not loaded", async ({ page, viewer }) => {
  const asked = [];
  page.on("request", (request) => request.url().includes("/rows/") && asked.push(request.url()));
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await panel(page).evaluate(async (list) => {
    for (let step = 0; step <= 40; step += 1) {
      list.scrollTo(0, (step / 40) * list.scrollHeight);
      await new Promise(requestAnimationFrame);
    }
  });
  await expect(viewer.rows.last()).toHaveAccessibleName("Sheet 000");
  await expect(page.locator("#list .placeholder")).toHaveCount(0);
  expect(new Set(asked).size).toBe(asked.length);
});

test("who scrolls on without a pause, from the first moment, sees rows", async ({ page, viewer }) => {
  await viewer.open("endless");
  await expect(viewer.rows.first()).toBeVisible();
  const reached = await panel(page).evaluate(async (list) => {
    const by = async (pixels) => {
      list.scrollBy(0, pixels);
      await new Promise(requestAnimationFrame);
    };
    for (let turn = 0; turn < 300; turn += 1) await by(600);
    // Up and down, until what was on its way is there.
    const isWaiting = () => list.querySelector(".placeholder") !== null;
    for (let turn = 0; turn < 200 && isWaiting(); turn += 1) await by(turn % 2 ? 1600 : -1600);
    return isWaiting() ? 0 : Number([...list.querySelectorAll("article")].pop().ariaPosInSet);
  });
  expect(reached).toBeGreaterThan(1500);
});

test("printing prints what is in sight, without the room of the rest", async ({ page, viewer }) => {
  await viewer.open("many");
  await viewer.scrollToRow(300);
  await page.emulateMedia({ media: "print" });
  const { height, rows } = await viewer.list.evaluate((list) => ({
    height: list.getBoundingClientRect().height,
    rows: list.querySelectorAll("article").length,
  }));
  expect(rows).toBeGreaterThan(20);
  expect(height).toBeLessThan((rows + 10) * 100);
});

test("the order can be turned round, and Back turns it back", async ({ page, viewer }) => {
  await viewer.open("many");
  await page.getByRole("button", { name: "Newest first" }).click();
  await viewer.expectQuery(["sort", "old"]);
  await expect(page.getByRole("button", { name: "Oldest first" })).toBeVisible();
  await expect(viewer.link("Sheet 699")).toHaveCount(0);
  await expect(viewer.rows.first()).toHaveAttribute("aria-posinset", "1");
  await page.goBack();
  await expect(viewer.rows.first()).toHaveAccessibleName("Sheet 699");
});

test("an archive of one screen shows every post that is not a draft", async ({ viewer }) => {
  await viewer.open("samples");
  await expect(viewer.link("How a Line Is Set")).toBeVisible();
  await expect(viewer.link("葱油饼的耐心")).toBeVisible();
  const count = Number(await viewer.rows.first().getAttribute("aria-setsize"));
  await expect(viewer.rows).toHaveCount(count);
  await expect(viewer.status).toHaveText(`${count} posts`);
  await expect(viewer.link("Not Ready Yet")).toHaveCount(0);
  await expect(viewer.rows.last()).toHaveAccessibleName("What the Window Sill Knows");
});

test("a row says that its post was read, in the reader's language", async ({ page, viewer }) => {
  await viewer.open("many");
  const first = viewer.rows.first();
  await expect(first).toBeVisible();
  await expect(first).not.toContainText("Read");
  await viewer.link("Sheet 699").click();
  await expect(viewer.title).toHaveText("Sheet 699");
  await expect(first.getByText("Read", { exact: true })).toBeAttached();
  // For ears alone.
  const { width } = await first.getByText("Read", { exact: true }).boundingBox();
  expect(width).toBeLessThanOrEqual(1);
  await expect(viewer.rows.nth(1)).not.toContainText("Read");
  await viewer.openSettings();
  await page.getByRole("combobox", { name: "Language" }).selectOption("zh-Hans");
  await expect(page.locator("#list article").first().getByText("已读", { exact: true })).toBeAttached();
});

test("titles are in the language of their posts, in the list, the article and the ways on", async ({
  viewer,
}) => {
  await viewer.open("samples");
  const title = (name) => viewer.rows.getByRole("heading", { name });
  await expect(title("How a Line Is Set")).toHaveAttribute("lang", "en");
  await expect(title("葱油饼的耐心")).toHaveAttribute("lang", /^zh/);
  await viewer.link("How a Line Is Set").click();
  await expect(viewer.reader).toHaveAttribute("lang", "en");
  await expect(viewer.around.getByRole("link")).toHaveCount(2);
  const titles = await viewer.around
    .getByRole("link")
    .evaluateAll((links) =>
      links.map((link) => [
        link.querySelector(".title").lang,
        /\p{Script=Han}/u.test(link.querySelector(".title").textContent),
      ]),
    );
  for (const [lang, han] of titles) expect(lang.startsWith("zh"), lang).toBe(han);
});
