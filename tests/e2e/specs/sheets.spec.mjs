// What opens over the page: the reader's choices and the help.
import { expect, test as embedded } from "../lib/embed.mjs";
import { test } from "../lib/test.mjs";

const LOCALES = { "en-GB": "Embed this view", "zh-CN": "嵌入此视图", "zh-TW": "嵌入此檢視" };

for (const width of [320, 390, 900, 1440]) {
  for (const [locale, name] of Object.entries(LOCALES)) {
    test.describe(`${width} pixels, ${locale}`, () => {
      test.use({ viewport: { width, height: 740 }, locale });

      test("all choices are inside their sheet, and the sheet inside the window", async ({
        page,
        viewer,
      }) => {
        await viewer.open("samples");
        await viewer.openSettings();
        const inside = () =>
          page.evaluate(() => {
            const sheet = document.querySelector(".sheet").getBoundingClientRect();
            const parts = [...document.querySelectorAll(".sheet *")].filter((part) => part.checkVisibility());
            // With what stands in them, which may be larger.
            const contents = (part) => {
              const range = document.createRange();
              range.selectNodeContents(part);
              return range.getBoundingClientRect();
            };
            const boxes = parts
              .flatMap((part) => [part.getBoundingClientRect(), contents(part)])
              .filter((box) => box.width > 0);
            return {
              parts: boxes.every((box) => box.left >= sheet.left && box.right <= sheet.right),
              sheet:
                sheet.left >= 0 && sheet.right <= window.innerWidth && sheet.bottom <= window.innerHeight,
            };
          });
        expect(await inside()).toEqual({ parts: true, sheet: true });
        const embed = page.locator(".share summary");
        await expect(embed).toHaveText(name);
        const lines = await embed.evaluate((summary) => {
          const range = document.createRange();
          range.selectNodeContents(summary);
          return range.getBoundingClientRect().height / parseFloat(getComputedStyle(summary).lineHeight);
        });
        expect(lines).toBeLessThan(1.5);
        await embed.click();
        expect(await inside()).toEqual({ parts: true, sheet: true });
      });
    });
  }
}

for (const [name, viewport] of Object.entries({
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
})) {
  test.describe(name, () => {
    test.use({ viewport });

    test("the choices close on a click outside them, and not on one inside", async ({ page, viewer }) => {
      await viewer.open("many");
      await expect(viewer.rows.first()).toBeVisible();
      const dark = page.getByRole("radio", { name: "Dark" });
      await viewer.openSettings();
      await dark.check();
      await page.locator(".sheet legend").first().click();
      await expect(dark).toBeVisible();
      await page.getByRole("banner").click({ position: { x: 3, y: 3 } });
      await expect(dark).toBeHidden();
      await viewer.openSettings();
      await expect(dark).toBeVisible();
      await viewer.openSettings();
      await expect(dark).toBeHidden();
    });

    test("Esc closes the choices and gives the focus to their button, wherever in them it was", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many");
      await expect(viewer.rows.first()).toBeVisible();
      const dark = page.getByRole("radio", { name: "Dark" });
      for (const inside of [
        dark,
        page.getByRole("combobox", { name: "Language" }),
        page.locator(".share summary"),
      ]) {
        await viewer.openSettings();
        await inside.focus();
        await page.keyboard.press("Escape");
        await expect(dark).toBeHidden();
        await expect(page.locator(".settings > summary")).toBeFocused();
      }
      await viewer.openSettings();
      await page.locator(".share summary").click();
      await page.getByLabel("As an element").focus();
      await page.keyboard.press("Escape");
      await expect(page.locator(".settings > summary")).toBeFocused();
    });

    test("the choices close when an article opens", async ({ page, viewer }) => {
      await viewer.open("many");
      await expect(viewer.rows.first()).toBeVisible();
      await page.keyboard.press("j");
      await page.evaluate(() => document.querySelector(".settings").setAttribute("open", ""));
      const dark = page.getByRole("radio", { name: "Dark" });
      await expect(dark).toBeVisible();
      await page.keyboard.press("o");
      await expect(viewer.title).toHaveText("Sheet 699");
      await expect(dark).toBeHidden();
      await viewer.openSettings();
      await expect(dark).toBeVisible();
      await page.goBack();
      await expect(viewer.title).toHaveCount(0);
      await expect(dark).toBeHidden();
    });

    test("the help closes on a click outside it, not on one inside, and when another page comes", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many");
      await viewer.link("Sheet 698").click();
      await expect(viewer.title).toHaveText("Sheet 698");
      await page.keyboard.press("?");
      const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
      const { x, y, width, height } = await help.boundingBox();
      await page.mouse.click(x + 8, y + 8);
      await page.mouse.click(x + width / 2, y + height / 2);
      await expect(help).toBeVisible();
      await page.mouse.click(x + width / 2, y + height + 10);
      await expect(help).toBeHidden();
      await page.keyboard.press("?");
      await expect(help).toBeVisible();
      await page.goBack();
      await expect(help).toBeHidden();
    });
  });
}

test("the buttons of both are named by what they show", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(page.locator(".settings > summary")).toHaveAccessibleName(/\bAa\b/);
  await expect(page.getByRole("button", { name: "? Keyboard shortcuts" })).toHaveText("?");
});

embedded("in an element, the choices close on a click in it or in the page, and on Esc", async ({ host }) => {
  await host.open(
    `<p>Outside</p>${host.element("samples", 'style="display: block; height: 40rem" loading="eager"')}`,
  );
  const { page, viewer } = host;
  const dark = viewer.getByRole("radio", { name: "Dark" });
  const button = viewer.getByText("Aa", { exact: true });
  await expect(viewer.getByRole("feed")).toBeVisible();
  for (const outside of [viewer.getByRole("status"), page.getByText("Outside")]) {
    await button.click();
    await expect(dark).toBeVisible();
    await dark.click();
    await expect(dark).toBeVisible();
    await outside.click();
    await expect(dark).toBeHidden();
  }
  await button.click();
  await dark.focus();
  await page.keyboard.press("Escape");
  await expect(dark).toBeHidden();
  expect(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent)).toBe("Aa");
});
