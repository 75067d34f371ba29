// Pictures of a built site:
//   node screenshot.mjs --site DIR --out FILE.png     the README's picture
//   node screenshot.mjs --site DIR --all DIR          every view in every width, theme and language
import { mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "@playwright/test";

import { subPath } from "./lib/paths.mjs";
import { serve } from "./lib/server.mjs";

const WIDTHS = {
  narrow: { width: 390, height: 844 },
  medium: { width: 820, height: 1100 },
  wide: { width: 1440, height: 900 },
};
const THEMES = ["light", "sepia", "dark"];
const LANGUAGES = { en: "en-GB", zh: "zh-CN" };
const VIEWS = {
  list: "",
  "reader-en": "?post=2019-10-27-how-a-line-is-set",
  "reader-zh": `?post=${encodeURIComponent("2019-03-08-灯塔日志：潮水的账")}`,
};

const { values } = parseArgs({
  options: { site: { type: "string" }, out: { type: "string" }, all: { type: "string" } },
});
const server = await serve(path.resolve(values.site), subPath);
const browser = await chromium.launch({
  executablePath: process.env.CHROME || undefined,
  chromiumSandbox: process.getuid?.() !== 0,
});
try {
  if (values.all) {
    mkdirSync(values.all, { recursive: true });
    for (const [language, locale] of Object.entries(LANGUAGES)) {
      for (const [width, viewport] of Object.entries(WIDTHS)) {
        for (const theme of THEMES) {
          for (const view of Object.keys(VIEWS)) {
            const file = path.join(values.all, `${view}-${width}-${theme}-${language}.png`);
            await take(view, { viewport, locale, theme }, file);
          }
        }
      }
    }
  } else {
    mkdirSync(path.dirname(values.out), { recursive: true });
    await take(
      "reader-en",
      { viewport: { width: 1440, height: 900 }, locale: "en-GB", theme: "light" },
      values.out,
    );
  }
} finally {
  await browser.close();
  await server.close();
}

async function take(view, { viewport, locale, theme }, file) {
  const context = await browser.newContext({
    viewport,
    locale,
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.addInitScript((name) => localStorage.setItem("broadsheet:theme", name), theme);
  await page.goto(server.origin + subPath + VIEWS[view], { waitUntil: "networkidle" });
  await page.screenshot({ path: file });
  await context.close();
  console.log(`  ${path.relative(process.cwd(), file)}`);
}
