// The element in pages of another origin than the archive's.
import { MANY } from "../lib/many.mjs";
import { expect, test } from "../lib/embed.mjs";

/** The reader of the page's only element. */
const reader = (host) => host.viewer.locator("article.post");

test.beforeEach(async ({ host }) => host.noteEvents());

test("the recommended snippet shows the list, and an article when one is chosen", async ({ host }) => {
  await host.open(host.element("many", 'view="list" limit="10"', '<a href="https://archive.example/">The archive</a>'));
  await expect(host.rows).toHaveCount(10);
  await expect(host.page.getByRole("link", { name: "The archive" })).toBeHidden();
  await host.rows.getByRole("link", { name: "Sheet 699" }).click();
  await expect(reader(host)).toContainText("Paragraph 1 of sheet 699");
  await host.viewer.getByRole("link", { name: "Back to the list" }).click();
  await expect(host.rows).toHaveCount(10);
});

test.describe("attributes", () => {
  const SHOWN = {
    post: ["2023-10-30-sheet-699", (host) => expect(reader(host)).toContainText("Paragraph 1 of sheet 699")],
    tag: ["rare", (host) => expect(host.viewer.getByRole("status")).toHaveText(`20 of ${MANY} posts`)],
    author: ["nobody", (host) => expect(host.viewer).toContainText("Nothing matches")],
    source: ["nowhere.example", (host) => expect(host.viewer).toContainText("Nothing matches")],
    from: ["2030", (host) => expect(host.viewer).toContainText("Nothing matches")],
    to: ["1990", (host) => expect(host.viewer).toContainText("Nothing matches")],
    query: ["sheet 698", (host) => expect(host.viewer.getByRole("status")).toHaveText(`1 of ${MANY} posts`)],
    view: ["article", (host) => expect(reader(host)).toContainText("Paragraph 1 of")],
    theme: ["dark", (host) => expect(host.viewer.locator(".broadsheet")).toHaveCSS("color-scheme", "dark")],
    lang: ["zh-Hans", (host) => expect(host.viewer.getByRole("feed")).toHaveAttribute("aria-label", "文章")],
    limit: ["3", (host) => expect(host.rows).toHaveCount(3)],
    "heading-level": ["4", (host) => expect(host.viewer.getByRole("heading", { level: 5 }).first()).toBeVisible()],
  };

  for (const [name, [value, shown]] of Object.entries(SHOWN)) {
    test(`${name}, there from the start and set later`, async ({ host }) => {
      const element = host.element("many").replace('lang="en"', "");
      await host.open(element.replace("<broadsheet-viewer ", `<broadsheet-viewer ${name}="${value}" `));
      await shown(host);
      await host.open(element);
      await host.ready();
      await host.viewer.evaluate((element, [name, value]) => element.setAttribute(name, value), [name, value]);
      await shown(host);
      await host.open(element);
      await host.ready();
      const property = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
      await host.viewer.evaluate((element, [name, value]) => (element[name] = value), [property, value]);
      await shown(host);
      expect(await host.viewer.getAttribute(name)).toBe(value);
    });
  }

  test("src can be changed", async ({ host }) => {
    await host.open(host.element("many", 'post="2023-10-30-sheet-699"'));
    await expect(reader(host)).toContainText("Paragraph 1 of sheet 699");
    await host.viewer.evaluate((element, src) => {
      element.post = null;
      element.src = src;
    }, `${host.archive}samples/bundle.json`);
    await expect(host.rows.getByRole("link", { name: "葱油饼的耐心" })).toBeVisible();
  });

  test("properties set before the script is there count", async ({ host, servers }) => {
    await host.open(host.element("many", 'id="early"'), { head: "" });
    await host.page.evaluate(
      ([script]) => {
        const early = document.getElementById("early");
        early.limit = 4;
        early.tag = ["even", "-rare"];
        const element = document.createElement("script");
        element.type = "module";
        element.src = script;
        document.head.append(element);
      },
      [`${servers.archive}samples/embed.js`],
    );
    await expect(host.rows).toHaveCount(4);
    expect(await host.viewer.getAttribute("tag")).toBe("even&-rare");
    expect(await host.viewer.evaluate((element) => Object.hasOwn(element, "limit"))).toBe(false);
  });

  test("conditions on a value: all, any, not, and those with an ampersand in them", async ({ host }) => {
    await host.open(host.element("many", 'tag="even&amp;third"'));
    await expect(host.viewer.getByRole("status")).toHaveText(/^\d+ of/);
    const both = await host.viewer.getByRole("status").textContent();
    await host.viewer.evaluate((element) => element.filter({ tag: ["even", "third"] }));
    await expect.poll(() => host.events("filter")).toEqual([]);
    await expect(host.viewer.getByRole("status")).toHaveText(both);
    await host.viewer.evaluate((element) => element.filter({ tag: "none\\&such" }));
    await expect(host.viewer).toContainText("Nothing matches");
    expect((await host.events("filter")).at(-1)).toMatchObject({ filter: { tag: ["none&such"] }, shown: 0 });
  });
});

