// Several elements in a page: hidden, moved, removed, and put back.
import { appendFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { build } from "../lib/build.mjs";
import { expect, test } from "../lib/embed.mjs";
import { MANY, writeManyPosts } from "../lib/many.mjs";
import { work } from "../lib/paths.mjs";

test.beforeEach(async ({ host }) => host.noteEvents());

/** Counts what is loaded of the viewer and of archives. */
function countLoads(host) {
  const asked = [];
  host.page.on("request", (request) => asked.push(request.url()));
  return (pattern) => asked.filter((url) => pattern.test(url)).length;
}

test.describe("when the viewer is loaded", () => {
  test("not before an element comes near the window; then what is inside it stays until the viewer is there", async ({
    host,
  }) => {
    const loads = countLoads(host);
    /** @type {any} */
    let release;
    await host.page.route("**/broadsheet-viewer*.wasm", async (route) => {
      await new Promise((resolve) => (release = resolve));
      await route.continue();
    });
    await host.open(
      `<div style="height: 5000px"></div>${host.element("many", "", '<a href="/">The archive</a>')}`,
    );
    await host.page.waitForFunction(() => customElements.get("broadsheet-viewer"));
    await host.page.waitForLoadState("networkidle");
    expect(loads(/\.(wasm|json|css)$/)).toBe(0);
    await host.page.evaluate(() => scrollTo(0, 4_000));
    await expect.poll(() => Boolean(release)).toBe(true);
    await expect(host.page.getByRole("link", { name: "The archive" })).toBeVisible();
    expect(await host.events("ready")).toEqual([]);
    release();
    await expect(host.rows.first()).toBeVisible();
    await expect(host.page.getByRole("link", { name: "The archive" })).toBeHidden();
    expect(loads(/viewer[^/]*\.wasm$/)).toBe(1);
  });

  test("an element that is gone before the viewer is there loads no archive", async ({ host }) => {
    const loads = countLoads(host);
    /** @type {any} */
    let release;
    await host.page.route("**/broadsheet-viewer*.wasm", async (route) => {
      await new Promise((resolve) => (release = resolve));
      await route.continue();
    });
    await host.open(host.element("many", 'loading="eager"') + host.element("samples", 'loading="eager"'));
    await expect.poll(() => Boolean(release)).toBe(true);
    await host.viewer.first().evaluate((element) => element.remove());
    release();
    // The other one has waited for the same.
    await expect(host.rows.first()).toBeVisible();
    expect(loads(/many\/bundle\.json$/)).toBe(0);
    expect(await host.events("error")).toEqual([]);
  });
});

test.describe("many, hidden, moved, removed", () => {
  test("two elements with different archives keep to themselves", async ({ host }) => {
    await host.open(host.element("many", 'id="one"') + host.element("samples", 'id="two"'));
    await host.ready();
    const [one, two] = [host.viewer.nth(0), host.viewer.nth(1)];
    await one.evaluate((element) => element.filter({ tag: "rare" }));
    await expect(one.getByRole("status")).toHaveText(`20 of ${MANY} posts`);
    await expect(two.getByRole("status")).toHaveText(/^\d+ posts$/);
    await two.getByText("Aa", { exact: true }).click();
    await two.getByRole("radio", { name: "Dark" }).check();
    await expect(two.locator(".broadsheet")).toHaveCSS("color-scheme", "dark");
    await expect(one.locator(".broadsheet")).not.toHaveCSS("color-scheme", "dark");
    await two.getByRole("link", { name: "葱油饼的耐心" }).click();
    await expect(two.locator("article.post")).toBeVisible();
    await expect(one.locator("article.post")).toHaveCount(0);
    expect((await host.events("filter")).map(({ shown }) => shown)).toEqual([20]);
    expect((await host.events("open")).map(({ id, title }) => title)).toEqual(["葱油饼的耐心"]);
    await two.evaluate((element) => element.remove());
    await expect(one.getByRole("status")).toHaveText(`20 of ${MANY} posts`);
    await one.evaluate((element) => element.open("2023-10-30-sheet-699"));
    await expect(one.locator("article.post")).toContainText("Paragraph 1 of sheet 699");
  });

  test("ten elements with two archives load one program", async ({ host }) => {
    const loads = countLoads(host);
    const elements = Array.from({ length: 10 }, (_, at) =>
      host.element(at % 2 ? "samples" : "many", `loading="eager" view="list" limit="3"`),
    );
    await host.open(elements.join(""));
    await host.ready();
    for (let at = 0; at < 10; at += 1) {
      await expect(host.viewer.nth(at).getByRole("feed").getByRole("article")).toHaveCount(3);
    }
    await host.viewer.nth(2).getByRole("link", { name: "Sheet 699" }).click();
    await expect(host.viewer.nth(2).locator("article.post")).toContainText("Paragraph 1 of sheet 699");
    await expect(host.viewer.locator("article.post")).toHaveCount(1);
    expect(loads(/\/broadsheet-viewer[^/]*\.wasm$/)).toBe(1);
    expect(loads(/\/reader-[^/]*\.wasm$/)).toBe(1);
    expect(loads(/\/style[^/]*\.css$/)).toBe(1);
  });

  test("inside another shadow root", async ({ host }) => {
    await host.open(`<div id="outer"></div>`);
    await host.page.evaluate(
      (html) => {
        const root = document.getElementById("outer").attachShadow({ mode: "open" });
        // Parsed with the page's own permission: this page requires no Trusted Types.
        root.innerHTML = html;
      },
      host.element("many", 'view="list" limit="3"'),
    );
    await expect(host.rows).toHaveCount(3);
    await host.rows.getByRole("link", { name: "Sheet 699" }).click();
    await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
    await expect.poll(() => host.events("open")).toHaveLength(1);
  });

  test("a hidden element loads nothing until it is shown", async ({ host }) => {
    const loads = countLoads(host);
    await host.open(`<div id="tab" hidden>${host.element("many")}</div>`);
    await host.page.waitForLoadState("networkidle");
    expect(loads(/\.(wasm|json)$/)).toBe(0);
    await host.page.evaluate(() => (document.getElementById("tab").hidden = false));
    await expect(host.rows.first()).toBeVisible();
  });

  test("loaded while it is hidden, it is whole when it is shown", async ({ host }) => {
    await host.open(
      `<div id="tab" style="display: none; width: 90rem">${host.element("many", 'loading="eager"')}</div>`,
    );
    await host.ready();
    await host.viewer.evaluate((element) => element.filter({ tag: "even" }));
    await expect.poll(() => host.events("filter")).toHaveLength(1);
    await host.page.evaluate(() => (document.getElementById("tab").style.display = "block"));
    await expect(host.rows.first()).toBeInViewport();
    // Wide enough for all three beside each other.
    await expect(host.viewer.getByRole("checkbox", { name: "rare" }).first()).toBeVisible();
    await host.viewer.locator("[part=list]").evaluate((list) => list.scrollTo(0, 1e6));
    await expect(host.rows.last()).toHaveAttribute("aria-posinset", String(MANY / 2));
    await host.page.evaluate(() => (document.getElementById("tab").style.display = "none"));
    await host.viewer.evaluate((element) => element.open("2023-10-30-sheet-699"));
    await host.page.evaluate(() => (document.getElementById("tab").style.display = "block"));
    await expect(host.reader.getByRole("heading", { name: "Sheet 699" })).toBeInViewport();
  });

  for (const how of ["append", "moveBefore"]) {
    test(`moved by ${how}, it keeps its article and its place`, async ({ host }) => {
      await host.open(`<div id="one">${host.element("many", 'view="list"')}</div><div id="two"></div>`);
      await host.ready();
      await host.viewer.locator(".app").evaluate((app) => (app.scrollTop = 900));
      await expect.poll(() => host.viewer.locator(".app").evaluate((app) => app.scrollTop)).toBe(900);
      await host.page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      await host.page.evaluate((how) => {
        const [viewer, to] = [document.querySelector("broadsheet-viewer"), document.getElementById("two")];
        if (how === "append") to.append(viewer);
        else to.moveBefore(viewer, null);
      }, how);
      await expect.poll(() => host.viewer.locator(".app").evaluate((app) => app.scrollTop)).toBe(900);
      await host.viewer.evaluate((element) => element.open("2023-10-30-sheet-699"));
      await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
      expect(await host.events("ready")).toHaveLength(1);
    });
  }

  test("removed and put back later, it begins with the view it had", async ({ host }) => {
    await host.open(host.element("many"));
    await host.ready();
    await host.rows.getByRole("link", { name: "Sheet 699" }).click();
    await expect(host.reader).toBeVisible();
    await host.page.evaluate(async () => {
      const viewer = document.querySelector("broadsheet-viewer");
      viewer.remove();
      await new Promise((resolve) => setTimeout(resolve, 50));
      document.body.append(viewer);
    });
    await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
  });

  test("a hundred mounts and unmounts do not grow memory", async ({ host, browserName }) => {
    test.setTimeout(300_000);
    // Those of all programs that the page has had.
    await host.page.addInitScript(() => {
      const memories = [];
      Object.defineProperty(window, "memories", { value: memories, enumerable: false });
      /** @type {any} */
      const instantiate = WebAssembly.instantiate;
      WebAssembly.instantiate = async (/** @type {[any, any]} */ ...values) => {
        const made = await instantiate(...values);
        const { memory } = (made.instance ?? made).exports;
        if (memory) memories.push(memory);
        return made;
      };
    });
    await host.open("");
    // Each with a list, a filter and an article.
    const mount = (times) =>
      host.page.evaluate(
        async ([times, html]) => {
          const told = (target, name) =>
            new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));
          const drawn = (root, selector) =>
            new Promise((resolve) => {
              const observer = new MutationObserver(look);
              observer.observe(root, { childList: true, subtree: true });
              look();
              function look() {
                if (root.querySelector(selector)) (observer.disconnect(), resolve());
              }
            });
          for (let time = 0; time < times; time += 1) {
            const box = document.createElement("div");
            box.innerHTML = html;
            document.body.append(box);
            const viewer = box.firstElementChild;
            await viewer.ready;
            const filtered = told(viewer, "broadsheet-filter");
            viewer.filter({ tag: "rare" });
            await filtered;
            viewer.open(`2023-08-23-sheet-665`);
            // What is still on its way when an element goes would be there for as long.
            await drawn(viewer.shadowRoot, "article.post .content");
            await drawn(viewer.shadowRoot, "[type=checkbox]");
            box.remove();
            window.events.length = 0;
            await new Promise((resolve) => setTimeout(resolve));
          }
        },
        [times, host.element("many", 'loading="eager" storage="off"')],
      );
    const measure = async () => {
      const program = await host.page.evaluate(() =>
        window.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
      );
      const boxes = await host.page.evaluate(() => document.querySelectorAll("*").length);
      if (browserName !== "chromium") return { program, boxes };
      const session = await host.page.context().newCDPSession(host.page);
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      const { nodes, jsEventListeners } = await session.send("Memory.getDOMCounters");
      await session.detach();
      return { program, boxes, usedSize, nodes, jsEventListeners };
    };
    await mount(10);
    const before = await measure();
    await mount(100);
    const after = await measure();
    console.log(`    after 10 and after 110 mounts: ${JSON.stringify([before, after])}`);
    expect(before.program).toBeGreaterThan(1_000_000);
    expect(after.boxes).toBe(before.boxes);
    // It grows by pages of 64 KB and never shrinks; how much is needed at once depends a little on
    // what comes when.
    expect(after.program - before.program).toBeLessThanOrEqual(4 * 65_536);
    if (browserName !== "chromium") return;
    expect(after.nodes - before.nodes).toBeLessThan(50);
    expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(20);
    expect(after.usedSize - before.usedSize).toBeLessThan(300_000);
  });
});

