import { MANY, manyPosts } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";

const count = (test) => manyPosts().filter(test).length;
const has = (...tags) => (post) => tags.every((tag) => post.tags.includes(tag));

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
  await expect(viewer.status).toHaveText(`${count((post) => either(post) && !has("rare")(post))} of ${MANY} posts`);
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
    has("even")(post) && !has("third")(post) && /[24]$/.test(post.author) &&
    post.day !== undefined && post.day >= "2021-03-01" && post.day <= "2022-01-15";
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
  await expect(viewer.status).toHaveText(`${count((post) => /Sheet \d*12/.test(post.title))} of ${MANY} posts`);
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
