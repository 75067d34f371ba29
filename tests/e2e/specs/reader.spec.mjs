import { expect, test } from "../lib/test.mjs";

const NARROW = { width: 390, height: 844 };

test("a click opens the article, with its address and its title", async ({ page, viewer }) => {
  await viewer.open("samples");
  await viewer.link("How a Line Is Set").click();
  await viewer.expectQuery(["post", "2019-10-27-how-a-line-is-set"]);
  await expect(viewer.title).toHaveText("How a Line Is Set");
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page).toHaveTitle(/^How a Line Is Set\b/);
  await expect(viewer.reader).toContainText("A line of print looks as if it had always been there.");
  await expect(viewer.reader).toHaveAttribute("lang", "en");
  await expect(viewer.reader.getByRole("link", { name: "The Composing Room" })).toHaveAttribute(
    "rel",
    "author",
  );
});

test("an address opens the article at once", async ({ viewer }) => {
  await viewer.open("samples", "?post=2020-02-09-%E8%91%B1%E6%B2%B9%E9%A5%BC");
  await expect(viewer.title).toHaveText("葱油饼的耐心");
  await expect(viewer.reader).toContainText("葱油饼只有四样东西");
  await expect(viewer.reader).toHaveAttribute("lang", /^zh/);
});

test("the original is linked without telling it who asks", async ({ viewer }) => {
  await viewer.open("samples", "?post=2019-10-27-how-a-line-is-set");
  const original = viewer.reader.getByRole("link", { name: "Original (opens in a new tab)" });
  await expect(original).toHaveAttribute("href", "https://example.org/composing-room/how-a-line-is-set");
  await expect(original).toHaveAttribute("target", "_blank");
  for (const word of ["noopener", "noreferrer", "nofollow"]) {
    await expect(original).toHaveAttribute("rel", new RegExp(`\\b${word}\\b`));
  }
});

test("previous and next follow the list as it is filtered", async ({ viewer }) => {
  await viewer.open("many", "?tag=even&post=2023-10-24-sheet-696");
  await expect(viewer.title).toHaveText("Sheet 696");
  await viewer.around.getByRole("link", { name: "Next Sheet 694" }).click();
  await expect(viewer.title).toHaveText("Sheet 694");
  await viewer.expectQuery(["tag", "even"], ["post", "2023-10-20-sheet-694"]);
  await viewer.around.getByRole("link", { name: "Previous Sheet 696" }).click();
  await viewer.around.getByRole("link", { name: "Previous Sheet 698" }).click();
  await expect(viewer.title).toHaveText("Sheet 698");
  await expect(viewer.around.getByRole("link", { name: /^Previous/ })).toHaveCount(0);
});

test("an article opens at its beginning, whichever was read before", async ({ viewer }) => {
  await viewer.open("many", "?post=2023-10-28-sheet-698");
  await viewer.around.getByRole("link", { name: /^Next/ }).click();
  await expect(viewer.title).toHaveText("Sheet 697");
  await expect(viewer.title).toBeInViewport();
});

test("an anchor in an article leads to its heading", async ({ page, viewer }) => {
  await viewer.open("samples", "?post=2019-10-27-how-a-line-is-set");
  await viewer.reader.getByRole("link", { name: "the hyphen" }).click();
  await expect(viewer.reader.getByRole("heading", { name: "The hyphen" })).toBeInViewport();
  expect(new URL(page.url()).hash).not.toBe("");
  await expect(viewer.title).toHaveText("How a Line Is Set");
});

test("a post that does not exist is said to be missing, and the list stays", async ({ viewer }) => {
  await viewer.open("samples", "?post=no-such-post");
  await expect(viewer.alert).toContainText("no such post");
  await expect(viewer.link("How a Line Is Set")).toBeVisible();
});

for (const [name, viewport] of /** @type {[string, typeof NARROW][]} */ ([
  ["wide", { width: 1440, height: 900 }],
  ["narrow", NARROW],
])) {
  test.describe(name, () => {
    test.use({ viewport });

    test("Back returns to the same row at the same place", async ({ page, viewer }) => {
      await viewer.open("many");
      await expect(viewer.rows.first()).toBeVisible();
      await viewer.jump.focus();
      await viewer.jump.selectOption({ label: "September 2022" });
      const link = viewer.link("Sheet 499");
      await link.scrollIntoViewIfNeeded();
      const before = await link.boundingBox();
      await link.click();
      await expect(viewer.title).toHaveText("Sheet 499");
      await page.goBack();
      await viewer.expectQuery();
      await expect(viewer.title).toHaveCount(0);
      await expect(link).toBeInViewport();
      await expect.poll(async () => Math.abs((await link.boundingBox()).y - before.y)).toBeLessThan(2);
      await page.goForward();
      await expect(viewer.title).toHaveText("Sheet 499");
      await page.goBack();
      await page.reload();
      await expect(link).toBeInViewport();
      await expect.poll(async () => Math.abs((await link.boundingBox()).y - before.y)).toBeLessThan(2);
    });
  });
}

test("a narrow window shows the list or the article, a wide one both", async ({ page, viewer }) => {
  await viewer.open("samples", "?post=2019-10-27-how-a-line-is-set");
  await expect(viewer.title).toBeVisible();
  await expect(viewer.link("How a Line Is Set")).toBeVisible();
  await expect(viewer.link("How a Line Is Set")).toHaveAttribute("aria-current", "true");
  await page.setViewportSize(NARROW);
  await expect(viewer.link("How a Line Is Set")).toBeHidden();
  await viewer.back.click();
  await expect(viewer.link("How a Line Is Set")).toBeVisible();
  await expect(viewer.title).toHaveCount(0);
});

test("a post that was opened is no longer set as unread", async ({ page, viewer }) => {
  await viewer.open("samples");
  const weight = (title) => viewer.link(title).evaluate((link) => Number(getComputedStyle(link).fontWeight));
  const unread = await weight("A Plate of Clouds");
  await viewer.link("A Plate of Clouds").click();
  await expect(viewer.title).toHaveText("A Plate of Clouds");
  await expect.poll(() => weight("A Plate of Clouds")).toBeLessThan(unread);
  await page.reload();
  await expect.poll(() => weight("A Plate of Clouds")).toBeLessThan(unread);
});
