// The element in pages of another origin than the archive's.
import { MANY } from "../lib/many.mjs";
import { expect, test } from "../lib/embed.mjs";
import { translate } from "../lib/translate.mjs";

test.beforeEach(async ({ host }) => host.noteEvents());

test("the recommended snippet shows the list, and an article when one is chosen", async ({ host }) => {
  await host.open(
    host.element("many", 'view="list" limit="10"', '<a href="https://archive.example/">The archive</a>'),
  );
  await expect(host.rows).toHaveCount(10);
  await expect(host.page.getByRole("link", { name: "The archive" })).toBeHidden();
  await host.rows.getByRole("link", { name: "Sheet 699" }).click();
  await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
  await host.viewer.getByRole("link", { name: "Back to the list" }).click();
  await expect(host.rows).toHaveCount(10);
});

test.describe("attributes", () => {
  const POST = "2023-10-30-sheet-699";
  const shows = (count) => (viewer) =>
    expect(viewer.getByRole("status")).toHaveText(`${count} of ${MANY} posts`);
  const nothing = (viewer) => expect(viewer).toContainText("Nothing matches");
  const newest = (viewer) => viewer.getByRole("feed").getByRole("link").first();

  async function forgets(viewer) {
    await viewer.getByText("Aa", { exact: true }).click();
    await viewer.getByRole("radio", { name: "Dark" }).check();
    await expect(viewer.locator(".broadsheet")).toHaveAttribute("data-theme", "dark");
    expect(await viewer.evaluate(() => localStorage.length)).toBe(0);
  }

  /** Of each a value, and what shows that it counts. */
  const SHOWN = {
    src: [
      (host) => `${host.archive}many/bundle.json`,
      (viewer) => expect(viewer.getByRole("status")).toHaveText(`${MANY} posts`),
    ],
    post: [
      POST,
      (viewer) => expect(viewer.locator("article.post")).toContainText("Paragraph 1 of sheet 699"),
    ],
    tag: ["rare", shows(20)],
    author: ["Desk 1,Desk 2", shows(280)],
    source: ["-example.org", nothing],
    category: ["none", nothing],
    from: ["2023-10", shows(15)],
    to: ["2020-01", shows(9)],
    query: ["sheet 698", shows(1)],
    sort: ["old", (viewer) => expect(newest(viewer)).toHaveText("Sheet 000")],
    view: [
      "article",
      (viewer) => expect(viewer.locator("article.post")).toContainText("Paragraph 1 of sheet 699"),
    ],
    theme: ["dark", (viewer) => expect(viewer.locator(".broadsheet")).toHaveCSS("color-scheme", "dark")],
    lang: ["zh-Hant", (viewer) => expect(viewer.getByRole("feed", { name: "文章" })).toBeVisible()],
    limit: [3, (viewer) => expect(viewer.getByRole("feed").getByRole("article")).toHaveCount(3)],
    "heading-level": [4, (viewer) => expect(viewer.getByRole("heading", { level: 5 }).first()).toBeVisible()],
    "deep-link": ["news", (viewer) => expect(newest(viewer)).toHaveAttribute("href", `?news-post=${POST}`)],
    storage: ["off", forgets],
    loading: [
      "eager",
      (viewer) => expect(viewer.getByRole("feed").getByRole("article").first()).toBeVisible(),
    ],
  };

  for (const [name, [value, shown]] of Object.entries(/** @type {Record<string, any>} */ (SHOWN))) {
    for (const how of ["attribute", "property"]) {
      test(`${name}, as ${how}, before the script is there and later`, async ({ host }) => {
        const given = typeof value === "function" ? value(host) : value;
        const set = (viewer) =>
          viewer.evaluate(
            (element, [how, name, given]) => {
              const property = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
              if (how === "attribute") element.setAttribute(name, given);
              else element[property] = given;
            },
            [how, name, given],
          );
        let plain = host.element(name === "src" ? "samples" : "many", "", "Here later");
        if (name === "lang") plain = plain.replace('lang="en"', "");
        // What is near is loaded without being asked to.
        const far = name === "loading" ? '<div style="height: 5000px"></div>' : "";
        await host.open(`${far}<div>${plain}</div>${far}<div>${plain}</div>`, { head: "" });
        const [before, later] = [host.viewer.nth(0), host.viewer.nth(1)];
        await set(before);
        await host.define();
        await shown(before);
        if (name !== "loading") await later.evaluate((element) => element.ready);
        await set(later);
        await shown(later);
        for (const viewer of [before, later]) {
          expect(await viewer.getAttribute(name)).toBe(String(given));
          expect(await viewer.evaluate((element, name) => Object.hasOwn(element, name), name)).toBe(false);
        }
      });
    }
  }

  test("every attribute is among those that are tried", async ({ host }) => {
    await host.open("");
    await host.page.waitForFunction(() => customElements.get("broadsheet-viewer"));
    const observed = await host.page.evaluate(
      () => customElements.get("broadsheet-viewer").observedAttributes,
    );
    expect(Object.keys(SHOWN).sort()).toEqual(observed.sort());
  });

  test("taken away again, they count no longer", async ({ host }) => {
    await host.open(
      host.element("many", `tag="rare" limit="3" theme="dark" heading-level="4" post="${POST}"`),
    );
    await expect(host.reader).toBeVisible();
    await host.viewer.evaluate((element) => {
      element.removeAttribute("tag");
      for (const name of ["limit", "theme", "headingLevel", "post"]) element[name] = null;
    });
    await expect(host.viewer.getByRole("status")).toHaveText(`${MANY} posts`);
    await expect(host.rows).not.toHaveCount(3);
    await expect(host.viewer.locator(".broadsheet")).toHaveCSS("color-scheme", "normal");
    await expect(host.viewer.getByRole("heading", { level: 2 }).first()).toBeVisible();
  });

  test("the view is all of it, the list, or one article", async ({ host }) => {
    await host.open(host.element("many"));
    const parts = {
      header: "[part=header]",
      filters: "[part=filters]",
      list: "[part=list]",
      reader: "[part=reader]",
    };
    const seen = () =>
      host.viewer.evaluate(
        (element, parts) =>
          Object.keys(parts).filter((name) => element.shadowRoot.querySelector(parts[name])),
        parts,
      );
    await host.ready();
    expect(await seen()).toEqual(["header", "filters", "list"]);
    await host.viewer.evaluate((element) => (element.view = "list"));
    await expect.poll(seen).toEqual(["list"]);
    await host.rows.getByRole("link", { name: "Sheet 699" }).click();
    await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
    await expect(host.rows.first()).toBeHidden();
    await host.viewer.evaluate((element) => (element.view = "article"));
    await expect.poll(seen).toEqual(["reader"]);
    await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
    await expect(host.viewer.getByRole("link", { name: "Back to the list" })).toHaveCount(0);
    await host.viewer.evaluate((element) => (element.view = "archive"));
    await expect.poll(seen).toEqual(["header", "filters", "list", "reader"]);
    // A name that is none of them is as if nothing was said.
    await host.viewer.evaluate((element) => (element.view = "everything"));
    await expect.poll(seen).toEqual(["header", "filters", "list", "reader"]);
  });

  test("src can be changed", async ({ host }) => {
    await host.open(host.element("many", 'post="2023-10-30-sheet-699"'));
    await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
    await host.viewer.evaluate((element, src) => {
      element.post = null;
      element.src = src;
    }, `${host.archive}samples/bundle.json`);
    await expect(host.rows.getByRole("link", { name: "葱油饼的耐心" })).toBeVisible();
  });

  test("several properties set before the script is there count, lists too", async ({ host }) => {
    await host.open(host.element("many", 'id="early"'), { head: "" });
    await host.page.evaluate(() => {
      const early = document.getElementById("early");
      early.limit = 4;
      early.tag = ["even", "-rare"];
    });
    await host.define();
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
    await expect
      .poll(() => host.events("ready"))
      .toEqual([{ name: "ready", id: "it", title: expect.any(String), posts: MANY }]);

    await host.viewer.evaluate((element) => element.open("2023-10-30-sheet-699"));
    await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
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
    await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
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
      addEventListener(
        "broadsheet-open",
        (event) => event.detail.id.endsWith("698") && event.preventDefault(),
      ),
    );
    await host.rows.getByRole("link", { name: "Sheet 698" }).click();
    await expect.poll(() => host.events("open")).toHaveLength(1);
    expect((await host.events("open"))[0]).toMatchObject({ title: "Sheet 698", by: "reader" });
    await host.painted();
    await expect(host.viewer.locator("[part=reader]")).toHaveCount(0);
    await host.rows.getByRole("link", { name: "Sheet 699" }).click();
    await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
    expect(await host.events("open")).toHaveLength(2);
    expect(await host.events("close")).toEqual([]);
  });

  test("a post that there is not: said to the reader and to the page, and the list is a step away", async ({
    host,
  }) => {
    await host.open(host.element("many"));
    await host.ready();
    await host.viewer.evaluate((element) => element.open("no such post"));
    await expect(host.viewer.getByRole("alert")).toContainText("no such post");
    await expect
      .poll(() => host.events("error"))
      .toEqual([{ name: "error", id: "", code: "article", message: expect.any(String) }]);
    await host.viewer.evaluate((element) => element.close());
    await expect(host.viewer.getByRole("alert")).toHaveCount(0);
    await expect(host.rows.first()).toBeVisible();
  });

  test("what a reader narrows, closes and types is told as well", async ({ host }) => {
    await host.open(host.element("many"));
    await host.ready();
    await host.viewer.getByRole("checkbox", { name: "rare (20)" }).check();
    await expect
      .poll(() => host.events("filter"))
      .toEqual([{ name: "filter", id: "", filter: { tag: ["rare"] }, shown: 20 }]);
    await host.rows.getByRole("link").first().click();
    await expect(host.reader).toBeVisible();
    await host.viewer.getByRole("searchbox").fill("sheet 665");
    await expect
      .poll(async () => (await host.events("filter")).at(-1))
      .toMatchObject({ filter: { tag: ["rare"], query: "sheet 665" }, shown: 1 });
    // There is room for both: the article stays until it is left.
    await expect(host.reader).toBeVisible();
    expect(await host.events("close")).toEqual([]);
    await host.reader.getByRole("link").first().focus();
    await host.page.keyboard.press("Escape");
    await expect.poll(() => host.events("close")).toHaveLength(1);
    expect(await host.events("error")).toEqual([]);
  });

  test("events bubble and cross shadow roots; only the reader's choice can be prevented", async ({
    host,
  }) => {
    await host.page.addInitScript(() => {
      Object.defineProperty(window, "kinds", { value: [], enumerable: false });
      for (const name of ["ready", "open", "close", "filter", "error"]) {
        addEventListener(`broadsheet-${name}`, ({ type, bubbles, composed, cancelable, detail }) =>
          window.kinds.push([type.slice(11), bubbles, composed, cancelable, detail.by ?? ""]),
        );
      }
    });
    await host.open(host.element("many"));
    await host.ready();
    await host.rows.getByRole("link", { name: "Sheet 699" }).click();
    await expect(host.reader).toBeVisible();
    await host.viewer.evaluate((element) => element.open("2023-10-28-sheet-698"));
    await expect(host.reader).toContainText("sheet 698");
    await host.viewer.evaluate((element) => element.filter({ tag: "rare" }));
    await expect.poll(() => host.events("filter")).toHaveLength(1);
    expect(await host.page.evaluate(() => window.kinds)).toEqual([
      ["ready", true, true, false, ""],
      ["open", true, true, true, "reader"],
      ["open", true, true, false, "page"],
      ["close", true, true, false, ""],
      ["filter", true, true, false, ""],
    ]);
  });

  test("going on within the reader is told as well", async ({ host }) => {
    await host.open(host.element("many", 'post="2023-10-30-sheet-699"'));
    await expect(host.reader).toContainText("Paragraph 1 of sheet 699");
    await host.viewer.getByRole("link", { name: /^Next/ }).click();
    await expect(host.reader).toContainText("Paragraph 1 of sheet 698");
    expect((await host.events("open")).map(({ title, by }) => [title, by]).at(-1)).toEqual([
      "Sheet 698",
      "reader",
    ]);
  });
});

test("inside a translated page, what changes stays true", async ({ host }) => {
  await host.open(host.element("many"));
  const status = host.viewer.getByRole("status");
  await expect(status).toHaveText(`${MANY} posts`);
  await host.viewer.evaluate((element) => element.ready);
  const root = await host.viewer.evaluateHandle((element) => element.shadowRoot);
  await host.page.evaluate(translate, root);
  await expect(status).toHaveText(`[${MANY} posts]`);
  await host.viewer.getByRole("searchbox", { name: "Search titles, authors, tags" }).fill("sheet 698");
  await expect(status).toHaveText(`[1 of ${MANY} posts]`);
  await host.viewer.evaluate((element) => (element.lang = "zh-Hans"));
  await expect(status).toHaveText(`[${MANY} 篇中的 1 篇]`);
  await expect(host.viewer.getByText("[由新到旧]")).toBeVisible();
});