test.describe("an archive that was replaced by a newer version", () => {
  const OFFER = "A newer version of this archive is here.";
  let site;
  let deploy;

  test.beforeEach(async ({ host, servers }, { testId }) => {
    site = `embed-${testId}`;
    const posts = writeManyPosts(path.join(work, site));
    const out = build(posts, path.join(work, "sites", site));
    deploy = () => {
      for (const name of readdirSync(posts).filter((name) => name.endsWith(".md"))) {
        appendFileSync(path.join(posts, name), "\nThis is the second edition.\n");
      }
      build(posts, out);
    };
    // The viewer asks again after five minutes, when the reader comes back.
    await host.page.addInitScript(() => {
      const now = Date.now;
      let later = 0;
      Date.now = () => now() + later;
      addEventListener("comes-back", () => {
        later += 301_000;
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      });
    });
    await host.open(`<h1>Ours</h1>${host.element(site, 'id="it"')}${host.element("samples", 'id="other"')}`);
    await host.ready();
    await host.page.evaluate(() => (window.ours = true));
  });

  test("is offered inside the element, and taken without loading the page again", async ({ host }) => {
    const [it, other] = [host.viewer.nth(0), host.viewer.nth(1)];
    await it.evaluate((element) => element.filter({ tag: "rare" }));
    await host.rowsIn(it).getByRole("link", { name: "Sheet 665" }).click();
    await expect(it.locator("article.post")).toContainText("Paragraph 1 of sheet 665");
    await other.getByRole("link", { name: "葱油饼的耐心" }).click();
    await expect(other.locator("article.post")).toBeVisible();
    deploy();
    await host.page.evaluate(() => dispatchEvent(new Event("comes-back")));
    const offer = it.getByText(OFFER);
    await expect(offer).toBeVisible();
    await expect(other.getByText(OFFER)).toHaveCount(0);
    // Wherever the page is scrolled, it stands inside the element.
    const [inner, outer] = [await offer.boundingBox(), await it.boundingBox()];
    expect(inner.x).toBeGreaterThanOrEqual(outer.x);
    expect(inner.y).toBeGreaterThanOrEqual(outer.y);
    expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width);
    expect(inner.y + inner.height).toBeLessThanOrEqual(outer.y + outer.height);
    await offer.getByRole("button", { name: "Reload" }).click();
    await expect(it.locator("article.post")).toContainText("second edition");
    await expect(it.getByRole("status")).toHaveText(`20 of ${MANY} posts`);
    await expect(offer).toHaveCount(0);
    expect((await host.events("ready")).map(({ id }) => id)).toEqual(
      expect.arrayContaining(["it", "other", "it"]),
    );
    await expect(other.locator("article.post")).toContainText("葱油饼只有四样东西");
    expect((await host.events("ready")).filter(({ id }) => id === "other")).toHaveLength(1);
    expect(await host.page.evaluate(() => window.ours)).toBe(true);
  });

  test("explains what is missing, and is taken from there as well", async ({ host, problems }) => {
    problems.allow(/404|Failed to load resource/);
    const it = host.viewer.nth(0);
    deploy();
    await host.rowsIn(it).getByRole("link", { name: "Sheet 699" }).click();
    const alert = it.getByRole("alert").filter({ hasText: OFFER });
    await expect(alert).toBeVisible();
    await alert.getByRole("button", { name: "Reload" }).click();
    await expect(it.locator("article.post")).toContainText("second edition");
    expect(await host.page.evaluate(() => window.ours)).toBe(true);
  });
});
