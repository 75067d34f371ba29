// The demo page: two elements, a frame and a theme of its own under the least policy; frames; and what is promised.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";

import AxeBuilder from "@axe-core/playwright";

import { expect, test } from "../lib/embed.mjs";
import { e2e, root } from "../lib/paths.mjs";

/** What an element offers; it changes on purpose only, with a line in CHANGELOG.md. */
const CONTRACT = {
  attributes:
    "src view theme lang limit deep-link heading-level storage post tag author source category from to query sort loading".split(" "),
  members: (
    "ready open close filter reload connectedCallback connectedMoveCallback disconnectedCallback attributeChangedCallback " +
    "src view theme limit deepLink headingLevel storage post tag author source category from to query sort loading"
  ).split(" "),
  parts: "viewer header filters list row row-title reader article article-title".split(" "),
  properties: (
    "paper panel raised ink ink-soft line line-strong accent accent-paper font font-text font-mono size radius"
  ).split(" ").map((name) => `--broadsheet-${name}`),
};

const sorted = (values) => [...new Set(values)].sort();

async function openDemo(host, settled = true) {
  await host.page.goto(`${host.origin}/demo.html`);
  if (!settled) return;
  await expect(host.page.locator("#archive").getByRole("feed")).toBeVisible();
  await host.page.locator("#themed").scrollIntoViewIfNeeded();
  await expect(host.page.locator("#themed").getByRole("feed").getByRole("article")).toHaveCount(5);
  await host.page.locator("iframe").scrollIntoViewIfNeeded();
  await expect(host.page.frameLocator("iframe").getByRole("article").first()).toBeVisible();
}

test("the demo page works under the least policy, without a word in the console", async ({ host }) => {
  await openDemo(host);
  await expect(host.page.locator("#events li")).toHaveCount(2);
  await host.page.locator("#archive").getByRole("link", { name: "葱油饼的耐心" }).click();
  await expect(host.page.locator("#archive article.post")).toContainText("葱油饼只有四样东西");
  await expect(host.page.locator("#events")).toContainText('archive: open {"id":"2020-02-09-葱油饼"');
});

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing on the demo page: ${theme}`, async ({ host }) => {
    await host.page.emulateMedia({ colorScheme: theme });
    await openDemo(host);
    await host.page.screenshot({ path: path.join(e2e, `test-results/embed-demo-${theme}.png`), fullPage: true });
    const { violations } = await new AxeBuilder({ page: host.page }).analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`));
    expect(found).toEqual([]);
  });
}

test("the element offers what is promised, and its types say the same", async ({ host }) => {
  await openDemo(host);
  await host.page.locator("#archive").getByRole("link", { name: "葱油饼的耐心" }).click();
  await expect(host.page.locator("#archive article.post")).toBeVisible();
  const real = await host.page.evaluate(() => {
    const element = customElements.get("broadsheet-viewer");
    const shadow = document.getElementById("archive").shadowRoot;
    return {
      attributes: element.observedAttributes,
      members: Object.getOwnPropertyNames(element.prototype).filter((name) => name !== "constructor"),
      own: Object.getOwnPropertyNames(document.getElementById("archive")),
      parts: [...shadow.querySelectorAll("[part]")].flatMap((element) => [...element.part]),
      properties: [...shadow.adoptedStyleSheets]
        .flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText))
        .join("")
        .match(/--broadsheet-[a-z-]+/g),
    };
  });
  for (const kind of Object.keys(CONTRACT)) expect(sorted(real[kind]), kind).toEqual(sorted(CONTRACT[kind]));
  expect(real.own).toEqual([]);

  const manifest = JSON.parse(readFileSync(path.join(root, "static/npm/custom-elements.json"), "utf8"));
  const [declaration] = manifest.modules[0].declarations;
  const names = (list) => sorted(list.map(({ name }) => name));
  expect(names(declaration.attributes)).toEqual(sorted(CONTRACT.attributes));
  expect(names(declaration.cssParts)).toEqual(sorted(CONTRACT.parts));
  expect(names(declaration.cssProperties)).toEqual(sorted(CONTRACT.properties));

  const types = readFileSync(path.join(root, "static/embed.d.ts"), "utf8");
  const body = (start) => types.slice(types.indexOf(start)).split("\n}")[0];
  const declared = (text) => [...text.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name);
  const typed = [...declared(body("export interface BroadsheetViewerOptions")), ...declared(body("export class BroadsheetViewer"))];
  expect(sorted(typed.filter((name) => name !== "addEventListener"))).toEqual(sorted(CONTRACT.members));
});

test("embed.js stays within 4 KB", async () => {
  const script = readFileSync(path.join(e2e, "test-sites/sites/samples/embed.js"));
  const size = brotliCompressSync(script).length;
  console.log(`    embed.js: ${size} bytes after Brotli`);
  expect(size).toBeLessThanOrEqual(4_096);
});

