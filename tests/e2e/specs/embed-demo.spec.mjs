// The demo page: two elements, a frame and a theme of its own under the least policy; frames; and
// what is promised.
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
    "src view theme lang limit deep-link heading-level storage post tag author source category from to query sort loading".split(
      " ",
    ),
  members: (
    "ready open close filter reload connectedCallback connectedMoveCallback disconnectedCallback attributeChangedCallback " +
    "src view theme limit deepLink headingLevel storage post tag author source category from to query sort loading"
  ).split(" "),
  parts: "viewer header filters list row row-title reader article article-title".split(" "),
  properties:
    "paper panel raised ink ink-soft line line-strong accent accent-paper font font-text font-mono size radius"
      .split(" ")
      .map((name) => `--broadsheet-${name}`),
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
  for (const width of [360, 768]) {
    await host.page.setViewportSize({ width, height: 800 });
    expect(await host.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing on the demo page: ${theme}`, async ({ host, browserName, problems }) => {
    // The style `body {}`, by which Playwright takes pictures in Firefox, under a policy that
    // forbids it.
    problems.allow(/style-src.*sha256-YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT\+SmwNZWA=/);
    // Which Firefox cannot be told; what the page itself says of its colours counts for the
    // elements in it.
    await host.page.emulateMedia({ colorScheme: theme });
    await openDemo(host);
    await host.page.evaluate((theme) => (document.documentElement.style.colorScheme = theme), theme);
    const background = (element) =>
      getComputedStyle(element.shadowRoot.querySelector(".broadsheet")).backgroundColor;
    const red = async () =>
      Number((await host.page.locator("#archive").evaluate(background)).match(/[\d.]+/)[0]);
    await expect.poll(async () => (await red()) > 127).toBe(theme === "light");
    await host.page.screenshot({
      path: path.join(e2e, `test-results/embed-demo-${browserName}-${theme}.png`),
      fullPage: true,
      caret: "initial",
    });
    const find = async () => {
      const { violations } = await new AxeBuilder({ page: host.page }).analyze();
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
      );
    };
    expect(await find()).toEqual([]);
    const archive = host.page.locator("#archive");
    await archive.getByRole("link", { name: "葱油饼的耐心" }).click();
    await expect(archive.locator("article.post")).toBeVisible();
    await archive.getByText("Aa", { exact: true }).click();
    await host.page.locator("#themed").getByRole("link").first().click();
    await expect(host.page.locator("#themed article.post")).toBeVisible();
    expect(await find()).toEqual([]);
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
  const typed = [
    ...declared(body("export interface BroadsheetViewerOptions")),
    ...declared(body("export class BroadsheetViewer")),
  ];
  expect(sorted(typed.filter((name) => name !== "addEventListener"))).toEqual(sorted(CONTRACT.members));
});

test("events carry what their types say", async ({ host, problems }) => {
  problems.allow(/404|Failed to load resource/);
  const types = readFileSync(path.join(root, "static/embed.d.ts"), "utf8");
  const declared = (name) => {
    const body = types.slice(types.indexOf(`export interface ${name} {`)).split("\n}")[0];
    return [...body.matchAll(/^ {2}(\w+)(\??):/gm)].map(([, member]) => member);
  };
  await openDemo(host);
  const seen = await host.page.evaluate(async () => {
    const archive = document.getElementById("archive");
    const details = {};
    const act = async (name, act) => {
      const told = new Promise((resolve) =>
        archive.addEventListener(`broadsheet-${name}`, resolve, { once: true }),
      );
      act();
      const { constructor, detail } = await told;
      details[name] = [constructor.name, Object.keys(detail)];
      return detail;
    };
    await act("ready", () => archive.reload());
    await act("open", () => archive.open("2020-02-09-葱油饼"));
    await act("close", () => archive.close());
    const { filter } = await act("filter", () =>
      archive.filter({
        tag: "茶",
        author: "-a",
        source: ["b", "c"],
        category: "d,e",
        from: "2020",
        to: "2021-09",
        query: "x",
        sort: "old",
      }),
    );
    await act("error", () => (archive.src = archive.src.replace("bundle.json", "there-is-none.json")));
    return { details, filter };
  });
  for (const [name, [kind, members]] of Object.entries(seen.details)) {
    expect(kind).toBe("CustomEvent");
    const type = `${name[0].toUpperCase()}${name.slice(1)}Detail`;
    expect(sorted(members), type).toEqual(sorted(declared(type)));
    expect(types).toContain(`"broadsheet-${name}": CustomEvent<${type}>;`);
  }
  expect(sorted(Object.keys(seen.filter))).toEqual(sorted(declared("Filter")));
});

test("embed.js stays within 4 KB", async () => {
  const script = readFileSync(path.join(e2e, "test-sites/sites/samples/embed.js"));
  const size = brotliCompressSync(script).length;
  console.log(`    embed.js: ${size} bytes after Brotli`);
  expect(size).toBeLessThanOrEqual(4_096);
});

test("what the first paint of a short list costs, as an element and as a frame", async ({
  host,
  servers,
  browserName,
}) => {
  test.skip(browserName !== "chromium", "the bytes are the same everywhere");
  const measure = async (open, locator) => {
    const answers = [];
    const listen = (response) => response.url().startsWith(servers.archive) && answers.push(response);
    host.page.on("response", listen);
    await open();
    await expect(locator()).toHaveCount(10);
    host.page.off("response", listen);
    // Compressed afterwards: it takes its time.
    const sizes = await Promise.all(
      answers.map(
        async (response) =>
          /** @type {[string, number]} */ ([
            path.basename(new URL(response.url()).pathname),
            brotliCompressSync(await response.body()).length,
          ]),
      ),
    );
    return {
      requests: sizes.length,
      bytes: sizes.reduce((sum, [, size]) => sum + size, 0),
      files: Object.fromEntries(sizes),
    };
  };
  const element = await measure(
    () => host.open(host.element("many", 'view="list" limit="10"')),
    () => host.rows,
  );
  // The element goes on to load what is needed later, which is no part of the frame.
  await host.page.waitForLoadState("networkidle");
  const frame = await measure(
    () =>
      host.open(
        `<iframe title="List" src="${servers.archive}many/embed.html?view=list&amp;limit=10" width="600" height="600"></iframe>`,
        { head: "" },
      ),
    () => host.page.frameLocator("iframe").getByRole("article"),
  );
  console.log(
    `    a list of ten: as an element ${JSON.stringify(element)}, as a frame ${JSON.stringify(frame)}`,
  );
  expect(element.bytes).toBeLessThan(frame.bytes + 5_000);
  // Neither loads what only articles or foreign feeds need.
  expect(
    Object.keys({ ...element.files, ...frame.files }).filter((name) =>
      /^(reader|broadsheet-feed)/.test(name),
    ),
  ).toEqual([]);
});
