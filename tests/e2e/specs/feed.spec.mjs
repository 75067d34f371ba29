import { expect, test } from "../lib/test.mjs";

const FOREIGN = "?bundle=feeds/foreign.json";
const MARKDOWN = "?bundle=feeds/markdown.json";
const PAGED = "?bundle=feeds/paged.json";

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

test("older posts of a feed in pages come when they are asked for", async ({ page, viewer }) => {
  const asked = [];
  page.on("request", (request) => {
    const file = new URL(request.url()).pathname;
    if (/paged[^/]*\.json$/.test(file)) asked.push(file);
  });
  await viewer.open("feeds", PAGED);
  await expect(viewer.status).toHaveText("2 posts");
  const older = page.getByRole("button", { name: "Load older posts" });
  await expect(older).toBeVisible();
  expect(asked).toHaveLength(1);
  await viewer.link("Log 2").click();
  await expect(viewer.reader).toContainText("Day 2: calm.");
  if (!(await older.isVisible())) await page.goBack();
  // The second page has the last post of the first one again.
  await older.click();
  await expect(viewer.status).toHaveText("3 posts");
  await expect(viewer.link("Log 3")).toBeVisible();
  await expect(viewer.choice("Tags", "logs", 3)).toBeVisible();
  await older.click();
  await expect(viewer.status).toHaveText("4 posts");
  await viewer.link("Log 4").click();
  await expect(viewer.reader).toContainText("Day 4: calm.");
  // The last page names the first one as the next.
  await expect(older).toHaveCount(0);
  expect(asked).toHaveLength(3);
});

test("a page of a feed that cannot be loaded is told, and tried again", async ({
  page,
  problems,
  viewer,
}) => {
  problems.allow(/^console error: Failed to load resource.*404/);
  await page.route("**/paged-2.json", (route) => route.fulfill({ status: 404, body: "" }));
  await viewer.open("feeds", PAGED);
  await page.getByRole("button", { name: "Load older posts" }).click();
  await expect(viewer.alert).toContainText("Older posts could not be loaded");
  await expect(viewer.alert).toContainText("404");
  await expect(viewer.link("Log 1")).toBeVisible();
  await page.unroute("**/paged-2.json");
  await viewer.retry.click();
  await expect(viewer.status).toHaveText("3 posts");
  await expect(viewer.alert).toHaveCount(0);
});

test("a page of a feed that is no feed is told", async ({ page, viewer }) => {
  await page.route("**/paged-2.json", (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><p>Not found" }),
  );
  await viewer.open("feeds", PAGED);
  await page.getByRole("button", { name: "Load older posts" }).click();
  await expect(viewer.alert).toContainText("a web page where data was expected");
  await expect(viewer.status).toHaveText("2 posts");
});

test("a page of a feed at another origin is named and not read", async ({ page, viewer }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await viewer.open("feeds", "?bundle=feeds/elsewhere.json");
  await expect(page.getByText("There are older posts at older.example.org")).toBeVisible();
  await expect(page.getByRole("button", { name: "Load older posts" })).toHaveCount(0);
  expect(asked.filter((url) => url.includes("older.example.org"))).toEqual([]);
});
