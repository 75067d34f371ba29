import { expect, test } from "../lib/test.mjs";

test("j and k go from row to row, o and Enter open, Esc returns", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(viewer.link("Sheet 699")).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(viewer.link("Sheet 697")).toBeFocused();
  await page.keyboard.press("k");
  await expect(viewer.link("Sheet 698")).toBeFocused();
  await page.keyboard.press("o");
  await expect(viewer.title).toHaveText("Sheet 698");
  await page.keyboard.press("Escape");
  await expect(viewer.title).toHaveCount(0);
  await expect(viewer.link("Sheet 698")).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(viewer.title).toHaveText("Sheet 697");
});

test("j and k go from article to article in the reader", async ({ page, viewer }) => {
  await viewer.open("many", "?post=2023-10-26-sheet-697");
  await expect(viewer.title).toHaveText("Sheet 697");
  await page.keyboard.press("j");
  await expect(viewer.title).toHaveText("Sheet 696");
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await expect(viewer.title).toHaveText("Sheet 698");
});

/** Presses keys one after the other, with no time for anything in between. */
const pressAtOnce = (page, keys) =>
  page.evaluate((keys) => {
    for (const key of keys) window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }, keys);

test("keys that come faster than articles are drawn all count", async ({ page, viewer }) => {
  await viewer.open("many", "?post=2023-10-26-sheet-697");
  await expect(viewer.title).toHaveText("Sheet 697");
  await pressAtOnce(page, ["j", "j", "j", "k"]);
  await expect(viewer.title).toHaveText("Sheet 695");
  await pressAtOnce(page, ["k", "k", "k"]);
  await expect(viewer.title).toHaveText("Sheet 698");
  await page.goBack();
  await expect(viewer.title).toHaveText("Sheet 697");
});

test("Esc twice at once goes back once", async ({ page, viewer }) => {
  await viewer.open("many");
  await viewer.link("Sheet 698").click();
  await expect(viewer.title).toHaveText("Sheet 698");
  await pressAtOnce(page, ["Escape", "Escape"]);
  await expect(viewer.title).toHaveCount(0);
  await viewer.expectQuery();
  await page.goForward();
  await expect(viewer.title).toHaveText("Sheet 698");
});

test("/ goes to the search box, where letters are letters", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("/");
  await expect(viewer.search).toBeFocused();
  await expect(viewer.search).toHaveValue("");
  await page.keyboard.type("jk?o/");
  await expect(viewer.search).toHaveValue("jk?o/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("? opens the help, Esc closes it", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await help.getByRole("button", { name: "Close" }).click();
  await expect(help).toBeHidden();
});

test("keys with a modifier are the browser's", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("Alt+j");
  await page.keyboard.press("Control+o");
  await expect(viewer.link("Sheet 699")).not.toBeFocused();
  await viewer.expectQuery();
});

test("everything can be reached with Tab, and shows where it is", async ({ page, viewer }) => {
  await viewer.open("samples");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the articles" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to the articles" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  const link = viewer.rows.first().getByRole("link");
  await expect(link).toBeFocused();
  const outlined = await link.evaluate((element) =>
    [element, element.closest("article")].some((place) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(place);
      return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    }),
  );
  expect(outlined).toBe(true);
});
