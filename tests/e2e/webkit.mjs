// The core of the viewer in WebKit, which Playwright drives only in a build of its own: list, reader,
// filters, search, keyboard, settings, both forms of embedding, and hostile posts.
//   XVFB=… WEBKIT=… WEBKIT_DRIVER=… BROADSHEET_BIN=… node --test webkit.mjs
import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";

import { By, Key, error } from "selenium-webdriver";

import { build } from "./lib/build.mjs";
import { servePages } from "./lib/embed.mjs";
import { openAll } from "./lib/inspect.mjs";
import { MANY, writeManyPosts } from "./lib/many.mjs";
import { root, subPath, work } from "./lib/paths.mjs";
import { FORMS, payloadPost, payloads, payloadSite, withPayloads } from "./lib/payloads.mjs";
import { serve } from "./lib/server.mjs";
import { buildPayloads } from "./lib/setup.mjs";
import { startWebKit } from "./lib/webkit-driver.mjs";

const WAIT = 20_000;
/**
 * Posts opened by one document: WebKit lets none change its address more often than 100 times
 * within ten seconds.
 */
const AT_ONCE = 90;
const ROW = "[role=feed] article";
const TITLE = "article.post h1";

let driver, quit, server, pages, hosts;

before(async () => {
  const sites = path.join(work, "webkit");
  rmSync(sites, { recursive: true, force: true });
  mkdirSync(sites, { recursive: true });
  build(path.join(root, "samples"), path.join(sites, "samples"));
  build(writeManyPosts(path.join(work, "webkit-many")), path.join(sites, "many"));
  buildPayloads(sites);
  server = await serve(sites, subPath, { "access-control-allow-origin": "*" });
  pages = new Map();
  hosts = await servePages(server.origin + subPath, pages);
  ({ driver, quit } = await startWebKit(1440, 900));
  await driver.manage().setTimeouts({ script: 60_000, pageLoad: 60_000 });
});

after(async () => {
  await quit?.();
  await hosts?.close();
  await server?.close();
});

beforeEach(async () => {
  // Every test begins as a reader's first visit.
  await driver.get(address("samples", "?"));
  await driver.executeScript(() => localStorage.clear());
});

const address = (site, query = "") => `${server.origin}${subPath}${site}/${query}`;
const find = (selector) => located(By.css(selector), selector);
const texts = (selector) =>
  driver.executeScript(
    (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent),
    selector,
  );
const press = (...keys) =>
  driver
    .actions()
    .sendKeys(...keys)
    .perform();

/** Waits for an element. One that was drawn again while it was looked for is looked for again. */
async function located(by, name) {
  const look = async () => {
    try {
      return (await driver.findElements(by))[0] ?? null;
    } catch (failure) {
      if (failure instanceof error.StaleElementReferenceError) return null;
      throw failure;
    }
  };
  return driver.wait(look, WAIT, `there is no ${name}`);
}

async function open(site, query = "") {
  await driver.get(address(site, query));
  await find(`${ROW}, ${TITLE}`);
}

/** Waits until `question` is answered with `expected`. */
async function becomes(question, expected) {
  let answer;
  const isSo = async () => {
    answer = await question();
    return answer === expected;
  };
  await driver.wait(isSo, WAIT).catch(() => assert.equal(answer, expected));
}

const status = async () => (await texts("[role=status]")).join(" ");
const title = async () => (await texts(TITLE)).join(" ");
const query = async () => new URL(await driver.getCurrentUrl()).search;

test("the list shows the newest posts and says how many there are", async () => {
  await open("many");
  await becomes(status, `${MANY} posts`);
  assert.equal((await texts(`${ROW} a`))[0], "Sheet 699");
  assert.deepEqual(await texts("[role=alert]"), []);
});

test("an article opens from the list, and Back returns to it", async () => {
  await open("many");
  await (await find(`${ROW} a`)).click();
  await becomes(title, "Sheet 699");
  await driver.navigate().back();
  await becomes(title, "");
  await becomes(status, `${MANY} posts`);
});

test("an address opens its article", async () => {
  await open("many", "?post=2023-10-26-sheet-697");
  await becomes(title, "Sheet 697");
  await becomes(async () => (await texts("article.post")).join().includes("Paragraph 1 of sheet 697"), true);
});

