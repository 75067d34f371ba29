// What a site has for hosts and other programs: the page for addresses without one, and the links
// to feeds, search, manifest and icons.
import path from "node:path";

import AxeBuilder from "@axe-core/playwright";

import { build } from "../lib/build.mjs";
import { root, siteUrl, work } from "../lib/paths.mjs";
import { expect, test } from "../lib/test.mjs";

const POST = "2019-03-21-a-plate-of-clouds";
// In the language of the archive.
const HEADING = "找不到页面";
const missing = /^console error: Failed to load resource.*404/;

test.describe("an address without a page", () => {
  test.beforeEach(({ problems }) => problems.allow(missing));

  for (const name of [
    `${POST}.html`,
    `${POST}/`,
    `posts/${POST}.html`,
    "2019/03/21/a-plate-of-clouds.html",
    "2019/03/21/a-plate-of-clouds/index.html",
    `some/other/folder/?post=${POST}`,
  ]) {
    test(`leads to the post that it means: ${name}`, async ({ page, viewer }) => {
      const response = await page.goto(siteUrl("samples", name));
      expect(response.status()).toBe(404);
      await expect(viewer.reader).toContainText("clouds");
      await viewer.expectQuery(["post", POST]);
      expect(new URL(page.url()).pathname).toBe(new URL(siteUrl("samples")).pathname);
    });
  }

  test("keeps the heading that it names", async ({ page, viewer }) => {
    await page.goto(siteUrl("samples", `${POST}.html#part`));
    await expect(viewer.reader).toBeVisible();
    expect(new URL(page.url()).hash).toBe("#part");
  });

  test("of no post says so, and leads on", async ({ page, viewer }) => {
    await page.goto(siteUrl("samples", "posts/2019-01-01-plate_of-nothing.html?x=1"));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(HEADING);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
    const search = page.getByRole("link", { name: "在存档中搜索“plate of nothing”" });
    expect(await search.getAttribute("href")).toBe(
      `${new URL(siteUrl("samples")).pathname}?q=plate%20of%20nothing`,
    );
    await page.getByRole("main").getByRole("link").last().click();
    await expect(viewer.rows.first()).toBeVisible();
    expect(page.url()).toBe(siteUrl("samples"));
  });

  test("of hostile words shows them as text", async ({ page }) => {
    await page.goto(siteUrl("samples", "%3Cimg%20src=x%20onerror=alert(1)%3E%22$&.html"));
    await expect(page.getByRole("link", { name: '<img src=x onerror=alert(1)>"$&' })).toBeVisible();
    await expect(page.locator("img")).toHaveCount(0);
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("an address without a page says so", async ({ page, problems }) => {
    problems.allow(missing);
    await page.goto(siteUrl("samples", "posts/gone.html"));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(HEADING);
    await expect(page.getByText("这个网址没有页面。")).toBeVisible();
  });
});

test("the page names its feeds, its search, its manifest and its icons, and all are there", async ({
  page,
  viewer,
}) => {
  build(
    path.join(root, "samples"),
    path.join(work, "sites/published"),
    "--base-url",
    "https://example.org/elsewhere/",
  );
  await viewer.open("published");
  await expect(viewer.rows.first()).toBeVisible();
  const links = await page
    .locator(
      "head link:is([rel=icon], [rel=apple-touch-icon], [rel=manifest], [rel=alternate], [rel=search])",
    )
    .evaluateAll((links) => links.map((link) => [link.getAttribute("rel"), link.getAttribute("href")]));
  expect(
    links.map(([relation, file]) => `${relation} ${file.replace(/^\.\/icon-\w+/, "icon")}`).sort(),
  ).toEqual([
    "alternate feed.json",
    "alternate feed.xml",
    "apple-touch-icon app-icon-maskable-512.png",
    "icon favicon.ico",
    "icon icon.svg",
    "manifest manifest.webmanifest",
    "search opensearch.xml",
  ]);
  for (const [, file] of links) {
    const response = await page.request.get(siteUrl("published", file));
    expect(response.status(), file).toBe(200);
  }
  const manifest = await (await page.request.get(siteUrl("published", "manifest.webmanifest"))).json();
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    expect(size).toBe(sizes);
  }
});