test.describe("methods and events", () => {
  test("open, close, filter and reload do what they say, and tell", async ({ host }) => {
    await host.open(host.element("many", 'id="it"'));
    await host.ready();
    await expect.poll(() => host.events("ready")).toEqual([{ name: "ready", id: "it", title: expect.any(String), posts: MANY }]);

    await host.viewer.evaluate((element) => element.open("2023-10-30-sheet-699"));
    await expect(reader(host)).toContainText("Paragraph 1 of sheet 699");
    expect(await host.events("open")).toEqual([
      {
        name: "open",
        id: "2023-10-30-sheet-699",
        title: "Sheet 699",
        url: `${host.archive}many/?post=2023-10-30-sheet-699`,
        by: "page",
      },
    ]);

    await host.viewer.evaluate((element) => element.close());
    await expect(host.rows.first()).toBeVisible();
    await expect.poll(() => host.events("close")).toEqual([{ name: "close", id: "2023-10-30-sheet-699" }]);

    await host.viewer.evaluate((element) => element.filter({ tag: "rare", sort: "old" }));
    await expect(host.viewer.getByRole("status")).toHaveText(`20 of ${MANY} posts`);
    await expect
      .poll(() => host.events("filter"))
      .toEqual([{ name: "filter", id: "it", filter: { tag: ["rare"], sort: "old" }, shown: 20 }]);

    await host.viewer.evaluate((element) => {
      element.reload();
      return element.ready;
    });
    await expect(host.viewer.getByRole("status")).toHaveText(`20 of ${MANY} posts`);
    await expect.poll(() => host.events("ready")).toHaveLength(2);
    expect(await host.events("error")).toEqual([]);
  });

  test("before the viewer is there, methods count as well", async ({ host }) => {
    await host.open(`<div style="height: 9000px"></div>${host.element("many")}`);
    await host.viewer.evaluate((element) => element.open("2023-10-30-sheet-699"));
    await expect(reader(host)).toContainText("Paragraph 1 of sheet 699");
  });

  test("events come after the script that caused them", async ({ host }) => {
    await host.open(host.element("many"));
    await host.ready();
    const during = await host.viewer.evaluate((element) => {
      const before = window.events.length;
      element.open("2023-10-30-sheet-699");
      element.filter({ tag: "rare" });
      return window.events.length - before;
    });
    expect(during).toBe(0);
    await expect.poll(() => host.events("filter")).toHaveLength(1);
  });

  test("a page may open what the reader chose itself", async ({ host }) => {
    await host.open(host.element("many"));
    await host.ready();
    await host.page.evaluate(() =>
      addEventListener("broadsheet-open", (event) => event.detail.id.endsWith("698") && event.preventDefault()),
    );
    await host.rows.getByRole("link", { name: "Sheet 698" }).click();
    await expect.poll(() => host.events("open")).toHaveLength(1);
    expect((await host.events("open"))[0]).toMatchObject({ title: "Sheet 698", by: "reader" });
    await host.rows.getByRole("link", { name: "Sheet 699" }).click();
    await expect(reader(host)).toContainText("Paragraph 1 of sheet 699");
    expect(await host.events("open")).toHaveLength(2);
    expect(await host.events("close")).toEqual([]);
  });

  test("going on within the reader is told as well", async ({ host }) => {
    await host.open(host.element("many", 'post="2023-10-30-sheet-699"'));
    await expect(reader(host)).toContainText("Paragraph 1 of sheet 699");
    await host.viewer.getByRole("link", { name: /^Next/ }).click();
    await expect(reader(host)).toContainText("Paragraph 1 of sheet 698");
    expect((await host.events("open")).map(({ title, by }) => [title, by]).at(-1)).toEqual(["Sheet 698", "reader"]);
  });
});