test("a filter narrows the list, and Back undoes it", async () => {
  await open("many");
  await (
    await located(By.xpath("//label[starts-with(normalize-space(.), 'rare')]"), "label of rare")
  ).click();
  await becomes(status, `20 of ${MANY} posts`);
  await driver.navigate().back();
  await becomes(status, `${MANY} posts`);
});

test("a search finds a title as it is typed", async () => {
  await open("many");
  await (await find("input[type=search]")).sendKeys("sheet 123");
  await becomes(status, `1 of ${MANY} posts`);
  await becomes(query, "?q=sheet+123");
});

test("letters and keys go through rows and articles", async () => {
  await open("many");
  await press("j", "j", "o");
  await becomes(title, "Sheet 698");
  await press("j");
  await becomes(title, "Sheet 697");
  await press(Key.ESCAPE);
  await becomes(title, "");
});

test("theme and language are chosen in the settings and remembered", async () => {
  await open("samples");
  await (await find(".settings > summary")).click();
  await (await find("input[name=theme][value=dark]")).click();
  const theme = () => driver.executeScript(() => document.querySelector("[data-theme]")?.dataset.theme);
  await becomes(theme, "dark");
  const background = () => driver.executeScript(() => getComputedStyle(document.body).backgroundColor);
  assert.notEqual(await background(), "rgb(255, 255, 255)");
  await driver.navigate().refresh();
  await find(ROW);
  await becomes(theme, "dark");
});

test("every sample is read without a message of failure", async () => {
  await open("samples");
  const links = await driver.executeScript(
    (row) => [...document.querySelectorAll(`${row} a`)].map((link) => link.href),
    ROW,
  );
  const posts = links.filter((link) => link.includes("post="));
  assert.ok(posts.length > 5);
  for (const post of posts) {
    await driver.get(post);
    await find(TITLE);
    assert.deepEqual(await texts("[role=alert]"), [], post);
  }
});

test("the element shows an archive in another page", async () => {
  const archive = server.origin + subPath;
  const script = `<script type="module" src="${archive}samples/embed.js"></script>`;
  const element = `<broadsheet-viewer src="${archive}many/bundle.json" lang="en" limit="5"></broadsheet-viewer>`;
  pages.set("/host", {
    html: `<!DOCTYPE html><html lang="en"><title>Host</title>${script}<body>${element}</body></html>`,
  });
  await driver.get(`${hosts.origin}/host`);
  const rows = () =>
    driver.executeScript(
      () =>
        document.querySelector("broadsheet-viewer").shadowRoot?.querySelectorAll("[role=feed] article")
          .length,
    );
  await becomes(rows, 5);
  assert.equal(await driver.getTitle(), "Host");
});

test("the frame takes the height that it needs", async () => {
  const archive = server.origin + subPath;
  const script = `<script type="module" src="${archive}samples/embed-frame.js"></script>`;
  const frame = `<iframe data-broadsheet title="List" width="400" height="200" src="${archive}many/embed.html?view=list&amp;limit=5&amp;lang=en"></iframe>`;
  pages.set("/frame", {
    html: `<!DOCTYPE html><html lang="en"><title>Host</title>${script}<body>${frame}</body></html>`,
  });
  await driver.get(`${hosts.origin}/frame`);
  await becomes(() => driver.executeScript(() => document.querySelector("iframe").clientHeight > 350), true);
});

for (const form of FORMS) {
  test(`hostile posts are harmless: ${form}`, async () => {
    // All of them are for the two other browsers: this one is slow, and has the same rules to keep.
    const list = payloads().filter(({ name }) => name.startsWith("own "));
    const { site, query } = payloadSite(form);
    const problems = [];
    for (let start = 0; start < list.length; start += AT_ONCE) {
      await open(site, `?${query}`);
      await driver.executeScript(() => {
        for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
          window[name] = () => document.documentElement.append(document.createElement("script"));
        }
      });
      const posts = list.slice(start, start + AT_ONCE).map((_, at) => payloadPost(list, start + at, form));
      const script = `const done = arguments[1]; (${openAll})(arguments[0]).then(done, (error) => done({ error: String(error) }));`;
      const { findings, error: failure } = await driver.executeAsyncScript(script, { posts, query });
      if (failure) problems.push(`payloads from ${start} on: ${failure}`);
      problems.push(...withPayloads(list, findings ?? []));
    }
    assert.deepEqual(problems, []);
    assert.ok((await driver.getCurrentUrl()).startsWith(address(site)), await driver.getCurrentUrl());
    assert.equal((await driver.getAllWindowHandles()).length, 1);
  });
}
