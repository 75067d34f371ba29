// Milliseconds from the click on a row to the text of the article, in the built site: for the largest
// post of a folder and for a median one.
//   BROADSHEET_BIN=… CHROME=… node opening.mjs POSTS [RUNS]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { chromium } from "@playwright/test";

import { binary, subPath } from "./lib/paths.mjs";
import { serve } from "./lib/server.mjs";

const [folder, runs = "15"] = process.argv.slice(2);
const sites = mkdtempSync(path.join(tmpdir(), "broadsheet-opening-"));
execFileSync(binary, ["build", folder, "--out", path.join(sites, "site")], {
  stdio: ["ignore", "ignore", "inherit"],
});
const server = await serve(sites, subPath);
const browser = await chromium.launch({
  executablePath: process.env.CHROME || undefined,
  chromiumSandbox: process.getuid?.() !== 0,
});

const files = readdirSync(folder)
  .map((name) => ({ name, size: statSync(path.join(folder, name)).size }))
  .sort((one, other) => one.size - other.size);
const posts = { median: files[Math.floor(files.length / 2)], largest: files.at(-1) };

for (const [kind, { name, size }] of Object.entries(posts)) {
  const id = path.parse(name).name;
  const title = await titleOf(id);
  const measured = [];
  for (let run = 0; run < Number(runs); run += 1) measured.push(await open(title));
  const figures = ["text", "painted", "again"].map((what) => {
    const times = measured.map((one) => one[what]).sort((one, other) => one - other);
    return `${what} ${at(times, 0.5)} (p95 ${at(times, 0.95)})`;
  });
  console.log(`${kind}, ${Math.round(size / 1000)} KB, ${runs} runs, ms from click: ${figures.join(", ")}`);
}
await browser.close();
await server.close();
rmSync(sites, { recursive: true });

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
}

/** The title of a post: a list that shows its row is found by it. */
async function titleOf(id) {
  const page = await browser.newPage();
  await page.goto(`${server.origin}${subPath}site/`);
  await page.locator("[role=feed] article").first().waitFor();
  const title = await page.evaluate(async (id) => {
    history.pushState(null, "", `?post=${encodeURIComponent(id)}`);
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
    const heading = () =>
      document.querySelector("main article:not([aria-busy=true]) .content") &&
      document.querySelector("main article h1");
    while (!heading()) await new Promise((resolve) => requestAnimationFrame(resolve));
    return heading().textContent;
  }, id);
  await page.close();
  return title;
}

/** Opens the post from the list in a new page, then once more, when its pack is there already. */
async function open(title) {
  const page = await browser.newPage();
  await page.goto(`${server.origin}${subPath}site/?q=${encodeURIComponent(title)}`);
  const row = page.getByRole("feed").getByRole("link", { name: title, exact: true }).first();
  await row.waitFor();
  const click = () =>
    row.evaluate(
      (link) =>
        new Promise((resolve) => {
          const shown = () =>
            document.querySelector("main article:not([aria-busy=true]) .content")?.textContent;
          const start = performance.now();
          const observer = new MutationObserver(() => {
            if (!shown()) return;
            observer.disconnect();
            const text = performance.now() - start;
            requestAnimationFrame(() =>
              setTimeout(() => resolve({ text, painted: performance.now() - start })),
            );
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
          link.click();
        }),
    );
  const first = await click();
  await page.goBack();
  await page.locator("main article .content").waitFor({ state: "detached" });
  const again = await click();
  await page.close();
  return { ...first, again: again.text };
}