test.describe("many, hidden, moved, removed", () => {
  test("ten elements with two archives share one program", async ({ host }) => {
    const asked = [];
    host.page.on("request", (request) => asked.push(request.url()));
    const elements = Array.from({ length: 10 }, (_, at) => host.element(at % 2 ? "samples" : "many", `loading="eager" view="list" limit="3"`));
    await host.open(elements.join(""));
    await host.ready();
    for (let at = 0; at < 10; at += 1) {
      await expect(host.viewer.nth(at).getByRole("feed").getByRole("article")).toHaveCount(3);
    }
    await host.viewer.nth(2).getByRole("link", { name: "Sheet 699" }).click();
    await expect(host.viewer.nth(2).locator("article.post")).toContainText("Paragraph 1 of sheet 699");
    await expect(host.viewer.locator("article.post")).toHaveCount(1);
    expect(asked.filter((url) => url.endsWith("_bg.wasm"))).toHaveLength(1);
  });

  test("inside another shadow root", async ({ host }) => {
    await host.open(`<div id="outer"></div>`);
    await host.page.evaluate((html) => {
      const root = document.getElementById("outer").attachShadow({ mode: "open" });
      // Parsed with the page's own permission: this page requires no Trusted Types.
      root.innerHTML = html;
    }, host.element("many", 'view="list" limit="3"'));
    await expect(host.rows).toHaveCount(3);
    await host.rows.getByRole("link", { name: "Sheet 699" }).click();
    await expect(reader(host)).toContainText("Paragraph 1 of sheet 699");
    await expect.poll(() => host.events("open")).toHaveLength(1);
  });

  test("a hidden element loads nothing until it is shown", async ({ host }) => {
    const asked = [];
    host.page.on("request", (request) => asked.push(request.url()));
    await host.open(`<div id="tab" hidden>${host.element("many")}</div>`);
    await host.page.waitForLoadState("networkidle");
    expect(asked.filter((url) => /\.(wasm|json)$/.test(url))).toEqual([]);
    await host.page.evaluate(() => (document.getElementById("tab").hidden = false));
    await expect(host.rows.first()).toBeVisible();
  });

  for (const how of ["append", "moveBefore"]) {
    test(`moved by ${how}, it keeps its article and its place`, async ({ host }) => {
      await host.open(`<div id="one">${host.element("many", 'view="list"')}</div><div id="two"></div>`);
      await host.ready();
      await host.viewer.locator(".app").evaluate((app) => (app.scrollTop = 900));
      await expect.poll(() => host.viewer.locator(".app").evaluate((app) => app.scrollTop)).toBe(900);
      await host.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await host.page.evaluate((how) => {
        const [viewer, to] = [document.querySelector("broadsheet-viewer"), document.getElementById("two")];
        if (how === "append") to.append(viewer);
        else to.moveBefore(viewer, null);
      }, how);
      await expect.poll(() => host.viewer.locator(".app").evaluate((app) => app.scrollTop)).toBe(900);
      await host.viewer.evaluate((element) => element.open("2023-10-30-sheet-699"));
      await expect(reader(host)).toContainText("Paragraph 1 of sheet 699");
      expect(await host.events("ready")).toHaveLength(1);
    });
  }

  test("removed and put back later, it begins with the view it had", async ({ host }) => {
    await host.open(host.element("many"));
    await host.ready();
    await host.rows.getByRole("link", { name: "Sheet 699" }).click();
    await expect(reader(host)).toBeVisible();
    await host.page.evaluate(async () => {
      const viewer = document.querySelector("broadsheet-viewer");
      viewer.remove();
      await new Promise((resolve) => setTimeout(resolve, 50));
      document.body.append(viewer);
    });
    await expect(reader(host)).toContainText("Paragraph 1 of sheet 699");
  });

  test("a hundred mounts and unmounts do not grow memory", async ({ host }) => {
    const loaded = host.page.waitForRequest(/broadsheet-viewer[^/]*\.js$/);
    await host.open("");
    const mount = (times) =>
      host.page.evaluate(
        async ([times, html]) => {
          for (let time = 0; time < times; time += 1) {
            const box = document.createElement("div");
            box.innerHTML = html;
            document.body.append(box);
            await box.firstElementChild.ready;
            box.remove();
            await new Promise((resolve) => setTimeout(resolve));
          }
        },
        [times, host.element("many", 'view="list" limit="10" loading="eager"')],
      );
    const session = await host.page.context().newCDPSession(host.page);
    const measure = async () => {
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
      const program = await host.page.evaluate(async (module) => {
        const { memory } = await (await import(module)).default();
        return memory.buffer.byteLength;
      }, module);
      return { usedSize, nodes, jsEventListeners, program };
    };
    await mount(10);
    const module = (await loaded).url();
    const before = await measure();
    await mount(100);
    const after = await measure();
    console.log(`    memory before and after 100 mounts: ${JSON.stringify([before, after])}`);
    expect(after.nodes - before.nodes).toBeLessThan(50);
    expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(20);
    expect(after.program).toBe(before.program);
    expect(after.usedSize - before.usedSize).toBeLessThan(300_000);
  });
});

