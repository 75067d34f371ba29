import { MANY, manyPosts } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";

const count = (test) => manyPosts().filter(test).length;
const has =
  (...tags) =>
  (post) =>
    tags.every((tag) => post.tags.includes(tag));

test("every choice says how many posts it would show", async ({ viewer }) => {
  await viewer.open("many");
  for (const tag of ["even", "odd", "third", "rare"]) {
    await expect(viewer.choice("Tags", tag, count(has(tag)))).toBeVisible();
  }
  await expect(viewer.choice("Authors", "Desk 0", MANY / 5)).toBeVisible();
  await expect(viewer.choice("Sources", "example.org", MANY)).toBeVisible();
});

test("tags narrow the list: all of them, any of them, not one of them", async ({ viewer }) => {
  await viewer.open("many");
  await viewer.choice("Tags", "even").check();
  await expect(viewer.status).toHaveText(`${count(has("even"))} of ${MANY} posts`);
  await viewer.choice("Tags", "third").check();
  await viewer.expectQuery(["tag", "even"], ["tag", "third"]);
  await expect(viewer.status).toHaveText(`${count(has("even", "third"))} of ${MANY} posts`);
  await expect(viewer.rows.first()).toHaveAttribute("aria-setsize", String(count(has("even", "third"))));

  await viewer.group("Tags").getByRole("button", { name: "any" }).click();
  await viewer.expectQuery(["tag", "even,third"]);
  const either = (post) => has("even")(post) || has("third")(post);
  await expect(viewer.status).toHaveText(`${count(either)} of ${MANY} posts`);

  await viewer.exclude("Tags", "rare").click();
  await viewer.expectQuery(["tag", "even,third"], ["tag", "-rare"]);
  await expect(viewer.status).toHaveText(
    `${count((post) => either(post) && !has("rare")(post))} of ${MANY} posts`,
  );
  await expect(viewer.exclude("Tags", "rare")).toHaveAttribute("aria-pressed", "true");
});

test("counts follow what is chosen elsewhere", async ({ viewer }) => {
  await viewer.open("many", "?tag=rare");
  await expect(viewer.status).toHaveText(`20 of ${MANY} posts`);
  await expect(viewer.choice("Authors", "Desk 0", count(has("rare")))).toBeVisible();
  await expect(viewer.choice("Authors", "Desk 1", 0)).toBeVisible();
  await expect(viewer.choice("Tags", "third", count(has("rare", "third")))).toBeVisible();
});

test("the address alone gives the same view", async ({ page, viewer }) => {
  await viewer.open("many", "?tag=even&tag=-third&author=Desk+2,Desk+4&from=2021-03&to=2022-01-15");
  const shown = (post) =>
    has("even")(post) &&
    !has("third")(post) &&
    /[24]$/.test(post.author) &&
    post.day !== undefined &&
    post.day >= "2021-03-01" &&
    post.day <= "2022-01-15";
  await expect(viewer.status).toHaveText(`${count(shown)} of ${MANY} posts`);
  await expect(viewer.choice("Tags", "even")).toBeChecked();
  await expect(viewer.choice("Tags", "odd")).not.toBeChecked();
  await expect(viewer.choice("Authors", "Desk 4")).toBeChecked();
  await page.reload();
  await expect(viewer.status).toHaveText(`${count(shown)} of ${MANY} posts`);
});

test("Back and Forward step through the choices", async ({ page, viewer }) => {
  await viewer.open("many");
  await viewer.choice("Tags", "rare").check();
  await expect(viewer.status).toHaveText(`${count(has("rare"))} of ${MANY} posts`);
  await viewer.choice("Tags", "odd").check();
  await expect(viewer.status).toHaveText(`${count(has("rare", "odd"))} of ${MANY} posts`);
  await page.goBack();
  await expect(viewer.status).toHaveText(`${count(has("rare"))} of ${MANY} posts`);
  await expect(viewer.choice("Tags", "odd")).not.toBeChecked();
  await page.goBack();
  await expect(viewer.status).toHaveText(`${MANY} posts`);
  await page.goForward();
  await expect(viewer.status).toHaveText(`${count(has("rare"))} of ${MANY} posts`);
  await expect(viewer.choice("Tags", "rare")).toBeChecked();
});

