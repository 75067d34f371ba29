// The page around the element: not touched by it, and no danger to it.
import { createHash } from "node:crypto";

import { expect, leastPolicy, test } from "../lib/embed.mjs";
import { siteUrl } from "../lib/paths.mjs";

test.beforeEach(async ({ host }) => host.noteEvents());

test.describe("the page around it", () => {
  test("nothing of it is touched", async ({ host }) => {
    await host.open(
      `<h1>Ours</h1><input id="ours"><div id="keys"></div>${host.element("many", 'post="2023-10-30-sheet-699"')}`,
      {
        head: "<script>window.before = Object.getOwnPropertyNames(window)</script>" + host.script(),
        query: "?tag=ours#there",
      },
    );
    await host.page.evaluate(() => {
      window.keys = [];
      addEventListener("keydown", (event) => window.keys.push([event.key, event.defaultPrevented]));
      document.getElementById("ours").focus();
    });
    await host.ready();
    await expect(host.reader).toBeVisible();
    expect(await host.page.evaluate(() => document.activeElement.id)).toBe("ours");
    await host.viewer.evaluate((element) => element.open("2023-10-30-sheet-699"));
    await host.page.keyboard.type("jk/?o");
    await host.page.keyboard.press("Escape");
    expect(await host.page.locator("#ours").inputValue()).toBe("jk/?o");
    await host.page.evaluate(() => document.activeElement.blur());
    for (const key of ["j", "k", "o", "/", "?", "Escape"]) await host.page.keyboard.press(key);
    expect(await host.page.evaluate(() => window.keys.filter(([, prevented]) => prevented))).toEqual([]);
    expect(await host.page.evaluate(() => window.keys.length)).toBe(12);
    expect(await host.page.evaluate(() => document.activeElement.localName)).toBe("body");
    await expect(host.viewer.getByRole("dialog")).toHaveCount(0);
    await expect(host.reader).toContainText("sheet 699");
    const around = await host.page.evaluate(() => ({
      // Playwright's own begin with underscores.
      added: Object.getOwnPropertyNames(window).filter(
        (name) => !/^(before|__pw.*)$/.test(name) && !window.before.includes(name),
      ),
      title: document.title,
      address: location.search + location.hash,
      entries: history.length,
      attributes: document.documentElement.getAttributeNames(),
      cookie: document.cookie,
      styles:
        document.adoptedStyleSheets.length + document.querySelectorAll("style, link[rel=stylesheet]").length,
      scroll: [scrollX, scrollY, history.scrollRestoration],
      children: [...document.body.children].map(({ localName }) => localName),
    }));
    expect(around).toEqual({
      added: ["keys"],
      title: "Host",
      address: "?tag=ours#there",
      entries: expect.any(Number),
      attributes: ["lang"],
      cookie: "",
      styles: 0,
      scroll: [0, 0, "auto"],
      children: ["h1", "input", "div", "broadsheet-viewer"],
    });
    await host.viewer.getByRole("link", { name: "Sheet 698" }).first().click();
    await expect(host.reader).toContainText("sheet 698");
    expect(await host.page.evaluate(() => history.length)).toBe(around.entries);
  });

  test("shortcuts work while the focus is inside", async ({ host }) => {
    await host.open(host.element("many"));
    await host.ready();
    await host.rows.getByRole("link", { name: "Sheet 699" }).focus();
    await host.page.keyboard.press("j");
    await expect(host.rows.getByRole("link", { name: "Sheet 698" })).toBeFocused();
    await host.page.keyboard.press("o");
    await expect(host.reader).toContainText("sheet 698");
    await host.page.keyboard.press("k");
    await expect(host.reader).toContainText("sheet 699");
    await host.page.keyboard.press("Escape");
    await expect(host.rows.getByRole("link", { name: "Sheet 699" })).toBeFocused();
  });

  test("the focus goes through it in order, and out again; landmarks and headings are the page's", async ({
    host,
  }) => {
    await host.open(
      `<main><h1>Ours</h1><a id="before" href="#">Before</a>${host.element("many", 'view="list" limit="2" heading-level="3"')}<a id="after" href="#">After</a></main>`,
    );
    await host.ready();
    const focused = () =>
      host.page.evaluate(() => {
        const outer = document.activeElement;
        const inner = outer.shadowRoot?.activeElement;
        return outer.id || inner?.textContent || outer.localName;
      });
    const walk = async (key, from, to) => {
      await host.page.locator(from).focus();
      const seen = [];
      do {
        await host.page.keyboard.press(key);
        seen.push(await focused());
      } while (seen.at(-1) !== to && seen.length < 20);
      return seen;
    };
    const there = await walk("Tab", "#before", "after");
    expect(there.slice(-4)).toEqual([expect.any(String), "Sheet 699", "Sheet 698", "after"]);
    expect((await walk("Shift+Tab", "#after", "before")).reverse().slice(1)).toEqual(there.slice(0, -1));

    await host.viewer.evaluate((element) => (element.view = "archive"));
    for (const open of ["", "2023-10-30-sheet-699"]) {
      await host.viewer.evaluate((element, open) => (element.post = open), open);
      await expect(
        open
          ? host.reader.getByRole("heading", { level: 3 })
          : host.viewer.getByRole("heading", { level: 3 }),
      ).toBeVisible();
      expect(await host.page.getByRole("main").count()).toBe(1);
      expect(await host.page.getByRole("heading", { level: 1 }).count()).toBe(1);
      expect(await host.viewer.getByRole("heading", { level: 2 }).count()).toBe(0);
      for (const role of ["banner", "contentinfo", "main"])
        await expect(host.viewer.getByRole(role)).toHaveCount(0);
    }
  });

  test("an article that takes the place of a long list begins where it can be seen", async ({ host }) => {
    await host.open(
      `<p>Before</p>${host.element("many", 'view="list" limit="40" style="height: auto"')}<p style="height: 2000px">After</p>`,
    );
    await host.ready();
    const row = host.rows.filter({ has: host.page.getByRole("link", { name: "Sheet 664" }) });
    // Rows are drawn as the page is scrolled to them.
    await expect(async () => {
      await host.rows.last().scrollIntoViewIfNeeded();
      expect(await row.count()).toBe(1);
    }).toPass({ intervals: [0] });
    await row.getByRole("link").click();
    await expect(host.reader.getByRole("heading").first()).toBeInViewport();
    const top = await host.page.evaluate(() => scrollY);
    await host.viewer.getByRole("link", { name: "Back to the list" }).click();
    await expect(row).toBeInViewport();
    expect(top).toBeLessThan(await host.page.evaluate(() => scrollY));
  });

  test("with deep links the address says what is shown, beside what the page has in it", async ({ host }) => {
    await host.open(host.element("many", 'deep-link="news"'), {
      query: "?tag=ours&news-post=2023-10-30-sheet-699",
    });
    await expect(host.reader).toContainText("sheet 699");
    const address = () => new URL(host.page.url()).search;
    await host.page.evaluate(() => history.replaceState({ ours: 1 }, ""));
    await host.viewer.getByRole("link", { name: /^Next/ }).click();
    await expect(host.reader).toContainText("sheet 698");
    expect(address()).toBe("?tag=ours&news-post=2023-10-28-sheet-698");
    expect(await host.page.evaluate(() => history.state)).toEqual({ ours: 1 });
    await host.page.goBack();
    await expect(host.reader).toContainText("sheet 699");
    await host.page.goForward();
    await expect(host.reader).toContainText("sheet 698");
    await host.viewer.evaluate((element) => element.close());
    await expect.poll(address).toBe("?tag=ours");
  });

  test("two elements share an address by their prefixes, and forget it when they are told to", async ({
    host,
  }) => {
    await host.open(host.element("many", "deep-link") + host.element("samples", 'deep-link="b"'));
    await host.ready();
    const search = () => decodeURIComponent(new URL(host.page.url()).search);
    await host.rows.getByRole("link", { name: "Sheet 699" }).click();
    await expect.poll(search).toBe("?broadsheet-post=2023-10-30-sheet-699");
    await host.viewer.nth(1).getByRole("link", { name: "葱油饼的耐心" }).click();
    await expect.poll(search).toBe("?broadsheet-post=2023-10-30-sheet-699&b-post=2020-02-09-葱油饼");
    await host.page.goBack();
    await expect(host.viewer.nth(1).locator("article.post")).toHaveCount(0);
    await expect(host.viewer.nth(0).locator("article.post")).toContainText("sheet 699");
    await host.viewer.nth(0).evaluate((element) => {
      element.deepLink = false;
      return element.ready;
    });
    const before = host.page.url();
    await host.viewer.nth(0).evaluate((element) => element.open("2023-10-28-sheet-698"));
    await expect(host.viewer.nth(0).locator("article.post")).toContainText("sheet 698");
    expect(host.page.url()).toBe(before);
  });

  test("anchors lead to places in the article, not in the page", async ({ host }) => {
    await host.open(host.element("samples", 'post="2019-10-27-how-a-line-is-set"'));
    const link = host.reader.locator('a[href^="#"]').first();
    await link.click();
    const target = decodeURIComponent((await link.getAttribute("href")).slice(1));
    await expect(host.reader.locator(`[id="${target}"]`)).toBeInViewport();
    expect(new URL(host.page.url()).hash).toBe("");
  });

  test("storage is named by bundle, and can be switched off", async ({ host }) => {
    const kept = () => host.page.evaluate(() => Object.keys(localStorage));
    await host.open(host.element("many", 'storage="off" post="2023-10-30-sheet-699"'));
    await expect(host.reader).toBeVisible();
    await host.viewer.getByText("Aa", { exact: true }).click();
    await host.viewer.getByRole("radio", { name: "Dark" }).check();
    expect(await kept()).toEqual([]);
    await host.open(host.element("many", 'post="2023-10-30-sheet-699"'));
    await expect(host.reader).toBeVisible();
    await host.viewer.getByText("Aa", { exact: true }).click();
    await host.viewer.getByRole("radio", { name: "Dark" }).check();
    const names = await kept();
    expect(names.length).toBeGreaterThan(0);
    expect(
      names.filter(
        (name) => !name.startsWith("broadsheet:") || !name.includes(`${host.archive}many/bundle.json`),
      ),
    ).toEqual([]);
  });

  test("the width of the element decides, not that of the window", async ({ host }) => {
    await host.open(
      `<div id="box" style="width: 30rem">${host.element("many", 'post="2023-10-30-sheet-699"')}</div>`,
    );
    await expect(host.reader).toBeVisible();
    await expect(host.rows.first()).toBeHidden();
    await host.page.evaluate(() => (document.getElementById("box").style.width = "70rem"));
    await expect(host.rows.first()).toBeVisible();
    await expect(host.reader).toBeVisible();
  });

  test("the recommended snippet moves nothing", async ({ host, browserName }) => {
    await host.page.addInitScript(() => {
      const seen = { value: { shifts: [], tops: [] }, enumerable: false };
      Object.defineProperty(window, "seen", seen);
      // Firefox does not tell of shifts: there it counts where the next paragraph was.
      if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) {
        new PerformanceObserver((list) =>
          window.seen.shifts.push(...list.getEntries().map(({ value }) => value)),
        ).observe({
          type: "layout-shift",
          buffered: true,
        });
      }
      const look = () => {
        const after = document.getElementById("after");
        if (after) window.seen.tops.push(after.getBoundingClientRect().top);
        requestAnimationFrame(look);
      };
      look();
    });
    const snippet = host.element(
      "many",
      'view="list" limit="10" style="display: block; height: 40rem"',
      '<a href="/">The archive</a>',
    );
    await host.open(`<p>Before</p>${snippet}<p id="after">After</p>`);
    await expect(host.rows).toHaveCount(10);
    await host.painted();
    const { shifts, tops } = await host.page.evaluate(() => window.seen);
    expect(shifts).toEqual([]);
    expect([...new Set(tops)]).toHaveLength(1);
    if (browserName === "chromium")
      expect(await host.page.evaluate(() => PerformanceObserver.supportedEntryTypes)).toContain(
        "layout-shift",
      );
  });

  for (const [how, style] of [
    ["with the recommended style", 'style="display: block; height: 600px"'],
    ["with none of its own", ""],
  ]) {
    test(`hostile styles of the page do not reach it, ${how}`, async ({ host, browserName }) => {
      const head = `${host.script()}<style>
        * { all: unset } div, section, article, p, h3 { display: none !important } a { color: red !important }
        * { letter-spacing: 1em !important; font-size: 3px !important; text-transform: uppercase !important }
        * { line-height: 0 !important; text-indent: 5em !important; visibility: visible; word-spacing: 9em !important; cursor: none !important }</style>`;
      await host.open(host.element("many", `view="list" limit="5" ${style}`), { head });
      await expect(host.rows).toHaveCount(5);
      const row = host.rows.first();
      const link = row.getByRole("link");
      for (const [property, value] of Object.entries({
        "letter-spacing": "normal",
        "text-transform": "none",
        "text-indent": "0px",
        "word-spacing": "0px",
      })) {
        await expect(link, property).toHaveCSS(property, value);
      }
      await expect(link).not.toHaveCSS("color", "rgb(255, 0, 0)");
      await expect(link).not.toHaveCSS("cursor", "none");
      expect(
        await link.evaluate((link) => parseFloat(getComputedStyle(link).fontSize)),
      ).toBeGreaterThanOrEqual(16);
      for (let at = 0; at < 5; at += 1) {
        await expect(host.rows.nth(at)).toBeInViewport();
        expect((await host.rows.nth(at).boundingBox()).height).toBeGreaterThan(40);
      }
      await host.page.screenshot({
        caret: "initial",
        path: `test-results/embed-hostile-${browserName}${style ? "" : "-plain"}.png`,
      });
      await row.getByRole("link").click();
      await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
    });
  }

  test("a hostile bundle stays inside", async ({ host, problems }) => {
    problems.allow(/Failed to load resource/, /^request: image https:/);
    await host.page.route(/^https:/, (route) => route.abort());
    await host.open(host.element("payloads"));
    await host.ready();
    const ids = await host.rows
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => new URL(link.href).searchParams.get("post")));
    const before = await host.page.evaluate(() => [document.body.outerHTML, Object.keys(window).length]);
    for (const id of ids.slice(0, 40)) {
      await host.viewer.evaluate((element, id) => element.open(id), id);
      await expect(host.reader).toBeVisible();
    }
    await host.viewer.evaluate((element) => element.close());
    expect(await host.page.evaluate(() => [document.body.outerHTML, Object.keys(window).length])).toEqual(
      before,
    );
  });
});

