// What readers type, paste, follow and have elsewhere: input methods, other spellings, links that
// were passed on, other tabs.
import { MANY, manyPosts } from "../lib/many.mjs";
import { SPELLINGS } from "../lib/spelling.mjs";
import { expect, test } from "../lib/test.mjs";
import { translate } from "../lib/translate.mjs";
import { Viewer } from "../lib/viewer.mjs";

const historyLength = (page) => page.evaluate(() => history.length);

test.describe("an input method", () => {
  /**
   * Composes through the browser, as an input method does: the page sees a key with the code 229
   * before each change.
   */
  async function composer(page) {
    const session = await page.context().newCDPSession(page);
    const press = () =>
      session.send("Input.dispatchKeyEvent", {
        type: "rawKeyDown",
        key: "Process",
        windowsVirtualKeyCode: 229,
      });
    return {
      async compose(...steps) {
        for (const text of steps) {
          await press();
          await session.send("Input.imeSetComposition", {
            text,
            selectionStart: text.length,
            selectionEnd: text.length,
          });
        }
      },
      async commit(text) {
        await press();
        await session.send("Input.insertText", { text });
      },
    };
  }

  test("composes without a search, and the word is searched once", async ({ page, viewer }) => {
    await viewer.open("spelling");
    await expect(viewer.status).toHaveText(`${SPELLINGS} posts`);
    const before = await historyLength(page);
    const queries = [];
    page.on("framenavigated", (frame) => queries.push(new URL(frame.url()).search));
    await viewer.search.focus();
    const method = await composer(page);
    await method.compose("x", "xi", "xin");
    await expect(viewer.search).toHaveValue("xin");
    // Something else is drawn meanwhile, and what is being composed stays.
    await page.evaluate(() => localStorage.setItem("broadsheet:theme", "dark"));
    await viewer.page.getByRole("button", { name: "Newest first" }).evaluate((button) => button.click());
    await viewer.expectQuery(["sort", "old"]);
    await expect(viewer.search).toHaveValue("xin");
    await expect(viewer.status).toHaveText(`${SPELLINGS} posts`);
    await method.commit("信");
    await expect(viewer.status).toHaveText(`1 of ${SPELLINGS} posts`);
    await viewer.expectQuery(["q", "信"], ["sort", "old"]);
    expect(queries.map((query) => new URLSearchParams(query).get("q")).filter(Boolean)).toEqual(["信"]);
    expect(await historyLength(page)).toBe(before + 2);
  });

  test("that is given up leaves no trace", async ({ page, viewer }) => {
    await viewer.open("spelling");
    await expect(viewer.status).toHaveText(`${SPELLINGS} posts`);
    const before = await historyLength(page);
    await viewer.search.focus();
    const method = await composer(page);
    await method.compose("x", "xi", "");
    await expect(viewer.search).toHaveValue("");
    await viewer.expectQuery();
    expect(await historyLength(page)).toBe(before);
  });

  /**
   * Tells the focused field of a composition in Safari's order: its end comes before the key that
   * ends it.
   */
  const inSafari = (page, composed, ended, key) =>
    page.evaluate(
      ([composed, ended, key]) => {
        const field = document.activeElement;
        const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
        const type = (value) => {
          setValue.call(field, value);
          field.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
        };
        field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
        composed.forEach(type);
        type(ended);
        field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: ended }));
        field.dispatchEvent(
          new KeyboardEvent("keydown", { key, keyCode: 229, bubbles: true, cancelable: true }),
        );
      },
      [composed, ended, key],
    );

  test("has the keys that end it in Safari's order as well", async ({ page, viewer }) => {
    await viewer.open("spelling", "?q=信");
    await expect(viewer.status).toHaveText(`1 of ${SPELLINGS} posts`);
    await viewer.search.focus();
    await inSafari(page, ["信x", "信xi"], "信", "Escape");
    await expect(viewer.search).toBeFocused();
    await viewer.expectQuery(["q", "信"]);
    await inSafari(page, ["s", "shi"], "石", "Enter");
    await expect(viewer.status).toHaveText(`1 of ${SPELLINGS} posts`);
    await viewer.expectQuery(["q", "石"]);
    await expect(viewer.search).toBeFocused();
  });

  test("has its keys outside of boxes, too", async ({ page, viewer }) => {
    await viewer.open("many");
    await expect(viewer.rows.first()).toBeVisible();
    await page.evaluate(() => {
      for (const init of [{ keyCode: 229 }, { isComposing: true }]) {
        for (const key of ["j", "/", "?"]) {
          document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...init }));
        }
      }
    });
    await expect(page.getByRole("dialog")).toHaveCount(0);
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
  });

  test("composes in the search of a filter's values, too", async ({ page, viewer }) => {
    await viewer.open("values");
    const box = page.getByRole("searchbox", { name: "Search in Tags" });
    const boxes = viewer.group("Tags").getByRole("checkbox");
    await expect(boxes).toHaveCount(10);
    await box.focus();
    const method = await composer(page);
    await method.compose("b", "bei", "beijing");
    await expect(box).toHaveValue("beijing");
    await expect(boxes).toHaveCount(10);
    await method.commit("北京");
    await expect(boxes).toHaveCount(1);
    await inSafari(page, ["北京s", "北京sh"], "北京", "Escape");
    await expect(box).toHaveValue("北京");
    await expect(boxes).toHaveCount(1);
  });
});

