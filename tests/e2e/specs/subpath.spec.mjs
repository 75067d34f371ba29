import { readFileSync } from "node:fs";
import path from "node:path";

import { root, siteUrl } from "../lib/paths.mjs";
import { expect, test } from "../lib/test.mjs";

test("everything is asked for below the page's own folder, and found there", async ({ page, viewer }) => {
  const asked = [];
  page.on("response", (response) => asked.push([response.url(), response.status()]));
  await viewer.open("samples");
  await viewer.link("葱油饼的耐心").click();
  await expect(viewer.reader).toContainText("葱油饼只有四样东西");
  expect(asked.filter(([url, status]) => !url.startsWith(siteUrl("samples")) || status !== 200)).toEqual([]);
});

test("pictures that lay beside the posts are shown", async ({ viewer }) => {
  await viewer.open("samples", "?post=2019-03-21-a-plate-of-clouds");
  const picture = viewer.reader.getByRole("img", { name: /nine painted clouds/ });
  await picture.scrollIntoViewIfNeeded();
  await expect
    .poll(() => picture.evaluate((image) => image.complete && image.naturalWidth))
    .toBeGreaterThan(0);
});

for (const [width, list] of /** @type {[number, string][]} */ ([
  [390, "first-visit.txt"],
  [1440, "first-visit-wide.txt"],
])) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 900 } });

    test("a first visit asks for what `cargo xtask size` counts, and nothing else", async ({
      page,
      viewer,
    }) => {
      const counted = readFileSync(path.join(root, "dist", list), "utf8")
        .trim()
        .split("\n")
        .sort();
      const asked = new Set();
      page.on("request", (request) => {
        const name = request.url().slice(siteUrl("samples").length);
        asked.add(name === "" ? "index.html" : name);
      });
      await page.goto(siteUrl("samples"), { waitUntil: "networkidle" });
      await expect(viewer.rows.first()).toBeVisible();
      // Icon and manifest are asked for at the browser's leisure, and not at all without a window.
      const isIcon = (name) => /\.(svg|png|ico|webmanifest)$/.test(name);
      expect([...asked].filter((name) => !isIcon(name)).sort()).toEqual(
        counted.filter((name) => !isIcon(name)),
      );
    });
  });
}

test("the page has a policy, and no script or style of its own in it", async ({ viewer, page }) => {
  const response = await page.goto(siteUrl("samples"));
  const html = await response.text();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  for (const rule of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ]) {
    expect(policy).toContain(rule);
  }
  expect(html).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=/i);
  await expect(viewer.rows.first()).toBeVisible();
});
