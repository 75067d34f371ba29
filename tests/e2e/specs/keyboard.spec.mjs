import { expect, test } from "../lib/test.mjs";

test("j and k go from row to row, o and Enter open, Esc returns", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(viewer.link("Sheet 699")).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect(viewer.link("Sheet 697")).toBeFocused();
  await page.keyboard.press("k");
  await expect(viewer.link("Sheet 698")).toBeFocused();
  await page.keyboard.press("o");
  await expect(viewer.title).toHaveText("Sheet 698");
  await page.keyboard.press("Escape");
  await expect(viewer.title).toHaveCount(0);
  await expect(viewer.link("Sheet 698")).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(viewer.title).toHaveText("Sheet 697");
});

test("j and k go from article to article in the reader", async ({ page, viewer }) => {
  await viewer.open("many", "?post=2023-10-26-sheet-697");
  await expect(viewer.title).toHaveText("Sheet 697");
  await page.keyboard.press("j");
  await expect(viewer.title).toHaveText("Sheet 696");
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  await expect(viewer.title).toHaveText("Sheet 698");
});

/** Presses keys one after the other, with no time for anything in between. */
const pressAtOnce = (page, keys) =>
  page.evaluate((keys) => {
    for (const key of keys) window.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }, keys);

test("keys that come faster than articles are drawn all count", async ({ page, viewer }) => {
  await viewer.open("many", "?post=2023-10-26-sheet-697");
  await expect(viewer.title).toHaveText("Sheet 697");
  await pressAtOnce(page, ["j", "j", "j", "k"]);
  await expect(viewer.title).toHaveText("Sheet 695");
  await pressAtOnce(page, ["k", "k", "k"]);
  await expect(viewer.title).toHaveText("Sheet 698");
  await page.goBack();
  await expect(viewer.title).toHaveText("Sheet 697");
});

test("Esc twice at once goes back once", async ({ page, viewer }) => {
  await viewer.open("many");
  await viewer.link("Sheet 698").click();
  await expect(viewer.title).toHaveText("Sheet 698");
  await pressAtOnce(page, ["Escape", "Escape"]);
  await expect(viewer.title).toHaveCount(0);
  await viewer.expectQuery();
  await page.goForward();
  await expect(viewer.title).toHaveText("Sheet 698");
});

test("/ goes to the search box, where letters are letters", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("/");
  await expect(viewer.search).toBeFocused();
  await expect(viewer.search).toHaveValue("");
  await page.keyboard.type("jk?o/");
  await expect(viewer.search).toHaveValue("jk?o/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("? opens the help, Esc closes it", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(help).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await help.getByRole("button", { name: "Close" }).click();
  await expect(help).toBeHidden();
});

test("keys with a modifier are the browser's", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("Alt+j");
  await page.keyboard.press("Control+o");
  await expect(viewer.link("Sheet 699")).not.toBeFocused();
  await viewer.expectQuery();
});

test("everything can be reached with Tab, and shows where it is", async ({ page, viewer }) => {
  await viewer.open("samples");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the articles" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to the articles" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  const link = viewer.rows.first().getByRole("link");
  await expect(link).toBeFocused();
  const outlined = await link.evaluate((element) =>
    [element, element.closest("article")].some((place) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(place);
      return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    }),
  );
  expect(outlined).toBe(true);
});

const WIDTHS = { desktop: 1440, laptop: 1000, phone: 390 };
const LONG = "?post=2023-10-30-sheet-699";

/**
 * How far the article is scrolled, or the list where none is open, in its panel or with the page.
 */
const scrolled = (page) =>
  page.evaluate(
    () => document.querySelector("#reader, #list:not(:has(~ #reader))").scrollTop + window.scrollY,
  );

/**
 * Waits until nothing moves: browsers scroll smoothly, and the next key goes on from where they
 * are.
 */
async function rest(page) {
  let last;
  await expect
    .poll(async () => {
      const [was, now] = [last, await scrolled(page)];
      last = now;
      return was === now;
    })
    .toBe(true);
}

