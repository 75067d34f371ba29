// A newer version of the site takes the place of the one that is open.
import { appendFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { build } from "../lib/build.mjs";
import { MANY, writeManyPosts } from "../lib/many.mjs";
import { root, subPath, work } from "../lib/paths.mjs";
import { serve } from "../lib/server.mjs";
import { expect, test } from "../lib/test.mjs";

const OFFER = "A newer version of this archive is here.";

test.describe("an archive", () => {
  let site;
  let deploy;

  test.beforeEach(async ({ page }, { testId }) => {
    site = `deploy-${testId}`;
    const posts = writeManyPosts(path.join(work, site));
    const out = build(posts, path.join(work, "sites", site));
    deploy = () => {
      for (const name of readdirSync(posts).filter((name) => name.endsWith(".md"))) {
        appendFileSync(path.join(posts, name), "\nThis is the second edition.\n");
      }
      writeFileSync(path.join(posts, "2030-01-01-new.md"), "---\ntitle: Brand New\n---\n\nNews.\n");
      build(posts, out);
    };
    await page.clock.install({ time: "2026-03-01T08:00:00Z" });
    await page.clock.pauseAt("2026-03-01T08:00:01Z");
  });

  /** As a browser tells a page that its reader is back. */
  const comeBack = (page) =>
    page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

  test("whose files are gone: a newer version is offered, and Reload opens the same post in it", async ({
    page,
    viewer,
    problems,
  }) => {
    problems.allow(/^console error: Failed to load resource/);
    await viewer.open(site);
    await viewer.choice("Tags", "rare", 20).check();
    await expect(viewer.status).toHaveText(`20 of ${MANY} posts`);
    deploy();
    await viewer.link("Sheet 665").click();
    await expect(viewer.alert).toHaveCount(1);
    await expect(viewer.alert).toContainText(OFFER);
    await viewer.choice("Tags", "rare", 20).uncheck();
    await expect(viewer.status).toHaveText(`${MANY} posts`);
    await viewer.choice("Tags", "rare", 20).check();
    await expect(viewer.status).toHaveText(`20 of ${MANY} posts`);
    await viewer.link("Sheet 665").click();
    const view = page.url();
    await viewer.alert.last().getByRole("button", { name: "Reload" }).click();
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 665");
    await expect(viewer.reader).toContainText("second edition");
    await expect(viewer.status).toHaveText(`20 of ${MANY + 1} posts`);
    expect(page.url()).toBe(view);
  });

  test("that the reader comes back to: a newer version is offered quietly, and Reload keeps the place", async ({
    page,
    viewer,
    problems,
  }) => {
    problems.allow(/^console error: Failed to load resource.*facets/);
    await viewer.open(site, "?post=2023-10-24-sheet-696&sort=new");
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 696");
    const second = page.getByText(OFFER).and(page.locator("p:not([role=alert] p)"));
    deploy();
    await page.clock.runFor(299_000);
    await comeBack(page);
    await page.clock.runFor(2_000);
    await expect(second).toHaveCount(0);
    const asked = page.waitForRequest("**/bundle.json");
    await comeBack(page);
    expect((await (await asked).allHeaders())["cache-control"]).toBe("max-age=0");
    await expect(second).toBeVisible();
    await expect(viewer.alert).toHaveCount(0);

    const reader = page.getByRole("main");
    const top = () => reader.evaluate((panel) => panel.scrollTop);
    await page.setViewportSize({ width: 1440, height: 400 });
    await reader.evaluate((panel) => panel.scrollTo(0, 150));
    // What else is gone says so in the list; the offer stays where it is.
    await viewer.choice("Tags", "even").check();
    await page.clock.runFor(1_000);
    const view = page.url();
    await expect(viewer.alert).toContainText(OFFER);
    await second.getByRole("button", { name: "Reload" }).click();
    await expect(viewer.reader).toContainText("second edition");
    expect(page.url()).toBe(view);
    await expect.poll(top).toBe(150);
  });

  test("that is the same: nothing is offered", async ({ page, viewer }) => {
    await viewer.open(site);
    await expect(viewer.rows.first()).toBeVisible();
    await page.clock.runFor(301_000);
    const answered = page.waitForResponse("**/bundle.json");
    await comeBack(page);
    await (await answered).finished();
    await viewer.link("Sheet 699").click();
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
    await expect(page.getByText(OFFER)).toHaveCount(0);
  });
});

test.describe("the viewer's own module for feeds", () => {
  const FOREIGN = "?bundle=feeds/foreign.json";

  test.beforeEach(async ({ page, problems }) => {
    problems.allow(/^console error: Failed to load resource/);
    await page.route("**/broadsheet-feed.js*", (route) => route.fulfill({ status: 404 }));
  });

  test("is gone after a newer version came: that is offered", async ({ page, viewer }) => {
    await page.route("**/feeds/", async (route) => {
      if (route.request().resourceType() !== "fetch") return route.continue();
      const response = await route.fetch();
      const body = (await response.text()).replaceAll(
        /broadsheet-viewer-[0-9a-f]+/g,
        "broadsheet-viewer-0123456789abcdef",
      );
      return route.fulfill({ response, body });
    });
    await viewer.open("feeds", FOREIGN);
    await expect(viewer.alert).toContainText(OFFER);
    await page.unroute("**/broadsheet-feed.js*");
    await viewer.alert.getByRole("button", { name: "Reload" }).click();
    await expect(viewer.status).toHaveText("3 posts");
  });

  test("is missing: said, and Retry works", async ({ page, viewer }) => {
    await viewer.open("feeds", FOREIGN);
    await expect(viewer.alert).toContainText("part of the viewer could not be loaded");
    await page.unroute("**/broadsheet-feed.js*");
    await viewer.retry.click();
    await expect(viewer.status).toHaveText("3 posts");
  });
});

test("the part of the viewer that draws articles is missing: said, the list stays, and Retry works", async ({
  page,
  viewer,
  problems,
}) => {
  problems.allow(/^console error/);
  let missing = true;
  await page.route("**/reader-*.wasm", (route) =>
    missing ? route.fulfill({ status: 404 }) : route.continue(),
  );
  await viewer.open("samples");
  await viewer.link("A Plate of Clouds").click();
  await expect(viewer.alert).toHaveCount(1);
  await expect(viewer.alert).toContainText("part of the viewer could not be loaded");
  await expect(viewer.link("How a Line Is Set")).toBeVisible();
  missing = false;
  await viewer.retry.click();
  await expect(viewer.reader.locator(".content")).toBeVisible();
  await expect(viewer.alert).toHaveCount(0);
});

test("a damaged copy in the browser's own cache is passed by", async ({ page, problems }) => {
  const folder = path.join(work, "cached");
  cpSync(path.join(root, "dist/site"), path.join(folder, "site"), { recursive: true });
  let asked = 0;
  // A line that damaged a file once, and a browser that was told to keep it forever.
  const server = await serve(folder, subPath, {}, (file) => {
    if (!file.includes(`${path.sep}packs${path.sep}`)) return {};
    asked += 1;
    const body = readFileSync(file);
    if (asked === 1) body[body.length >> 1] ^= 1;
    return { body, headers: { "cache-control": "public, max-age=31536000, immutable" } };
  });
  problems.allow(new RegExp(server.origin));
  await page.goto(`${server.origin}${subPath}site/?post=2019-03-21-a-plate-of-clouds`);
  await expect(page.getByRole("main").getByRole("article")).toContainText("cloud");
  expect(asked).toBe(2);
  await page.reload();
  await expect(page.getByRole("main").getByRole("article")).toContainText("cloud");
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(asked, "the copy that is kept now is the right one").toBe(2);
  await server.close();
});
