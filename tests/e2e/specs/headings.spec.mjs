// Addresses that lead to a heading of an article.
import { ANCHORS, HEADINGS, PICTURE } from "../lib/anchors.mjs";
import { siteUrl } from "../lib/paths.mjs";
import { expect, test } from "../lib/test.mjs";

const WIDTHS = { desktop: 1440, laptop: 1000, phone: 390 };
const TALL = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="900"><rect width="400" height="900" fill="tan"/></svg>`;

const heading = (page, name) => page.getByRole("main").getByRole("heading", { name, exact: true });

/** How far the article is scrolled, in its panel or with the page. */
const scrolled = (page) =>
  page.evaluate(() => (document.querySelector("#reader")?.scrollTop ?? 0) + window.scrollY);

/** Waits until the heading stands at the upper end of what scrolls. */
async function expectAtTop(page, name) {
  await expect
    .poll(() =>
      heading(page, name).evaluate((heading) => {
        const reader = document.querySelector("#reader");
        const top = reader.scrollHeight > reader.clientHeight ? reader.getBoundingClientRect().top : 0;
        return Math.abs(heading.getBoundingClientRect().top - top);
      }),
    )
    .toBeLessThan(3);
}

/** Answers for the host of the picture, once `release` is called. */
async function holdPicture(page, problems) {
  problems.allow(/^request: image https:\/\/pictures\.example\.org/);
  /** @type {any} */
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(PICTURE, async (route) => {
    await released;
    await route.fulfill({ contentType: "image/svg+xml", body: TALL });
  });
  return release;
}

/** Ways to write a fragment; each heading is tried in one of them. */
const FORMS = [
  (id) => id,
  (id) => `a-${id}`,
  encodeURIComponent,
  (id) => encodeURIComponent(id).toLowerCase(),
  (_, name) => name,
];
const forms = Object.entries(HEADINGS).map(([name, id], at) => [name, FORMS[at % FORMS.length](id, name)]);

for (const [width, pixels] of Object.entries(WIDTHS)) {
  test.describe(width, () => {
    test.use({ viewport: { width: pixels, height: 800 }, locale: "zh-CN" });

    test("an address with a heading opens there, however it is written, in a new tab and after a reload", async ({
      page,
      problems,
      context,
    }) => {
      (await holdPicture(page, problems))();
      for (const [name, fragment] of forms) {
        await page.goto("about:blank");
        await page.goto(siteUrl("anchors", `?post=${ANCHORS}#${fragment}`));
        await expectAtTop(page, name);
        await page.reload();
        await expectAtTop(page, name);
      }
      const tab = await context.newPage();
      (await holdPicture(tab, problems))();
      await tab.goto(siteUrl("anchors", `?post=${ANCHORS}#潮汐表`));
      await expectAtTop(tab, "潮汐表");
    });

    test("it stays there while a picture above it arrives, after a reload too, and a reader who scrolls is left alone", async ({
      page,
      problems,
    }) => {
      // One that the browser thinks near enough to ask for.
      const [name, id] = ["问：为什么？", "问为什么"];
      for (const reloaded of [false, true]) {
        const release = await holdPicture(page, problems);
        if (reloaded) await page.reload();
        else await page.goto(siteUrl("anchors", `?post=${ANCHORS}#${id}`));
        await expectAtTop(page, name);
        const before = await scrolled(page);
        release();
        await expect.poll(() => scrolled(page)).toBeGreaterThan(before + 300);
        await expectAtTop(page, name);
        await page.unroute(PICTURE);
      }
      const before = await scrolled(page);
      await page.mouse.move(pixels - 40, 400);
      await page.mouse.wheel(0, 200);
      await expect.poll(() => scrolled(page)).toBe(before + 200);
      // Another height below is none of theirs.
      const height = () =>
        page.evaluate(() => document.querySelector(".content").getBoundingClientRect().height);
      const high = await height();
      await page.setViewportSize({ width: pixels, height: 700 });
      await page.evaluate(() => document.querySelector(".content > :last-child").remove());
      await expect.poll(height).toBeLessThan(high);
      expect(await scrolled(page)).toBe(before + 200);
      // What was noted is found again.
      await expect.poll(() => page.evaluate(() => history.state)).toContain(` ${before + 200}`);
      (await holdPicture(page, problems))();
      await page.reload();
      await expect.poll(() => scrolled(page)).toBe(before + 200);
    });

    test("Back from a heading returns to where its link was clicked, before any scrolling and after", async ({
      page,
      problems,
    }) => {
      (await holdPicture(page, problems))();
      await page.goto(siteUrl("anchors", `?post=${ANCHORS}`));
      const link = (name) => page.getByRole("main").getByRole("link", { name });
      await expect
        .poll(() => page.evaluate(() => document.querySelector(".content img")?.complete))
        .toBe(true);
      await link("去2020 年的事").click();
      await expectAtTop(page, "2020 年的事");
      await page.goBack();
      await expect.poll(() => scrolled(page)).toBe(0);
      await page.goForward();
      await expectAtTop(page, "2020 年的事");
      await page.goBack();
      await expect.poll(() => scrolled(page)).toBe(0);
      await page.mouse.move(pixels - 40, 400);
      await page.mouse.wheel(0, 60);
      await expect.poll(() => scrolled(page)).toBe(60);
      // At once, before it is noted that nothing moves any longer.
      await link("去有号的标题").evaluate((link) => link.click());
      await expectAtTop(page, "有号的标题");
      await page.goBack();
      await expect.poll(() => scrolled(page)).toBe(60);
    });

    test("a link to a heading of another article opens it there, and that article lists the link", async ({
      page,
      problems,
      viewer,
    }) => {
      (await holdPicture(page, problems))();
      await page.goto(siteUrl("anchors", "?post=2020-08-11-other"));
      await expect(viewer.title).toHaveText("另一篇");
      const link = page.getByRole("main").getByRole("link", { name: "去有号的标题那里" });
      await expect(link).toHaveAttribute("href", `?post=${ANCHORS}#a-own`);
      await link.click();
      await expect(viewer.title).toHaveText("锚点");
      await expectAtTop(page, "有号的标题");
      await expect(heading(page, "链接到本文的文章")).toBeAttached();
      const back = page.getByRole("main").getByRole("link", { name: "另一篇", exact: true });
      await expect(back).toHaveAttribute("href", "?post=2020-08-11-other");
      await page.goBack();
      await expect(viewer.title).toHaveText("另一篇");
    });

    test("a fragment that leads nowhere leaves the reader at the top, and another article has its own headings", async ({
      page,
      problems,
      viewer,
    }) => {
      (await holdPicture(page, problems))();
      for (const fragment of ["没有这一节", "%E0%A4%A", `a"b'c]`, "list", ""]) {
        await page.goto("about:blank");
        await page.goto(siteUrl("anchors", `?post=${ANCHORS}#${fragment}`));
        await expect(heading(page, "潮汐表")).toBeVisible();
        expect(await scrolled(page)).toBe(0);
      }
      await page.goto(siteUrl("anchors", `?post=${ANCHORS}#潮汐表`));
      await expectAtTop(page, "潮汐表");
      await page.evaluate(() => (location.hash = "own"));
      await expectAtTop(page, "有号的标题");
      await page.keyboard.press("k");
      await expect(viewer.title).toHaveText("另一篇");
      expect(new URL(page.url()).hash).toBe("");
      expect(await scrolled(page)).toBe(0);
    });
  });
}
