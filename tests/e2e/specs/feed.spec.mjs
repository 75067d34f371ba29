import { expect, test } from "../lib/test.mjs";

const FOREIGN = "?bundle=feeds/foreign.json";
const MARKDOWN = "?bundle=feeds/markdown.json";

test("a feed that another program made is an archive like any other", async ({ page, viewer }) => {
  await viewer.open("feeds", FOREIGN);
  await expect(page).toHaveTitle("Notes from the Harbour");
  await expect(viewer.status).toHaveText("3 posts");
  await expect(viewer.link("The Third Buoy")).toBeVisible();
  await expect(viewer.rows.nth(0)).toContainText("Harbour Office");
  await expect(viewer.choice("Authors", "Harbour Office", 2)).toBeVisible();
  await expect(viewer.choice("Tags", "ropes", 1)).toBeVisible();
});

test("its HTML is shown, its links resolved against the post's own address", async ({ viewer }) => {
  await viewer.open("feeds", FOREIGN);
  await viewer.link("The Third Buoy").click();
  await expect(viewer.reader.getByRole("heading", { level: 2, name: "How it was painted" })).toBeVisible();
  await expect(viewer.reader.getByRole("link", { name: "boat" })).toHaveAttribute(
    "href",
    "https://example.org/harbour/boat",
  );
});

test("its plain text is shown as text", async ({ viewer }) => {
  await viewer.open("feeds", FOREIGN);
  await viewer.link("Two Ropes").click();
  await expect(viewer.reader).toContainText("One <b>went</b> out.");
});

test("a post without a title or a date has a row and can be read", async ({ viewer }) => {
  await viewer.open("feeds", FOREIGN);
  await viewer.rows.last().getByRole("link").click();
  await expect(viewer.reader).toContainText("only a line about the weather");
  await expect(viewer.title).not.toBeEmpty();
});

test("Markdown bodies are set as Markdown, with no script in them", async ({ page, viewer }) => {
  await viewer.open("feeds", `${MARKDOWN}&post=plan`);
  await expect(viewer.reader.getByRole("heading", { level: 2, name: "Materials" })).toBeVisible();
  await expect(viewer.reader.getByRole("listitem")).toHaveText(["one hinge", "two screws"]);
  await expect(viewer.reader.getByRole("link", { name: "screws" })).toHaveAttribute(
    "href",
    "https://example.org/notes/screws.html",
  );
  await expect(viewer.reader.getByRole("cell", { name: "pane" })).toBeVisible();
  await expect(viewer.reader.getByText("measure twice")).toBeVisible();
  expect(await page.evaluate(() => window.ranFromPayload)).toBeUndefined();
});

test("what only feeds need is loaded for feeds only", async ({ page, viewer }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const modules = () => asked.filter((url) => url.includes("broadsheet-feed"));
  await viewer.open("feeds", "?post=2019-10-27-how-a-line-is-set");
  await expect(viewer.reader).toContainText("A line of print");
  expect(modules()).toEqual([]);
  await viewer.open("feeds", `${FOREIGN}&post=2`);
  await expect(viewer.reader).toContainText("Two ropes came in.");
  expect(modules()).not.toEqual([]);
});

test("an address cannot make the page read from elsewhere", async ({ viewer }) => {
  await viewer.open("feeds", "?bundle=https://example.org/feed.json");
  await expect(viewer.link("How a Line Is Set")).toBeVisible();
});

test("a careless feed: half an emoji, numbers that are none and members twice cost themselves alone", async ({
  viewer,
}) => {
  await viewer.open("feeds", "?bundle=feeds/careless.json");
  await expect(viewer.rows).toHaveCount(2);
  await expect(viewer.link("A cut emoji \ufffd")).toBeVisible();
  await viewer.link("Named twice").click();
  await expect(viewer.reader).toContainText("The second name.");
  await expect(viewer.alert).toHaveCount(0);
});