/** Presses the keys that scroll, and looks at what they do. */
async function expectKeysToScroll(page) {
  const [from, top] = [() => scrolled(page), (distance) => expect.poll(() => scrolled(page)).toBe(distance)];
  const press = async (key, moves) => {
    const before = await from();
    await page.keyboard.press(key);
    await expect.poll(async () => moves((await from()) - before)).toBe(true);
    await rest(page);
  };
  await press("Home", () => true);
  await top(0);
  await press("Space", (by) => by > 300);
  await press("ArrowDown", (by) => by > 10 && by < 300);
  await press("PageDown", (by) => by > 300);
  await press("Shift+Space", (by) => by < -300);
  await press("PageUp", (by) => by < -300);
  await press("End", (by) => by > 1000);
  await press("ArrowUp", (by) => by < -10 && by > -300);
  await press("Home", (by) => by < -1000);
  await top(0);
}

for (const [width, pixels] of Object.entries(WIDTHS)) {
  test.describe(width, () => {
    test.use({ viewport: { width: pixels, height: 800 } });

    test("the keys that scroll do so in an article that was opened by its address, and after a reload", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many", LONG);
      await viewer.expectArticle("Sheet 699");
      await expectKeysToScroll(page);
      await page.reload();
      await viewer.expectArticle("Sheet 699");
      await expectKeysToScroll(page);
    });

    test("the keys that scroll do so in the list when it is first loaded, and after a reload", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many");
      await expect(viewer.rows.first()).toBeVisible();
      await expectKeysToScroll(page);
      await page.reload();
      await expect(viewer.rows.first()).toBeVisible();
      await expectKeysToScroll(page);
    });

    test("the first Tab leads to the skip link, wherever the page would scroll", async ({ page, viewer }) => {
      await viewer.open("many");
      await expect(viewer.rows.first()).toBeVisible();
      await page.keyboard.press("Tab");
      await expect(page.getByRole("link", { name: "Skip to the articles" })).toBeFocused();
    });

    test("the keys that scroll do so from the controls above, but for those that a control needs", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many", LONG);
      await viewer.expectArticle("Sheet 699");
      for (const key of ["Space", "PageDown", "ArrowDown"]) {
        // Which brings it into sight where the page scrolls.
        await page.getByRole("link", { name: "Seven Hundred Sheets" }).focus();
        const before = await scrolled(page);
        await page.keyboard.press(key);
        await expect.poll(() => scrolled(page)).toBeGreaterThan(before);
        await rest(page);
      }
      await page.getByText("Aa", { exact: true }).focus();
      await page.keyboard.press("Space");
      await page.getByRole("radio", { name: "System" }).focus();
      await rest(page);
      const before = await scrolled(page);
      await page.keyboard.press("ArrowDown");
      await expect(page.getByRole("radio", { name: "Light" })).toBeFocused();
      expect(await scrolled(page)).toBe(before);
    });

    test("a key that is held goes one article further, and through the rows", async ({ page, viewer }) => {
      await viewer.open("many", LONG);
      await viewer.expectArticle("Sheet 699");
      await expect(viewer.around.getByRole("link", { name: /^Next/ })).toBeVisible();
      const entries = await page.evaluate(() => history.length);
      const hold = async (key, times) => {
        // The browser says so itself of those that follow the first. No keyboard repeats a key
        // twice in a frame.
        for (let time = 0; time < times; time += 1) {
          await page.keyboard.down(key);
          await page.evaluate(() => new Promise(requestAnimationFrame));
        }
        await page.keyboard.up(key);
      };
      await hold("j", 40);
      await expect(viewer.title).toHaveText("Sheet 698");
      await hold("k", 40);
      await expect(viewer.title).toHaveText("Sheet 699");
      await hold("j", 3);
      await expect(viewer.title).toHaveText("Sheet 698");
      expect(await page.evaluate(() => history.length)).toBe(entries + 3);
      const read = await page.evaluate(
        () => Object.entries(localStorage).find(([key]) => key.startsWith("broadsheet:read:"))[1],
      );
      expect(read.split("\n")).toEqual(["2023-10-30-sheet-699", "2023-10-28-sheet-698"]);
      await viewer.open("many");
      await expect(viewer.rows.first()).toBeVisible();
      await hold("j", 120);
      await expect(viewer.link("Sheet 580")).toBeFocused();
      await hold("k", 20);
      await expect(viewer.link("Sheet 600")).toBeFocused();
      await expect(viewer.link("Sheet 600")).toBeInViewport();
    });
  });
}

/** Presses a key as a keyboard with another layout does, where the focus is. */
const pressAs = (page, key, code, more = {}) =>
  page.evaluate(
    ([key, code, more]) => {
      const event = new KeyboardEvent("keydown", {
        key,
        code,
        bubbles: true,
        composed: true,
        cancelable: true,
        ...more,
      });
      document.activeElement.dispatchEvent(event);
    },
    [key, code, more],
  );