test("out of the search box: the arrow leads to the results", async ({ page, viewer }) => {
  await viewer.open("many");
  await viewer.search.fill("Sheet 12");
  await expect(viewer.rows.first()).toHaveAccessibleName("Sheet 612");
  await viewer.search.press("ArrowDown");
  await expect(viewer.link("Sheet 612")).toBeFocused();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("Enter in the search box puts the keyboard away", async ({ viewer }) => {
    await viewer.open("many");
    await viewer.search.fill("Sheet 12");
    await viewer.search.press("Enter");
    await expect(viewer.search).not.toBeFocused();
    await viewer.expectQuery(["q", "Sheet 12"]);
  });
});

test.describe("links that were passed on", () => {
  const POST = "2023-10-30-sheet-699";

  test("lose what apps and mailings have added, and keep what others have", async ({ page, viewer }) => {
    await viewer.open("many", "?utm_source=a&ref=b&fbclid=c&tag=rare&isappinstalled=0&scene=1&spm=x.y#d");
    await viewer.expectQuery(["ref", "b"], ["tag", "rare"]);
    expect(new URL(page.url()).hash).toBe("#d");
    await expect(viewer.rows.first()).toBeVisible();
    const links = await viewer.rows
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.search));
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((query) => /utm|fbclid|scene|spm|installed/.test(query))).toEqual([]);
  });

  for (const added of [
    "source=wechat_session",
    "source=rss------2",
    "source=singlemessage&from=timeline",
    "tag=nothing",
    "author=nobody&year=1066",
  ]) {
    test(`beside a post, ${added} is no filter`, async ({ page, viewer }) => {
      await viewer.open("many", `?post=${POST}&${added}`);
      await expect(viewer.title).toHaveText("Sheet 699");
      await viewer.expectQuery(["post", POST]);
      await expect(viewer.status).toHaveText(`${MANY} posts`);
      await page.keyboard.press("j");
      await expect(viewer.title).toHaveText("Sheet 698");
      await page.goBack();
      await expect(viewer.title).toHaveText("Sheet 699");
      await page.keyboard.press("Escape");
      await expect(viewer.rows.first()).toBeVisible();
    });
  }

  test("beside a post, a filter that others pass stays", async ({ viewer }) => {
    await viewer.open("many", `?post=${POST}&tag=odd&source=wechat_session`);
    await viewer.expectQuery(["tag", "odd"], ["post", POST]);
    await expect(viewer.status).toHaveText(`${MANY / 2} of ${MANY} posts`);
  });

  test("alone, a value that no post has is named, and all posts are offered", async ({ page, viewer }) => {
    await viewer.open("many", "?source=wechat_session&from=2021&from=timeline");
    await viewer.expectQuery(["source", "wechat_session"], ["from", "2021"], ["from", "timeline"]);
    await expect(page.getByText("no post has “wechat_session”")).toBeVisible();
    await page.getByRole("button", { name: `Show all ${MANY} posts` }).click();
    await viewer.expectQuery();
    await expect(viewer.status).toHaveText(`${MANY} posts`);
  });

  test("the last first day that is one counts", async ({ viewer }) => {
    await viewer.open("many", "?from=2022&from=timeline");
    const since = manyPosts().filter(({ day }) => day >= "2022").length;
    await expect(viewer.status).toHaveText(`${since} of ${MANY} posts`);
  });
});