test("titles are searched while typing, and one step back undoes it", async ({ page, viewer }) => {
  await viewer.open("many");
  await viewer.search.pressSequentially("sheet 12");
  await expect(viewer.status).toHaveText(
    `${count((post) => /Sheet \d*12/.test(post.title))} of ${MANY} posts`,
  );
  await viewer.expectQuery(["q", "sheet 12"]);
  await page.goBack();
  await expect(viewer.status).toHaveText(`${MANY} posts`);
  await expect(viewer.search).toHaveValue("");
});

test("each part of the filter can be taken away, and all at once", async ({ page, viewer }) => {
  await viewer.open("many", "?tag=rare&author=Desk+0&q=sheet");
  await page.getByRole("button", { name: "Remove filter: rare" }).click();
  await viewer.expectQuery(["author", "Desk 0"], ["q", "sheet"]);
  await page.getByRole("button", { name: "Clear all" }).click();
  await viewer.expectQuery();
  await expect(viewer.status).toHaveText(`${MANY} posts`);
});

test("nothing found is said, and can be undone", async ({ page, viewer }) => {
  await viewer.open("many", "?q=nowhere");
  await expect(viewer.status).toHaveText(`0 of ${MANY} posts`);
  await expect(page.getByText("Nothing matches.")).toBeVisible();
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(viewer.rows.first()).toBeVisible();
});

test("a tag of an article leads to the posts that have it", async ({ viewer }) => {
  await viewer.open("many", "?post=2023-10-30-sheet-699");
  await viewer.reader.getByRole("link", { name: "third" }).click();
  await viewer.expectQuery(["tag", "third"]);
  await expect(viewer.status).toHaveText(`${count(has("third"))} of ${MANY} posts`);
});

test("parameters of others are left alone", async ({ viewer }) => {
  await viewer.open("many", "?utm=x&tag=rare");
  await viewer.choice("Tags", "odd").check();
  await viewer.expectQuery(["utm", "x"], ["tag", "rare"], ["tag", "odd"]);
});

test.describe("in a narrow window", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("the filters open and close", async ({ page, viewer }) => {
    await viewer.open("many");
    await expect(viewer.group("Tags")).toBeHidden();
    const toggle = page.getByRole("button", { name: "Filters" });
    await expect(toggle).toHaveAttribute("aria-expanded", "false");
    await toggle.click();
    await viewer.choice("Tags", "rare").check();
    await toggle.click();
    await expect(viewer.group("Tags")).toBeHidden();
    await expect(viewer.status).toHaveText(`${count(has("rare"))} of ${MANY} posts`);
  });
});

/** How far the article is scrolled beside the list. */
const readTo = (page) => page.locator("#reader").evaluate((reader) => reader.scrollTop);

