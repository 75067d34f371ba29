import { MANY, UNDATED, manyPosts } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";

const newestFirst = manyPosts().reverse();
const monthName = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

test("the newest posts come first, each with its place in the whole list", async ({ page, viewer }) => {
  await viewer.open("many");
  await expect(page).toHaveTitle("Seven Hundred Sheets");
  await expect(viewer.status).toHaveText(`${MANY} posts`);
  const first = viewer.rows.first();
  await expect(first).toHaveAccessibleName("Sheet 699");
  await expect(first).toHaveAttribute("aria-posinset", "1");
  await expect(first).toHaveAttribute("aria-setsize", String(MANY));
  await expect(first).toContainText("Desk 4");
  await expect(first).toContainText("example.org");
  await expect(first).toContainText("odd");
  await expect(first.getByRole("time")).toHaveAttribute("datetime", /^2023-10-30T09:00:00/);
  await expect(first.getByRole("time")).toHaveText(/30.*2023/);
});

test("rows stand under their month, and the undated under a name of their own at the end", async ({ viewer }) => {
  await viewer.open("many");
  await viewer.scrollToRow(MANY);
  const drawn = await viewer.list.locator(".month, article").evaluateAll((elements) =>
    elements.map((element) =>
      element.matches("article") ? element.querySelector("a").textContent : { month: element.textContent },
    ),
  );
  const expected = [];
  let month;
  for (const post of newestFirst) {
    const its = post.day ? monthName.format(new Date(post.day)) : "Undated";
    if (its !== month) expected.push({ month: its });
    month = its;
    expected.push(post.title);
  }
  expect(drawn).toEqual(expected);
  expect(newestFirst.slice(-UNDATED).every((post) => !post.day)).toBe(true);
});

test("rows appear while the list is scrolled, not all at once", async ({ viewer }) => {
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  expect(await viewer.rows.count()).toBeLessThan(200);
  await viewer.scrollToRow(MANY);
  await expect(viewer.rows.last()).toHaveAccessibleName("Sheet 000");
});

test("the order can be turned round, and Back turns it back", async ({ page, viewer }) => {
  await viewer.open("many");
  await page.getByRole("button", { name: "Newest first" }).click();
  await viewer.expectQuery(["sort", "old"]);
  await expect(page.getByRole("button", { name: "Oldest first" })).toBeVisible();
  await expect(viewer.link("Sheet 699")).toHaveCount(0);
  await expect(viewer.rows.first()).toHaveAttribute("aria-posinset", "1");
  await page.goBack();
  await expect(viewer.rows.first()).toHaveAccessibleName("Sheet 699");
});

test("an archive of one screen shows every post that is not a draft", async ({ viewer }) => {
  await viewer.open("samples");
  await expect(viewer.link("How a Line Is Set")).toBeVisible();
  await expect(viewer.link("葱油饼的耐心")).toBeVisible();
  const count = Number(await viewer.rows.first().getAttribute("aria-setsize"));
  await expect(viewer.rows).toHaveCount(count);
  await expect(viewer.status).toHaveText(`${count} posts`);
  await expect(viewer.link("Not Ready Yet")).toHaveCount(0);
  await expect(viewer.rows.last()).toHaveAccessibleName("What the Window Sill Knows");
});
