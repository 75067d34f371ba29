// Browsers of 2022: what the style sheet takes for granted, and what it looks like where the rest
// is not known.
import AxeBuilder from "@axe-core/playwright";

import { expect, test } from "../lib/test.mjs";

/** Known to Chrome and Edge 96, Firefox 101 and Safari 15.4, the floor that README.md states. */
const KNOWN = {
  atRules: "@keyframes @media @supports".split(" "),
  functions: "attr calc inset is lang max min minmax not repeat rgb selector translate var where host".split(
    " ",
  ),
  pseudo: (
    ":active :after :before :empty :first-child :focus :focus-visible :focus-within :host :hover :is :lang :last-child :not :only-child :root :where " +
    "::-webkit-details-marker ::-moz-range-thumb ::-webkit-slider-thumb ::after ::backdrop ::before ::placeholder"
  ).split(" "),
  units: "% ch em fr ms pt px rem s vh vw".split(" "),
};

/**
 * Newer, and what becomes of the page without: each is only in rules that a browser without it can
 * leave out.
 */
const OPTIONAL = {
  atRules: { "@container": "one column; nothing is out of reach" },
  functions: { has: "the link has the outline, not the row" },
  pseudo: { ":has": "the same", "::details-content": "boot.js unfolds" },
  units: {
    dvh: "the height of the window with the browser's bars away",
    lh: "the height of code that is out of sight is not known",
  },
};

/** Properties that came later, or are known to some only. */
const PROPERTIES =
  "text-autospace text-wrap scrollbar-color scrollbar-width overscroll-behavior content-visibility forced-color-adjust container container-type container-name".split(
    " ",
  );

async function sheetOf(page, viewer) {
  const sheet = page.waitForResponse((response) => new URL(response.url()).pathname.endsWith(".css"));
  await viewer.open("samples");
  return (await sheet).text();
}

const found = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))];

test("the style sheet uses nothing newer than the floor, but for what can be missing", async ({
  page,
  viewer,
}) => {
  const text = (await sheetOf(page, viewer)).replace(/"[^"]*"/g, '""').replace(/\/\*.*?\*\//gs, "");
  const used = {
    atRules: found(text, /(@[a-z-]+)/g),
    functions: found(text, /(?<![\w-])([a-z-]+)\(/g).filter((name) => !["and", "or", "not"].includes(name)),
    pseudo: found(
      text.replace(/@(media|supports|container)[^{]*/g, "").replace(/\{[^{}]*\}/g, "{}"),
      /(::?[a-z-]+)/g,
    ),
    units: found(text, /(?<![\w#-])(?:\d+\.?\d*|\.\d+)(%|[a-z]+)/g),
  };
  for (const [kind, names] of Object.entries(used)) {
    const unknown = names.filter((name) => !KNOWN[kind].includes(name) && !(name in OPTIONAL[kind]));
    expect(unknown, `newer than the floor: ${kind}`).toEqual([]);
  }
  // No rule within a rule of style.
  const nested = await page.evaluate(() =>
    [...document.styleSheets]
      .flatMap((sheet) => [...sheet.cssRules])
      .filter((rule) => rule instanceof CSSStyleRule && rule.cssRules.length)
      .map((rule) => rule.cssText),
  );
  expect(nested).toEqual([]);
});

/**
 * The sheet as a browser reads it that knows none of what is optional: a name that nobody knows,
 * for each.
 */
function older(text) {
  const rename = (text, name) =>
    text.replaceAll(
      name,
      name.replace(/[a-z]/, (letter) => `x-unknown-${letter}`),
    );
  let old = text.replace(/(?<=\d)(dvh|lh)\b/g, "x$1");
  for (const name of ["@container", ":has(", "::details-content", "light-dark(", "oklch(", "color-mix("])
    old = rename(old, name);
  for (const name of PROPERTIES) old = old.replace(new RegExp(`([;{\\s])${name}:`, "g"), `$1x-${name}:`);
  return old;
}

async function makeOld(page) {
  await page.route(/\.css$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: older(await response.text()) });
  });
  await page.route(/\/samples\/(\?.*)?$/, async (route) => {
    const response = await route.fetch();
    // What was changed has another hash.
    await route.fulfill({
      response,
      body: (await response.text()).replace(/ integrity=("[^"]*"|\S+?)(?=[\s>])/g, ""),
    });
  });
}

const alpha = (colour) => Number(colour.match(/rgba\(.*, ([\d.]+)\)/)?.[1] ?? 1);

for (const [width, viewport] of Object.entries({
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
})) {
  for (const theme of ["Light", "Sepia", "Dark", "System"]) {
    test.describe(`${width}, ${theme}`, () => {
      test.use({ viewport });

      test("an older browser has right colours, edges and backgrounds", async ({ page, viewer }) => {
        await makeOld(page);
        await page.emulateMedia({ colorScheme: theme === "System" ? "dark" : "light" });
        await viewer.open("samples");
        await expect(viewer.rows.first()).toBeVisible();
        await viewer.openSettings();
        await page.getByRole("radio", { name: theme }).check();
        const isDark = theme === "Dark" || theme === "System";
        const style = (selector, property) =>
          page
            .locator(selector)
            .first()
            .evaluate((element, property) => getComputedStyle(element)[property], property);
        const brightness = (colour) =>
          Math.max(
            ...colour
              .match(/[\d.]+/g)
              .slice(0, 3)
              .map(Number),
          );
        for (const selector of ["html", ".sheet", ".top", ".feed > .month", ".broadsheet"]) {
          const background = await style(selector, "backgroundColor");
          expect(alpha(background), selector).toBe(1);
          expect(brightness(background) < 100, selector).toBe(isDark);
        }
        expect(brightness(await style(".row-title a", "color")) > 150).toBe(isDark);
        for (const selector of [".top", ".feed > .row"])
          expect(alpha(await style(selector, "borderBottomColor"))).toBe(1);
        const axe = async () =>
          (await new AxeBuilder({ page }).analyze()).violations.map(
            ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" "))}`,
          );
        expect(await axe()).toEqual([]);
        await page.keyboard.press("Escape");
        await page.keyboard.press("j");
        const focused = viewer.rows.first().getByRole("link");
        await expect(focused).toBeFocused();
        const outline = await focused.evaluate((link) => getComputedStyle(link).outlineStyle);
        expect(outline).not.toBe("none");
        await page.keyboard.press("?");
        await expect(page.getByRole("dialog")).toBeVisible();
        expect(alpha(await style("dialog", "backgroundColor"))).toBe(1);
        await page.keyboard.press("Escape");
        await page.keyboard.press("o");
        await expect(viewer.title).toBeVisible();
        expect(await axe()).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        ).toBeLessThanOrEqual(0);
      });
    });
  }
}

for (const [locale, says] of [
  ["en-GB", "too old for this archive, which needs Chrome or Edge 96, Firefox 101 or Safari 15.4"],
  ["zh-CN", "需要 Chrome 或 Edge 96、Firefox 101、Safari 15.4"],
  ["zh-TW", "需要 Chrome 或 Edge 96、Firefox 101、Safari 15.4"],
]) {
  test.describe(locale, () => {
    test.use({ locale });

    for (const [fault, miss] of [
      ["WebAssembly of its time", () => (WebAssembly.validate = (bytes) => bytes.byteLength <= 8)],
      ["dialogs", () => delete window.HTMLDialogElement],
    ]) {
      test(`a browser without ${fault} is told which would do`, async ({ page, viewer }) => {
        await page.addInitScript(miss);
        await viewer.open("samples");
        await expect(viewer.alert).toContainText(says);
      });
    }
  });
}
