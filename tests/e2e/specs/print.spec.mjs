// On paper: black on white, whole, and with what a screen leads to by a click.
import { expect, test as embedded } from "../lib/embed.mjs";
import { PAPER } from "../lib/long.mjs";
import { test } from "../lib/test.mjs";

const POST = "?post=2020-12-01-paper";

/** Pages of a PDF, and its size. */
const pages = (pdf) => pdf.toString("latin1").match(/\/Type \/Page\b/g).length;

for (const [name, viewport] of Object.entries({
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
})) {
  test.describe(name, () => {
    test.use({ viewport });

    for (const theme of ["light", "sepia", "dark"]) {
      test(`black on white: ${theme}`, async ({ page, viewer }) => {
        await page.addInitScript((theme) => localStorage.setItem("broadsheet:theme", theme), theme);
        await page.emulateMedia({ colorScheme: "dark" });
        for (const query of [POST, ""]) {
          await viewer.open("long", query);
          await expect(query ? viewer.title : viewer.rows.first()).toBeVisible();
          if (query) await expect(viewer.reader.getByText("Begun.")).toBeVisible();
          await page.emulateMedia({ media: "print", colorScheme: "dark" });
          const colours = await page.evaluate(() => {
            const shown = [...document.querySelectorAll(".app, .app *")].filter(
              (element) => element.checkVisibility() && element.textContent,
            );
            const brightness = (colour) =>
              Math.max(
                ...colour
                  .match(/[\d.]+/g)
                  .slice(0, 3)
                  .map(Number),
              );
            const styles = [document.documentElement, ...shown].map((element) => getComputedStyle(element));
            return {
              scheme: getComputedStyle(document.documentElement).colorScheme,
              ink: Math.max(...styles.map(({ color }) => brightness(color))),
              paper: [...new Set(styles.map(({ backgroundColor }) => backgroundColor))].filter(
                (colour) => !/rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)/.test(colour),
              ),
            };
          });
          expect(colours).toEqual({ scheme: "light", ink: expect.any(Number), paper: [] });
          expect(colours.ink).toBeLessThanOrEqual(0x55);
          await page.emulateMedia({ media: "screen" });
        }
      });
    }

    test("the whole article, its code, what is folded, and the address of the original", async ({
      page,
      viewer,
    }) => {
      await viewer.open("long", POST);
      await expect(viewer.reader.getByText("Begun.")).toBeVisible();
      await page.emulateMedia({ media: "print" });
      const code = viewer.reader.locator("pre");
      await expect(code).toContainText(PAPER.code);
      expect(await code.evaluate((code) => code.scrollWidth - code.clientWidth)).toBeLessThanOrEqual(0);
      await expect(viewer.reader.getByText(PAPER.folded)).toBeVisible();
      const original = viewer.reader.getByRole("link", { name: "Original" });
      const printed = await original.evaluate((link) => getComputedStyle(link, "::after").content);
      expect(printed).toContain(PAPER.original);
      await expect(viewer.reader.getByRole("link", { name: "↩" })).toBeHidden();
      for (const control of [viewer.back, viewer.around, viewer.search]) await expect(control).toBeHidden();
      await expect(viewer.list).toBeHidden();
      await page.emulateMedia({ media: "screen" });
      await expect(viewer.reader.getByRole("link", { name: "↩" })).toBeVisible();
    });

    test("browsers that know nothing of folded content unfold it for the time of printing", async ({
      page,
      viewer,
    }) => {
      await viewer.open("long", POST);
      const folded = viewer.reader.locator("details");
      await expect(folded).toBeVisible();
      const open = () => folded.evaluate((details) => details.open);
      await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
      expect(await open()).toBe(true);
      await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
      expect(await open()).toBe(false);
    });

    test("the list without its controls", async ({ page, viewer }) => {
      await viewer.open("long", "?tag=short");
      await expect(viewer.rows).toHaveCount(2);
      await page.emulateMedia({ media: "print" });
      await expect(viewer.rows.first()).toBeVisible();
      await expect(viewer.status).toBeVisible();
      for (const name of ["Filters", "Newest first", "Clear all"])
        await expect(page.getByRole("button", { name })).toBeHidden();
      await expect(viewer.jump).toBeHidden();
      expect(pages(await page.pdf({ format: "A4" }))).toBeLessThan(3);
    });
  });
}

test("no heading stands alone at the foot of a page", async ({ page, viewer }) => {
  await viewer.open("long", POST);
  await expect(viewer.reader.getByText("Begun.")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  const kept = await viewer.reader.evaluate((article) =>
    [...article.querySelectorAll("h2, tr, figure, pre, img")].map((part) => {
      const { breakAfter, breakInside } = getComputedStyle(part);
      return part.tagName === "H2" ? breakAfter : breakInside;
    }),
  );
  expect(kept.length).toBeGreaterThan(14);
  expect(new Set(kept)).toEqual(new Set(["avoid"]));
  expect(pages(await page.pdf({ format: "A4" }))).toBeGreaterThan(2);
});

embedded("an element is printed whole", async ({ host }) => {
  const attributes = `post="2020-12-01-paper" theme="dark" loading="eager" style="display: block; height: 20rem"`;
  await host.open(`<p>Before</p>${host.element("long", attributes)}<p>After</p>`, {
    head: host.script("long"),
  });
  const { page, viewer } = host;
  await expect(viewer.getByText("Begun.")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  const { element, content } = await page.locator("broadsheet-viewer").evaluate((element) => ({
    element: element.getBoundingClientRect().height,
    content: element.shadowRoot.querySelector("article.post").getBoundingClientRect().height,
  }));
  expect(content).toBeGreaterThan(1_000);
  expect(element).toBeGreaterThanOrEqual(content);
  await expect(viewer.getByText(PAPER.folded)).toBeVisible();
  const colour = await viewer
    .locator(".content p")
    .first()
    .evaluate((text) => getComputedStyle(text).color);
  expect(colour).toBe("rgb(0, 0, 0)");
  const [after, bottom] = await page.evaluate(() => [
    [...document.querySelectorAll("p")].at(-1).getBoundingClientRect().top,
    document.querySelector("broadsheet-viewer").getBoundingClientRect().bottom,
  ]);
  expect(after).toBeGreaterThanOrEqual(bottom);
  expect(pages(await page.pdf({ format: "A4" }))).toBeGreaterThan(2);
});