for (const width of [1440, 1000]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 800 } });

    test("searching and filtering leave the article open, and each is one step back", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many");
      await viewer.link("Sheet 695").click();
      await viewer.expectArticle("Sheet 695");
      await page.locator("#reader").evaluate((reader) => reader.scrollTo(0, 300));
      await viewer.search.pressSequentially("sheet 12");
      await expect(viewer.status).toHaveText(
        `${count((post) => /Sheet \d*12/.test(post.title))} of ${MANY} posts`,
      );
      await viewer.expectQuery(["q", "sheet 12"], ["post", "2023-10-22-sheet-695"]);
      await expect(viewer.title).toHaveText("Sheet 695");
      await expect(viewer.search).toBeFocused();
      expect(await readTo(page)).toBe(300);
      // Who reads on and goes back reads on.
      await page.locator("#reader").evaluate((reader) => reader.scrollTo(0, 400));
      await page.goBack();
      await expect(viewer.status).toHaveText(`${MANY} posts`);
      await viewer.expectQuery(["post", "2023-10-22-sheet-695"]);
      await expect(viewer.title).toHaveText("Sheet 695");
      await expect(viewer.search).toHaveValue("");
      expect(await readTo(page)).toBe(400);

      if (width < 1344) await page.getByRole("button", { name: "Filters" }).click();
      await viewer.choice("Tags", "third").check();
      await viewer.expectQuery(["tag", "third"], ["post", "2023-10-22-sheet-695"]);
      await expect(viewer.status).toHaveText(`${count(has("third"))} of ${MANY} posts`);
      await expect(viewer.title).toHaveText("Sheet 695");
      // Not of this list: what it would stand between there.
      await expect(viewer.around.getByRole("link", { name: "Previous Sheet 696" })).toBeAttached();
      await expect(viewer.around.getByRole("link", { name: "Next Sheet 693" })).toBeAttached();
      await page.getByRole("button", { name: "Remove filter: third" }).click();
      await viewer.expectQuery(["post", "2023-10-22-sheet-695"]);
      await viewer.choice("Tags", "odd").check();
      await expect(viewer.link("Sheet 695")).toHaveAttribute("aria-current", "true");
      await page.getByRole("button", { name: "Newest first" }).click();
      await viewer.expectQuery(["tag", "odd"], ["sort", "old"], ["post", "2023-10-22-sheet-695"]);
      await page.goBack();
      await viewer.expectQuery(["tag", "odd"], ["post", "2023-10-22-sheet-695"]);
      expect(await readTo(page)).toBe(400);
      // Leaving the article leaves the list as it is.
      await page.locator("#reader").focus();
      await page.keyboard.press("Escape");
      await viewer.expectQuery(["tag", "odd"]);
      await expect(viewer.title).toHaveCount(0);
      await expect(viewer.status).toHaveText(`${count(has("odd"))} of ${MANY} posts`);
    });

    test("words typed after an article was opened from the list are a step of their own", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many");
      await viewer.search.pressSequentially("sheet 12");
      await viewer.link("Sheet 512").click();
      await expect(viewer.title).toHaveText("Sheet 512");
      await viewer.search.press("End");
      await viewer.search.pressSequentially("3");
      await viewer.expectQuery(["q", "sheet 123"], ["post", "2022-10-21-sheet-512"]);
      await page.goBack();
      await viewer.expectQuery(["q", "sheet 12"], ["post", "2022-10-21-sheet-512"]);
      await page.goBack();
      await viewer.expectQuery(["q", "sheet 12"]);
      await expect(viewer.title).toHaveCount(0);
    });

    test("Esc after the search was cleared does not bring it back", async ({ page, viewer }) => {
      await viewer.open("many", "?q=sheet+12");
      await viewer.link("Sheet 512").click();
      await expect(viewer.title).toHaveText("Sheet 512");
      await viewer.search.focus();
      for (let time = 0; time < 3; time += 1) await page.keyboard.press("Escape");
      await viewer.expectQuery();
      await expect(viewer.title).toHaveCount(0);
      await expect(viewer.status).toHaveText(`${MANY} posts`);
    });
  });
}

test.describe("where the article stands alone", () => {
  test.use({ viewport: { width: 700, height: 800 } });

  test("a search leads to the list, and Back to the article", async ({ page, viewer }) => {
    await viewer.open("many", "?post=2023-10-22-sheet-695");
    await expect(viewer.title).toHaveText("Sheet 695");
    await viewer.search.pressSequentially("sheet 12");
    await viewer.expectQuery(["q", "sheet 12"]);
    await expect(viewer.title).toHaveCount(0);
    await page.goBack();
    await expect(viewer.title).toHaveText("Sheet 695");
    await viewer.expectQuery(["post", "2023-10-22-sheet-695"]);
  });
});