test.describe("the page around it", () => {
  test("nothing of it is touched", async ({ host }) => {
    await host.open(
      `<h1>Ours</h1><input id="ours"><div id="keys"></div>${host.element("many", 'post="2023-10-30-sheet-699"')}`,
      { head: "<script>window.before = Object.getOwnPropertyNames(window)</script>" + host.script(), query: "?tag=ours#there" },
    );
    await host.page.evaluate(() => {
      window.keys = [];
      addEventListener("keydown", (event) => window.keys.push([event.key, event.defaultPrevented]));
      document.getElementById("ours").focus();
    });
    await host.ready();
    await expect(reader(host)).toBeVisible();
    expect(await host.page.evaluate(() => document.activeElement.id)).toBe("ours");
    await host.viewer.evaluate((element) => element.open("2023-10-30-sheet-699"));
    await host.page.keyboard.type("jk/?o");
    await host.page.keyboard.press("Escape");
    expect(await host.page.locator("#ours").inputValue()).toBe("jk/?o");
    expect(await host.page.evaluate(() => window.keys.filter(([, prevented]) => prevented))).toEqual([]);
    await expect(reader(host)).toBeVisible();
    const around = await host.page.evaluate(() => ({
      added: Object.getOwnPropertyNames(window).filter((name) => name !== "before" && !window.before.includes(name)),
      title: document.title,
      address: location.search + location.hash,
      entries: history.length,
      attributes: document.documentElement.getAttributeNames(),
      cookie: document.cookie,
      styles: document.adoptedStyleSheets.length + document.querySelectorAll("style, link[rel=stylesheet]").length,
    }));
    expect(around).toEqual({
      added: ["keys"],
      title: "Host",
      address: "?tag=ours#there",
      entries: expect.any(Number),
      attributes: ["lang"],
      cookie: "",
      styles: 0,
    });
    await host.viewer.getByRole("link", { name: "Sheet 698" }).first().click();
    await expect(reader(host)).toContainText("sheet 698");
    expect(await host.page.evaluate(() => history.length)).toBe(around.entries);
  });

  test("shortcuts work while the focus is inside", async ({ host }) => {
    await host.open(host.element("many"));
    await host.ready();
    await host.rows.getByRole("link", { name: "Sheet 699" }).focus();
    await host.page.keyboard.press("j");
    await expect(host.rows.getByRole("link", { name: "Sheet 698" })).toBeFocused();
    await host.page.keyboard.press("o");
    await expect(reader(host)).toContainText("sheet 698");
    await host.page.keyboard.press("k");
    await expect(reader(host)).toContainText("sheet 699");
    await host.page.keyboard.press("Escape");
    await expect(host.rows.getByRole("link", { name: "Sheet 699" })).toBeFocused();
  });

  test("with deep links the address says what is shown, beside what the page has in it", async ({ host }) => {
    await host.open(host.element("many", 'deep-link="news"'), { query: "?tag=ours&news-post=2023-10-30-sheet-699" });
    await expect(reader(host)).toContainText("sheet 699");
    const address = () => new URL(host.page.url()).search;
    await host.page.evaluate(() => history.replaceState({ ours: 1 }, ""));
    await host.viewer.getByRole("link", { name: /^Next/ }).click();
    await expect(reader(host)).toContainText("sheet 698");
    expect(address()).toBe("?tag=ours&news-post=2023-10-28-sheet-698");
    expect(await host.page.evaluate(() => history.state)).toEqual({ ours: 1 });
    await host.page.goBack();
    await expect(reader(host)).toContainText("sheet 699");
    await host.page.goForward();
    await expect(reader(host)).toContainText("sheet 698");
    await host.viewer.evaluate((element) => element.close());
    await expect.poll(address).toBe("?tag=ours");
  });

  test("anchors lead to places in the article, not in the page", async ({ host }) => {
    await host.open(host.element("samples", 'post="2019-10-27-how-a-line-is-set"'));
    const link = reader(host).locator('a[href^="#"]').first();
    await link.click();
    const target = decodeURIComponent((await link.getAttribute("href")).slice(1));
    await expect(reader(host).locator(`[id="${target}"]`)).toBeInViewport();
    expect(new URL(host.page.url()).hash).toBe("");
  });

  test("storage is named by bundle, and can be switched off", async ({ host }) => {
    const kept = () => host.page.evaluate(() => Object.keys(localStorage));
    await host.open(host.element("many", 'storage="off" post="2023-10-30-sheet-699"'));
    await expect(reader(host)).toBeVisible();
    await host.viewer.getByText("Aa", { exact: true }).click();
    await host.viewer.getByRole("radio", { name: "Dark" }).check();
    expect(await kept()).toEqual([]);
    await host.open(host.element("many", 'post="2023-10-30-sheet-699"'));
    await expect(reader(host)).toBeVisible();
    await host.viewer.getByText("Aa", { exact: true }).click();
    await host.viewer.getByRole("radio", { name: "Dark" }).check();
    const names = await kept();
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !name.startsWith("broadsheet:") || !name.includes(`${host.archive}many/bundle.json`))).toEqual([]);
  });

  test("the width of the element decides, not that of the window", async ({ host }) => {
    await host.open(`<div id="box" style="width: 30rem">${host.element("many", 'post="2023-10-30-sheet-699"')}</div>`);
    await expect(reader(host)).toBeVisible();
    await expect(host.rows.first()).toBeHidden();
    await host.page.evaluate(() => (document.getElementById("box").style.width = "70rem"));
    await expect(host.rows.first()).toBeVisible();
    await expect(reader(host)).toBeVisible();
  });

  test("the recommended snippet moves nothing", async ({ host }) => {
    await host.page.addInitScript(() => {
      Object.defineProperty(window, "shifts", { value: [], enumerable: false });
      new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value))).observe({
        type: "layout-shift",
        buffered: true,
      });
    });
    const snippet = host.element("many", 'view="list" limit="10" style="display: block; height: 40rem"', '<a href="/">The archive</a>');
    await host.open(`<p>Before</p>${snippet}<p>After</p>`);
    await expect(host.rows).toHaveCount(10);
    await host.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await host.page.evaluate(() => window.shifts)).toEqual([]);
  });

  test("hostile styles of the page do not reach it", async ({ host }) => {
    const head = `${host.script()}<style>
      * { all: unset } div, section, article, p { display: none !important } a { color: red !important }
      * { letter-spacing: 1em !important; font-size: 3px !important; text-transform: uppercase !important }</style>`;
    await host.open(host.element("many", 'view="list" limit="5" style="display: block; height: 30rem"'), { head });
    await expect(host.rows).toHaveCount(5);
    const row = host.rows.first();
    await expect(row.getByRole("link")).toHaveCSS("letter-spacing", "normal");
    await expect(row.getByRole("link")).toHaveCSS("text-transform", "none");
    expect(await row.getByRole("link").evaluate((link) => parseFloat(getComputedStyle(link).fontSize))).toBeGreaterThanOrEqual(16);
    await expect(row).toBeInViewport();
    await host.page.screenshot({ path: "test-results/embed-hostile.png" });
  });

  test("a hostile bundle stays inside", async ({ host, problems }) => {
    problems.allow(/Failed to load resource/, /^request: image https:/);
    await host.page.route(/^https:/, (route) => route.abort());
    await host.open(host.element("payloads"));
    await host.ready();
    const ids = await host.rows.getByRole("link").evaluateAll((links) => links.map((link) => new URL(link.href).searchParams.get("post")));
    const before = await host.page.evaluate(() => [document.body.outerHTML, Object.keys(window).length]);
    for (const id of ids.slice(0, 40)) {
      await host.viewer.evaluate((element, id) => element.open(id), id);
      await expect(reader(host)).toBeVisible();
    }
    await host.viewer.evaluate((element) => element.close());
    expect(await host.page.evaluate(() => [document.body.outerHTML, Object.keys(window).length])).toEqual(before);
  });
});