test.describe("what cannot be loaded", () => {
  const fallback = '<a href="https://archive.example/">The archive</a>';

  for (const [what, code, answer] of [
    [
      "the viewer is missing",
      "status",
      { status: 404, headers: { "access-control-allow-origin": "*" }, body: "" },
    ],
    [
      "the viewer may not be read from here",
      "network",
      { status: 200, headers: { "access-control-allow-origin": "https://elsewhere.example" }, body: "" },
    ],
    [
      "the viewer is another one than it should be",
      "integrity",
      {
        status: 200,
        headers: { "access-control-allow-origin": "*" },
        contentType: "application/wasm",
        body: "x",
      },
    ],
  ]) {
    test(`${what}: said, and the content stays`, async ({ host, problems }) => {
      problems.allow(/./);
      const pattern = "**/broadsheet-viewer*.wasm";
      await host.page.route(pattern, (route) => route.fulfill(answer));
      await host.open(host.element("many", "", fallback));
      await expect.poll(() => host.events("error")).toHaveLength(1);
      expect((await host.events("error"))[0]).toMatchObject({ code });
      await expect(host.page.getByRole("link", { name: "The archive" })).toBeVisible();
      await host.page.unroute(pattern);
      await host.viewer.evaluate((element) => {
        element.reload();
        return element.ready;
      });
      await expect(host.rows.first()).toBeVisible();
    });
  }

  test("a script that is served as something else", async ({ host, problems }) => {
    problems.allow(/./);
    await host.page.route("**/broadsheet-viewer*.js", (route) =>
      route.fulfill({ contentType: "text/plain", headers: { "access-control-allow-origin": "*" }, body: "" }),
    );
    await host.open(host.element("many", "", fallback));
    await expect.poll(() => host.events("error")).toHaveLength(1);
    expect((await host.events("error"))[0]).toMatchObject({
      code: "mime",
      message: expect.stringContaining("text/plain"),
    });
  });

  for (const [missing, from, to] of /** @type {[string, any, string][]} */ ([
    ["connect-src", /connect-src [^;]+;/, ""],
    ["script-src", "'wasm-unsafe-eval'", ""],
  ])) {
    test(`a policy without what it needs in ${missing} is named`, async ({ host, problems, servers }) => {
      problems.allow(/./);
      const policy = leastPolicy(new URL(servers.archive).origin).replace(from, to);
      await host.open(host.element("many", "", fallback), { policy, head: host.script() });
      // The page itself may run no script of its own; the driver's are no part of it.
      await expect
        .poll(
          () =>
            host.viewer.evaluate((element) =>
              element.ready.catch(({ code, message }) => `${code}: ${message}`),
            ),
          {},
        )
        .toMatch(new RegExp(`policy: .*${missing}`));
      await expect(host.page.getByRole("link", { name: "The archive" })).toBeVisible();
    });
  }

  test("a script that is not what the page has pinned is not run, and one that is works", async ({
    host,
    problems,
  }) => {
    problems.allow(/integrity|Failed to load resource/i);
    const text = await (await host.page.request.get(`${host.archive}samples/embed.js`)).body();
    const hash = createHash("sha384").update(text).digest("base64");
    const script = (hash) =>
      `<script type="module" src="${host.archive}samples/embed.js" integrity="sha384-${hash}"></script>`;
    await host.open(host.element("many", "", fallback), { head: script(hash) });
    await expect(host.rows.first()).toBeVisible();
    await host.open(host.element("many", "", fallback), {
      head: script(hash.replace(/^./, (first) => (first === "A" ? "B" : "A"))),
    });
    await expect(host.page.getByRole("link", { name: "The archive" })).toBeVisible();
    expect(await host.page.evaluate(() => Boolean(customElements.get("broadsheet-viewer")))).toBe(false);
  });

  test("a script from a server that does not allow it: the content stays", async ({ host, problems }) => {
    problems.allow(/./);
    await host.open(host.element("many", "", fallback), {
      head: `<script type="module" src="${siteUrl("samples")}embed.js"></script>`,
    });
    await expect(host.page.getByRole("link", { name: "The archive" })).toBeVisible();
    expect(await host.page.evaluate(() => Boolean(customElements.get("broadsheet-viewer")))).toBe(false);
  });

  test("an archive that may not be read from here: the viewer says so, and the content stays", async ({
    host,
    problems,
  }) => {
    problems.allow(/./);
    // The sites' first server sends no permission.
    const element = `<broadsheet-viewer lang="en" src="${siteUrl("many")}bundle.json">${fallback}</broadsheet-viewer>`;
    await host.open(element);
    await expect(host.viewer.getByRole("alert")).toContainText("does not allow this page to read from it");
    await expect.poll(() => host.events("error")).toHaveLength(1);
    expect((await host.events("error"))[0]).toMatchObject({ code: "archive" });
    await expect(host.page.getByRole("link", { name: "The archive" })).toBeVisible();
  });
});
