import { expect, test } from "../lib/test.mjs";

const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test("the theme follows the system until one is chosen", async ({ page, viewer }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await viewer.open("samples");
  await expect(viewer.rows.first()).toBeVisible();
  const light = await background(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => background(page)).not.toBe(light);
  const dark = await background(page);

  await viewer.openSettings();
  await page.getByRole("radio", { name: "Light" }).check();
  await expect.poll(() => background(page)).toBe(light);
  await page.getByRole("radio", { name: "Sepia" }).check();
  await expect.poll(async () => [light, dark].includes(await background(page))).toBe(false);
  await page.getByRole("radio", { name: "System" }).check();
  await expect.poll(() => background(page)).toBe(dark);
});

for (const theme of ["Light", "Sepia", "Dark"]) {
  test(`${theme} is remembered`, async ({ page, viewer }) => {
    await page.emulateMedia({ colorScheme: theme === "Dark" ? "light" : "dark" });
    await viewer.open("samples");
    await viewer.openSettings();
    await page.getByRole("radio", { name: theme }).check();
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme.toLowerCase());
    const chosen = await background(page);
    await page.reload();
    await expect(viewer.rows.first()).toBeVisible();
    expect(await background(page)).toBe(chosen);
    await viewer.openSettings();
    await expect(page.getByRole("radio", { name: theme })).toBeChecked();
  });
}

test("a browser without storage still changes its theme", async ({ page, viewer }) => {
  await page.addInitScript(() => {
    const forbidden = {
      get: () => {
        throw new DOMException("forbidden", "SecurityError");
      },
    };
    Object.defineProperty(window, "localStorage", forbidden);
  });
  await viewer.open("samples");
  await viewer.openSettings();
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(viewer.rows.first()).toBeVisible();
});