test.describe("what cannot be loaded", () => {
  const fallback = '<a href="https://archive.example/">The archive</a>';

  for (const [what, code, answer] of [
    ["the viewer is missing", "status", { status: 404, headers: { "access-control-allow-origin": "*" }, body: "" }],
    ["the viewer may not be read from here", "network", { status: 200, headers: { "access-control-allow-origin": "https://elsewhere.example" }, body: "" }],
    ["the viewer is another one than it should be", "integrity", { status: 200, headers: { "access-control-allow-origin": "*" }, contentType: "application/wasm", body: "x" }],
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
    expect((await host.events("error"))[0]).toMatchObject({ code: "mime", message: expect.stringContaining("text/plain") });
  });

  for (const [missing, from, to] of [
    ["connect-src", /connect-src [^;]+;/, ""],
    ["script-src", "'wasm-unsafe-eval'", ""],
  ]) {
    test(`a policy without what it needs in ${missing} is named`, async ({ host, problems, servers }) => {
      problems.allow(/./);
      const { leastPolicy } = await import("../lib/embed.mjs");
      const policy = leastPolicy(new URL(servers.archive).origin).replace(from, to);
      await host.open(host.element("many", "", fallback), { policy, head: host.script() });
      // The page itself may run no script of its own; the driver's are no part of it.
      await expect
        .poll(() => host.viewer.evaluate((element) => element.ready.catch(({ code, message }) => `${code}: ${message}`)), {})
        .toMatch(new RegExp(`policy: .*${missing}`));
      await expect(host.page.getByRole("link", { name: "The archive" })).toBeVisible();
    });
  }

  test("an archive that may not be read from here: the viewer says so, and the content stays", async ({ host, problems }) => {
    problems.allow(/./);
    // The sites' first server sends no permission.
    const { siteUrl } = await import("../lib/paths.mjs");
    const element = `<broadsheet-viewer lang="en" src="${siteUrl("many")}bundle.json">${fallback}</broadsheet-viewer>`;
    await host.open(element);
    await expect(host.viewer.getByRole("alert")).toContainText("does not allow this page to read from it");
    await expect.poll(() => host.events("error")).toHaveLength(1);
    expect((await host.events("error"))[0]).toMatchObject({ code: "archive" });
    await expect(host.page.getByRole("link", { name: "The archive" })).toBeVisible();
  });
});