test("what the first paint of a short list costs, as an element and as a frame", async ({ host, servers }) => {
  const measure = async (open, locator) => {
    const bodies = [];
    const listen = (response) => response.url().startsWith(servers.archive) && bodies.push(response.body());
    host.page.on("response", listen);
    await open();
    await expect(locator()).toHaveCount(10);
    host.page.off("response", listen);
    // Compressed afterwards: it takes its time.
    return (await Promise.all(bodies)).reduce((sum, body) => sum + brotliCompressSync(body).length, 0);
  };
  const element = await measure(
    () => host.open(host.element("many", 'view="list" limit="10"')),
    () => host.rows,
  );
  const frame = await measure(
    () => host.open(`<iframe title="List" src="${servers.archive}many/embed.html?view=list&amp;limit=10" width="600" height="600"></iframe>`, { head: "" }),
    () => host.page.frameLocator("iframe").getByRole("article"),
  );
  console.log(`    a list of ten: ${element} bytes as an element, ${frame} as a frame`);
  expect(element).toBeLessThan(frame + 5_000);
});

test.describe("frames", () => {
  const frame = (host, query = "?view=list&amp;limit=5&amp;lang=en") =>
    `<iframe data-broadsheet title="List" width="400" height="200" src="${host.archive}many/embed.html${query}"></iframe>`;
  const script = (host) => `<script type="module" src="${host.archive}samples/embed-frame.js"></script>`;

  test("a short list gets the height that it needs, and a longer article another one", async ({ host }) => {
    await host.open(frame(host), { head: script(host) });
    const list = host.page.frameLocator("iframe");
    await expect(list.getByRole("article")).toHaveCount(5);
    const height = () => host.page.locator("iframe").evaluate((frame) => frame.clientHeight);
    await expect.poll(height).toBeGreaterThan(350);
    const short = await height();
    expect(await list.locator("html").evaluate((html) => html.scrollHeight - html.clientHeight)).toBeLessThanOrEqual(1);
    await list.getByRole("link", { name: "Sheet 699" }).click();
    await expect(list.locator("article.post")).toContainText("Paragraph 1");
    await expect.poll(height).toBeGreaterThan(short);
    await list.getByRole("link", { name: "Back to the list" }).click();
    await expect.poll(height).toBe(short);
  });

  test("without a script the frame keeps its height and scrolls", async ({ host }) => {
    await host.open(frame(host), { head: "" });
    await expect(host.page.frameLocator("iframe").getByRole("article")).toHaveCount(5);
    expect(await host.page.locator("iframe").evaluate((frame) => frame.clientHeight)).toBe(200);
  });

  test("neither side believes anybody else", async ({ host }) => {
    await host.open(frame(host), { head: script(host) });
    await expect(host.page.frameLocator("iframe").getByRole("article")).toHaveCount(5);
    const height = () => host.page.locator("iframe").evaluate((frame) => frame.clientHeight);
    await expect.poll(height).toBeGreaterThan(350);
    const before = await height();
    await host.page.evaluate(async () => {
      const frame = document.querySelector("iframe");
      const origin = new URL(frame.src).origin;
      const from = (source, origin, data) => dispatchEvent(new MessageEvent("message", { source, origin, data }));
      const height = 9_999;
      from(window, origin, { broadsheet: 1, type: "height", height });
      from(frame.contentWindow, "https://elsewhere.example", { broadsheet: 1, type: "height", height });
      from(frame.contentWindow, origin, { broadsheet: 2, type: "height", height });
      from(frame.contentWindow, origin, { broadsheet: 1, type: "height", height: "1e9" - 1e9 - 1 });
      from(frame.contentWindow, origin, "height");
    });
    expect(await height()).toBe(before);
    // The frame answers its parent, not a window that it did not hear from.
    const inside = host.page.frames().find((frame) => frame.url().includes("embed.html"));
    const answers = await inside.evaluate(async () => {
      const sent = [];
      const real = parent.postMessage;
      dispatchEvent(new MessageEvent("message", { source: window, origin: "https://elsewhere.example", data: { broadsheet: 1, type: "hello" } }));
      dispatchEvent(new MessageEvent("message", { source: parent, origin: "null", data: { broadsheet: 1, type: "hello" } }));
      return [sent.length, typeof real];
    });
    expect(answers).toEqual([0, "function"]);
  });

  test("the options are those of the element", async ({ host }) => {
    await host.open(frame(host, "?tag=rare&amp;limit=3&amp;view=list&amp;theme=dark&amp;lang=zh-Hans&amp;heading-level=3"), { head: "" });
    const inside = host.page.frameLocator("iframe");
    await expect(inside.getByRole("article")).toHaveCount(3);
    await expect(inside.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(inside.getByRole("feed", { name: "文章" })).toBeVisible();
    await expect(inside.getByRole("heading", { level: 4 }).first()).toBeVisible();
  });
});

test("the settings have snippets for the view on the screen, and they show it", async ({ page, viewer, host, servers }) => {
  await viewer.open("many", "?tag=rare&q=sheet");
  await viewer.openSettings();
  await page.getByText("Embed this view").click();
  const element = await page.getByRole("textbox", { name: "As an element" }).inputValue();
  const frame = await page.getByRole("textbox", { name: "As a frame" }).inputValue();
  // The server of that page lets no other page read; the same site is on one that does.
  await host.open(element.replaceAll(process.env.BROADSHEET_SITES, servers.archive), { head: "" });
  await expect(host.viewer.getByRole("feed").getByRole("article")).toHaveCount(20);
  await host.open(frame, { head: "" });
  await expect(host.page.frameLocator("iframe").getByRole("feed").getByRole("article")).toHaveCount(20);
});
