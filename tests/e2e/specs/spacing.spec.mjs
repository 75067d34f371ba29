// Text spacing as WCAG 1.4.12 has it, larger text, and what both do to rows of one height.
import { MANY } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";

/** <https://www.w3.org/WAI/WCAG22/Understanding/text-spacing.html> */
const SPACING = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;

/** The policy of the page forbids styles that are written into it. */
const style = (page, css) =>
  page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, css);

/** What of the rows in sight is cut off or covered: pieces of text that cannot be seen whole. */
const cut = (page) =>
  page.evaluate(() => {
    const cut = [];
    for (const row of document.querySelectorAll("#list article.row")) {
      const outer = row.getBoundingClientRect();
      if (outer.bottom < 0 || outer.top > window.innerHeight) continue;
      for (const piece of row.querySelectorAll(".row-title, .details > *, .tags > *")) {
        if (piece.matches(".visually-hidden")) continue;
        const range = document.createRange();
        range.selectNodeContents(piece);
        const box = range.getBoundingClientRect();
        const clip = piece.closest("p, .row-title").getBoundingClientRect();
        // What a font calls its height may be more than a line has.
        const slack = parseFloat(getComputedStyle(piece).fontSize) * 0.2;
        const inside =
          box.bottom <= Math.min(clip.bottom, outer.bottom) + slack &&
          box.right <= clip.right + 1 &&
          box.top >= outer.top - slack;
        if (!inside || box.height === 0)
          cut.push(`${piece.className || piece.textContent} of ${row.ariaPosInSet}`);
      }
    }
    return cut;
  });

/**
 * All heights that rows have, which are to be one, and the gaps between those that follow each
 * other.
 */
const heights = (page) =>
  page.evaluate(() => {
    const box = (element) => element.getBoundingClientRect();
    const rows = [...document.querySelectorAll(".feed > article")];
    const following = rows.filter((row) => row.previousElementSibling?.matches("article"));
    return {
      rows: [...new Set(rows.map((row) => box(row).height))],
      gaps: following
        .map((row) => box(row).top - box(row.previousElementSibling).bottom)
        .filter((gap) => Math.abs(gap) > 0.01),
    };
  });

for (const [width, viewport] of Object.entries({
  phone: { width: 320, height: 740 },
  tablet: { width: 900, height: 900 },
  desktop: { width: 1440, height: 900 },
})) {
  for (const locale of ["en-GB", "zh-CN"]) {
    test.describe(`${width}, ${locale}`, () => {
      test.use({ viewport, locale });

      test("with text spaced widely, nothing of a row is cut off", async ({ page, viewer }) => {
        await viewer.open("samples");
        const rows = page.locator("#list article");
        await expect(rows.first()).toBeVisible();
        const before = await heights(page);
        expect(before.rows.length).toBe(1);
        await style(page, SPACING);
        await expect.poll(async () => (await heights(page)).rows[0]).toBeGreaterThan(before.rows[0] + 40);
        expect(await heights(page)).toEqual({ rows: [expect.any(Number)], gaps: [] });
        expect(await cut(page)).toEqual([]);
      });

      test("with tags and a title of two lines, nothing of a row is cut off", async ({ page, viewer }) => {
        await viewer.open("samples");
        await expect(page.locator("#list article").first()).toBeVisible();
        const lost = await page.evaluate(() => {
          const rows = [...document.querySelectorAll("#list article")];
          for (const row of rows)
            row.querySelector("a").textContent =
              "A title that has two lines wherever it stands, however wide the list may be";
          return rows.flatMap((row) => {
            const { right, bottom } = row.getBoundingClientRect();
            const isLost = (line) =>
              line.getBoundingClientRect().bottom > bottom || line.getBoundingClientRect().left >= right;
            return [...row.querySelectorAll("p")].filter(isLost).map((line) => line.textContent);
          });
        });
        expect(lost).toEqual([]);
      });
    });
  }
}

test("with larger text, rows are as high as their text", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  const [before] = (await heights(page)).rows;
  await style(page, "html { font-size: 32px; }");
  await expect.poll(async () => (await heights(page)).rows[0]).toBeGreaterThan(before * 1.9);
  expect(await cut(page)).toEqual([]);
  await style(page, "");
  await expect.poll(async () => (await heights(page)).rows).toEqual([before]);
});

for (const [name, viewport] of Object.entries({
  panel: { width: 1440, height: 900 },
  page: { width: 390, height: 844 },
})) {
  test.describe(`the ${name} scrolls`, () => {
    test.use({ viewport });

    test("what was in sight stays in sight when rows get higher, and the list as high as all of them", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many");
      await viewer.scrollToRow(300);
      const first = () =>
        page.evaluate(() => {
          const top = Math.max(0, document.querySelector("#list").getBoundingClientRect().top);
          const row = [...document.querySelectorAll("#list article")].find(
            (row) => row.getBoundingClientRect().bottom > top + 60,
          );
          return Number(row.ariaPosInSet);
        });
      const place = await first();
      expect(place).toBeGreaterThan(200);
      for (const css of [SPACING, ""]) {
        const before = (await heights(page)).rows[0];
        await style(page, css);
        await expect.poll(async () => (await heights(page)).rows[0]).not.toBe(before);
        await expect(page.locator("#list .placeholder")).toHaveCount(0);
        expect(Math.abs((await first()) - place)).toBeLessThanOrEqual(1);
        const { rows, gaps } = await heights(page);
        expect(rows.length).toBe(1);
        expect(gaps).toEqual([]);
        const month = await page
          .locator(".feed > .month")
          .first()
          .evaluate((month) => month.getBoundingClientRect().height);
        const height = await viewer.list.evaluate((list) => list.getBoundingClientRect().height);
        expect((height - MANY * rows[0]) % month).toBe(0);
      }
    });
  });
}

test("an archive without tags keeps no room for them", async ({ page, viewer }) => {
  await viewer.open("media");
  await expect(viewer.rows.first()).toBeVisible();
  const { rows, gaps } = await heights(page);
  await viewer.open("samples");
  await expect(viewer.rows.first()).toBeVisible();
  const [tagged] = (await heights(page)).rows;
  expect(rows).toEqual([expect.any(Number)]);
  expect(tagged - rows[0]).toBeGreaterThan(15);
  expect(gaps).toEqual([]);
});