test.describe("other spellings", () => {
  for (const [query, count] of [
    ["cafe\u0301", 1],
    ["café", 1],
    ["o'hara", 2],
    ["O\u2019Hara", 2],
    ['"night"', 1],
    ["“night”\u3000\u200atrain", 1],
    ["か\u3099き\u3099", 1],
    ["的\u200b石榴", 1],
    ["\u3000", SPELLINGS],
  ]) {
    test(`a search for ${JSON.stringify(query)} finds ${count}`, async ({ viewer }) => {
      const found = count === SPELLINGS ? `${SPELLINGS} posts` : `${count} of ${SPELLINGS} posts`;
      await viewer.open("spelling", `?q=${encodeURIComponent(query)}`);
      await expect(viewer.status).toHaveText(found);
      await viewer.search.fill("");
      await expect(viewer.status).toHaveText(`${SPELLINGS} posts`);
      await viewer.search.fill(query);
      await expect(viewer.status).toHaveText(found);
    });
  }

  for (const id of [
    "2021-01-01-café-du-port",
    "2021-01-01-cafe\u0301-du-port",
    "2021-01-02-night train",
    "2021-01-02-night\u200a\u3000train",
    "2021-01-02-night  train",
  ]) {
    test(`${JSON.stringify(id)} is an id`, async ({ viewer }) => {
      await viewer.open("spelling", `?post=${encodeURIComponent(id)}`);
      await expect(viewer.title).toHaveText(/Café du port|“Night” train/);
      await viewer.expectQuery(["post", id.normalize("NFC").replace(/\s+/g, " ")]);
    });
  }

  test("names that look the same are one", async ({ viewer }) => {
    await viewer.open("spelling");
    await expect(viewer.choice("Tags", "Travée", 2)).toBeVisible();
    await expect(viewer.choice("Tags", "night train", 2)).toBeVisible();
    await expect(viewer.group("Tags").getByRole("checkbox")).toHaveCount(3);
    await viewer.open("spelling", "?tag=Trave%CC%81e");
    await expect(viewer.choice("Tags", "Travée", 2)).toBeChecked();
    await expect(viewer.status).toHaveText(`2 of ${SPELLINGS} posts`);
  });

  test("who does not find a post can search for its words", async ({ page, viewer }) => {
    await viewer.open("spelling", "?post=2021-01-09-石榴");
    await page.getByRole("link", { name: "Search for “石榴”" }).click();
    await viewer.expectQuery(["q", "石榴"]);
    await expect(viewer.status).toHaveText(`1 of ${SPELLINGS} posts`);
  });
});

test("tags that no post has together are alternatives, with counts that are true", async ({ viewer }) => {
  await viewer.open("spelling");
  await viewer.choice("Tags", "Travée", 2).check();
  await expect(viewer.status).toHaveText(`2 of ${SPELLINGS} posts`);
  await expect(viewer.group("Tags").getByRole("button", { name: "any" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await viewer.choice("Tags", "night train", 2).check();
  await viewer.expectQuery(["tag", "Travée,night train"]);
  await expect(viewer.status).toHaveText(`4 of ${SPELLINGS} posts`);
  await viewer.group("Tags").getByRole("button", { name: "all" }).click();
  await viewer.expectQuery(["tag", "Travée"], ["tag", "night train"]);
  await expect(viewer.status).toHaveText(`0 of ${SPELLINGS} posts`);
});

test("what was read in other tabs stays read, and shows at once", async ({ context, page, viewer }) => {
  const read = async (viewer, title) =>
    (await viewer.rows.filter({ hasText: title }).getAttribute("class")).split(" ").includes("read");
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  for (const title of ["Sheet 699", "Sheet 698", "Sheet 697"]) {
    const [tab] = await Promise.all([
      context.waitForEvent("page"),
      viewer.link(title).click({ modifiers: ["ControlOrMeta"] }),
    ]);
    await expect(new Viewer(tab).title).toHaveText(title);
    await expect.poll(() => read(viewer, title)).toBe(true);
    await tab.close();
  }
  await viewer.link("Sheet 696").click();
  await expect(viewer.title).toHaveText("Sheet 696");
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  for (const title of ["Sheet 699", "Sheet 698", "Sheet 697", "Sheet 696"])
    expect(await read(viewer, title)).toBe(true);
  expect(await read(viewer, "Sheet 695")).toBe(false);
});

test("a translated page stays true", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.choice("Tags", "even")).toBeVisible();
  await page.locator("body").evaluate(translate);
  await expect(viewer.status).toHaveText(`[${MANY} posts]`);
  await viewer.search.fill("Sheet 12");
  const found = (test) => manyPosts().filter((post) => post.title.includes("12") && test(post)).length;
  await expect(viewer.status).toHaveText(`[${found(() => true)} of ${MANY} posts]`);
  await expect(page.locator(".chip")).toHaveText(/“Sheet 12”/);
  await viewer.search.fill("Sheet 1");
  await expect(page.locator(".chip")).toHaveText(/“Sheet 1”/);
  await viewer.search.fill("Sheet 12");
  await viewer.choice("Tags", "even").check();
  const even = found(({ tags }) => tags.includes("even"));
  await expect(viewer.status).toHaveText(`[${even} of ${MANY} posts]`);
  await expect(page.locator(".facet li", { hasText: "even" }).locator(".count")).toHaveText(`[${even}]`);
  await expect(page.locator(".chip")).toHaveText([/even/, /“Sheet 12”/]);
  await page.getByRole("button", { name: "Newest first" }).click();
  await expect(page.getByRole("button", { name: "Oldest first" })).toBeVisible();
  await viewer.rows.getByRole("link").first().click();
  await expect(viewer.title).toBeVisible();
  await page.keyboard.press("Escape");
  await page.locator(".settings > summary").click();
  await page.getByRole("combobox", { name: "Language" }).selectOption("zh-Hans");
  await expect(page.getByRole("button", { name: "由旧到新" })).toBeVisible();
  await expect(page.locator(".facet legend").filter({ hasText: "标签" })).toBeVisible();
});