test("letters count under Caps Lock and other layouts, not with Shift", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  let row = 700;
  for (const [key, code] of [
    ["J", "KeyJ"],
    ["о", "KeyJ"],
    ["ξ", "KeyJ"],
    ["ㄨ", "KeyJ"],
    ["j", "KeyC"],
  ]) {
    await pressAs(page, key, code);
    row -= 1;
    await expect(viewer.link(`Sheet ${row}`)).toBeFocused();
  }
  for (const [key, code, more] of [
    ["J", "KeyJ", { shiftKey: true }],
    ["j", "KeyJ", { shiftKey: true }],
    ["о", "KeyJ", { shiftKey: true }],
    ["h", "KeyJ"],
    ["ä", "Quote"],
    ["Process", "KeyJ"],
    ["о", "KeyJ", { ctrlKey: true }],
  ]) {
    await pressAs(page, key, code, more);
    await expect(viewer.link(`Sheet ${row}`)).toBeFocused();
  }
  await pressAs(page, "л", "KeyK");
  await expect(viewer.link(`Sheet ${row + 1}`)).toBeFocused();
  await pressAs(page, "？", "Slash", { shiftKey: true });
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  // On a German keyboard.
  await pressAs(page, "/", "Digit7", { shiftKey: true });
  await expect(viewer.search).toBeFocused();
  await page.keyboard.press("Escape");
  await viewer.link(`Sheet ${row}`).focus();
  await pressAs(page, "щ", "KeyO");
  await expect(viewer.title).toHaveText(`Sheet ${row}`);
});

test("single letters and signs can be switched off, which is remembered and said", async ({
  page,
  viewer,
}) => {
  const letters = page.getByRole("checkbox", { name: /^Single-key shortcuts/ });
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("switched off under “Aa”");
  await page.keyboard.press("Escape");
  // By keyboard alone.
  await page.getByText("Aa", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(letters).toBeChecked();
  await letters.focus();
  await page.keyboard.press("Space");
  await expect(letters).not.toBeChecked();
  await page.keyboard.press("Escape");
  for (const reloaded of [false, true]) {
    if (reloaded) await page.reload();
    await expect(viewer.rows.first()).toBeVisible();
    await viewer.link("Sheet 698").focus();
    for (const key of ["j", "k", "o", "/", "?"]) await page.keyboard.press(key);
    await expect(viewer.link("Sheet 698")).toBeFocused();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await viewer.expectQuery();
  }
  // Keys of another kind are none of them.
  await page.keyboard.press("PageDown");
  await expect(viewer.link("Sheet 697")).toBeFocused();
  await viewer.openSettings();
  await letters.check();
  await viewer.link("Sheet 698").focus();
  await page.keyboard.press("j");
  await expect(viewer.link("Sheet 697")).toBeFocused();
});

for (const [name, viewport] of Object.entries({
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
})) {
  test.describe(name, () => {
    test.use({ viewport });

    test("the first link skips to the article that is open, and leaves the address as it is", async ({
      page,
      viewer,
    }) => {
      const query = "?post=2023-10-26-sheet-697";
      await viewer.open("many", query);
      await expect(viewer.title).toHaveText("Sheet 697");
      const steps = await page.evaluate(() => history.length);
      await page.keyboard.press("Tab");
      const skip = page.getByRole("link", { name: "Skip to the article", exact: true });
      await expect(skip).toBeFocused();
      await expect(skip).toBeInViewport();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("main")).toBeFocused();
      await expect(page.getByRole("main")).toContainText("Sheet 697");
      await page.keyboard.press("Tab");
      await expect(page.getByRole("main").locator(":focus")).toHaveCount(1);
      expect([new URL(page.url()).search, new URL(page.url()).hash]).toEqual([query, ""]);
      expect(await page.evaluate(() => history.length)).toBe(steps);
    });

    test("the first link of a list skips to the list, and leaves the address as it is", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many");
      await expect(viewer.rows.first()).toBeVisible();
      await page.keyboard.press("Tab");
      await expect(page.getByRole("link", { name: "Skip to the articles" })).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("main")).toBeFocused();
      await expect(page.getByRole("main").getByRole("feed")).toBeVisible();
      expect(new URL(page.url()).hash).toBe("");
    });
  });
}
