// A viewer that cannot start, or stops: said without WebAssembly.
import path from "node:path";
import { pathToFileURL } from "node:url";

import { siteUrl, work } from "../lib/paths.mjs";
import { expect, test } from "../lib/test.mjs";

const fulfil = (answer) => (route) => route.fulfill(answer);
const html = { contentType: "text/html", body: "<!DOCTYPE html><title>Not here</title>" };

const START_FAULTS = {
  "its program is missing": {
    pattern: "**/*_bg.wasm",
    answer: fulfil({ status: 404 }),
    says: /could not be loaded.*404/,
  },
  "its script is missing": {
    pattern: "**/broadsheet-viewer*.js",
    answer: fulfil({ status: 404 }),
    says: /could not be loaded.*404/,
  },
  "its program is a web page": {
    pattern: "**/*_bg.wasm",
    answer: fulfil(html),
    says: /file of another type.*text\/html/,
  },
  "its script has the wrong type": {
    pattern: "**/broadsheet-viewer*.js",
    answer: fulfil({ contentType: "text/plain", body: "export default () => {};" }),
    says: /file of another type.*text\/plain/,
  },
  "its program is cut short": {
    pattern: "**/*_bg.wasm",
    answer: async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      await route.fulfill({ response, body: body.subarray(0, body.length / 2) });
    },
    says: /could not be loaded.*CompileError/,
  },
  "there is no connection": {
    pattern: "**/*_bg.wasm",
    answer: (route) => route.abort("connectionrefused"),
    says: /could not be loaded.*Failed to fetch/,
  },
};

test.describe("a viewer that cannot start says why", () => {
  test.beforeEach(({ problems }) => problems.allow(/^console (error|warning): .*(wasm|Failed to load)/is));

  for (const [fault, { pattern, answer, says }] of Object.entries(START_FAULTS)) {
    test(`${fault}, and Retry works`, async ({ page, viewer }) => {
      await page.route(pattern, answer);
      await viewer.open("samples", "?tag=travel");
      await expect(viewer.alert).toHaveCount(1);
      await expect(viewer.alert).toContainText(says);
      await page.unroute(pattern);
      await viewer.retry.click();
      await expect(viewer.rows.first()).toBeVisible();
      await viewer.expectQuery(["tag", "travel"]);
    });
  }

  test("the browser has no WebAssembly", async ({ page, viewer }) => {
    await page.addInitScript(() => delete window.WebAssembly);
    await viewer.open("samples");
    await expect(viewer.alert).toContainText("too old");
  });

  test("the browser's WebAssembly is that of long ago", async ({ page, viewer }) => {
    await page.addInitScript(() => {
      // Knows the first version's header, and nothing of what came later.
      WebAssembly.validate = (bytes) => bytes.byteLength <= 8;
    });
    await viewer.open("samples");
    await expect(viewer.alert).toContainText("too old");
  });

  test("a policy forbids its program", async ({ page, viewer, problems }) => {
    problems.allow(/Content Security Policy/i, /preloaded/);
    await page.route("**/samples/", async (route) => {
      const headers = { "content-security-policy": "script-src 'self'" };
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
    });
    await viewer.open("samples");
    await expect(viewer.alert).toContainText("content security policy");
    await expect(viewer.retry).toBeVisible();
  });

  test("a policy forbids its first script: the style sheet says so, after a while", async ({
    page,
    problems,
  }) => {
    problems.allow(/Content Security Policy/);
    await page.route("**/samples/", async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        headers: { ...response.headers(), "content-security-policy": "script-src 'none'" },
      });
    });
    await page.goto(siteUrl("samples"));
    const said = () =>
      page.evaluate(() => {
        const style = getComputedStyle(document.getElementById("broadsheet"), "::after");
        document.getAnimations().forEach((animation) => animation.finish());
        return style.visibility === "visible" ? style.content : "";
      });
    await expect.poll(said).toMatch(/has not started.*阅读器.*閱讀器/s);
  });

  test("the page was opened as a file", async ({ page, viewer, problems }) => {
    problems.allow(/file:/);
    await page.goto(pathToFileURL(path.join(work, "sites/samples/index.html")).href);
    await expect(viewer.alert).toContainText("cannot be read from a file");
  });

  for (const [locale, says] of [
    ["zh-CN", "阅读器无法加载"],
    ["zh-TW", "閱讀器無法載入"],
  ]) {
    test(`in the reader's language: ${locale}`, async ({ browser }) => {
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      await page.route("**/*_bg.wasm", fulfil({ status: 404 }));
      await page.goto(siteUrl("samples"));
      await expect(page.getByRole("alert")).toContainText(says);
      await context.close();
    });
  }
});

test("a program with another type than WebAssembly's starts all the same", async ({
  page,
  viewer,
  problems,
}) => {
  problems.allow(/MIME type/);
  await page.route("**/*_bg.wasm", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { "content-type": "application/octet-stream" } });
  });
  await viewer.open("samples");
  await expect(viewer.rows.first()).toBeVisible();
  await expect(viewer.alert).toHaveCount(0);
});

test("a viewer that takes long says so, and starts after all", async ({ page, viewer }) => {
  await page.clock.install({ time: "2026-03-01T08:00:00Z" });
  await page.clock.pauseAt("2026-03-01T08:00:01Z");
  /** @type {any} */
  let release;
  await page.route("**/*_bg.wasm", (route) => {
    release ??= () => route.continue();
  });
  await page.goto(siteUrl("samples"), { waitUntil: "commit" });
  await expect.poll(() => Boolean(release)).toBe(true);
  await expect(page.locator("[data-boot]")).toBeAttached();
  await page.clock.runFor(11_000);
  await expect(viewer.alert).toContainText("taking long");
  await release();
  await expect(viewer.rows.first()).toBeVisible();
  await expect(viewer.alert).toHaveCount(0);
});

test.describe("a viewer that stops says so", () => {
  const POSTS = ["2019-10-27-how-a-line-is-set", "2025-06-05-the-timetable-on-the-wall"];

  test.beforeEach(async ({ page, viewer, problems }) => {
    problems.allow(/uncaught|unreachable|wasm/);
    await viewer.open("samples", `?post=${POSTS[0]}&sort=old`);
    // Nothing is left to be drawn before the click.
    await expect(viewer.around).toBeVisible();
    await expect(viewer.choice("Categories", "essays")).toBeVisible();
    // What the program takes for granted fails once, in the middle of drawing.
    await page.evaluate(() => {
      const create = Document.prototype.createElement;
      Document.prototype.createElement = () => {
        Document.prototype.createElement = create;
        throw new Error("no more elements");
      };
    });
    await viewer.link("The Timetable on the Wall").click();
    await expect(viewer.alert).toContainText("has stopped");
    await expect(viewer.rows.first()).toBeVisible();
  });

  test("Reload opens what was asked for", async ({ viewer }) => {
    await viewer.alert.getByRole("button", { name: "Reload" }).click();
    await expect(viewer.title).toHaveText("The Timetable on the Wall");
    await expect(viewer.alert).toHaveCount(0);
    await viewer.expectQuery(["sort", "old"], ["post", POSTS[1]]);
  });

  test("links still lead somewhere, and so does Back", async ({ page, viewer }) => {
    await viewer.link("葱油饼的耐心").click();
    await expect(viewer.title).toHaveText("葱油饼的耐心");
    await expect(viewer.alert).toHaveCount(0);
    await page.goBack();
    await expect(viewer.title).toHaveText("The Timetable on the Wall");
  });
});
