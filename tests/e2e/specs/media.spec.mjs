// What an article would load from elsewhere: players of films, and pictures in archives that ask
// first.
import AxeBuilder from "@axe-core/playwright";

import { expect, test } from "../lib/test.mjs";

const FILMS = "?post=2020-01-01-two-films";
const PICTURES = "?post=2020-01-02-three-pictures";
const AROUND = "?post=2020-01-03-with-its-page-around-it";
const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><rect width="640" height="400"/></svg>';

/** Answers what leaves for other hosts, and notes it. */
async function elsewhere(page, problems, respond) {
  const asked = [];
  problems.allow(/^request: /);
  await page.route(
    (url) => url.hostname !== "127.0.0.1" && url.protocol !== "data:",
    (route) => {
      asked.push(route.request().url());
      return respond ? respond(route) : route.fulfill({ contentType: "image/svg+xml", body: PICTURE });
    },
  );
  return asked;
}

const player = (route) =>
  route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Player</title><p>Playing" });

async function expectAccessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

test("a film is a box and a link; its player comes when it is asked for", async ({
  page,
  viewer,
  problems,
}) => {
  const asked = await elsewhere(page, problems, player);
  await viewer.open("media", FILMS);
  await expect(viewer.reader).toContainText("Between the two the harbour is dry.");
  await expect(
    viewer.reader.getByRole("link", { name: "youtube.com/watch?v=a_B-1234567&t=90s" }),
  ).toHaveAttribute("href", "https://www.youtube.com/watch?v=a_B-1234567&t=90s");
  await expect(viewer.reader.getByRole("link", { name: "A map of the harbour" })).toHaveAttribute(
    "href",
    "https://maps.example.org/harbour",
  );
  const youtube = viewer.reader.getByRole("button", {
    name: "The tide comes in Load the player from YouTube",
  });
  const box = await youtube.boundingBox();
  await expectAccessible(page);
  await expect(viewer.reader.locator("iframe")).toHaveCount(0);
  expect(asked).toEqual([]);

  await youtube.focus();
  await page.keyboard.press("Enter");
  const frame = viewer.reader.locator("iframe");
  await expect(frame).toHaveAttribute("src", "https://www.youtube-nocookie.com/embed/a_B-1234567?start=90");
  await expect(frame).toHaveAttribute("title", "The tide comes in");
  await expect(frame).toBeFocused();
  expect(await frame.boundingBox()).toEqual(box);
  await expect(frame.contentFrame().getByText("Playing")).toBeVisible();
  await viewer.reader.getByRole("button", { name: "Vimeo Load the player from Vimeo" }).click();
  await expect(frame).toHaveCount(2);
  await expect(frame.nth(1)).toHaveAttribute("src", "https://player.vimeo.com/video/123456");
  await expect
    .poll(() => asked)
    .toEqual([
      "https://www.youtube-nocookie.com/embed/a_B-1234567?start=90",
      "https://player.vimeo.com/video/123456",
    ]);

  // Another article knows nothing of it.
  await viewer.around.getByRole("link").first().click();
  await page.goBack();
  await expect(youtube).toBeVisible();
});

test("where pictures have to wait nothing leaves until the reader asks", async ({
  page,
  viewer,
  problems,
}) => {
  const asked = await elsewhere(page, problems);
  await viewer.open("held", PICTURES);
  const boat = viewer.reader.getByRole("link", { name: "Not loaded: A boat" });
  await expect(boat).toHaveAttribute("href", "https://pictures.example.org/boat.png");
  await expect(viewer.reader.getByRole("img")).toHaveCount(0);
  await expectAccessible(page);
  const room = await viewer.reader.locator(".stand-in").first().boundingBox();
  expect(Math.round((room.width / room.height) * 100)).toBe(160);
  expect(asked).toEqual([]);

  const load = viewer.reader.getByRole("button", { name: "Load pictures", exact: true });
  const text = viewer.reader.getByText("Nobody asked the rope.");
  await load.click();
  await expect(viewer.reader.getByRole("img", { name: "A boat" })).toBeVisible();
  expect(await viewer.reader.getByRole("img", { name: "A boat" }).boundingBox()).toEqual(room);
  await text.scrollIntoViewIfNeeded();
  await expect.poll(() => asked.some((url) => url.includes("other.example.org/buoy.png"))).toBe(true);
  await load.click();
  await expect(boat).toBeVisible();

  // For this post, and only for now.
  await load.click();
  await page.reload();
  await expect(boat).toBeVisible();
});

test("pictures are loaded for good when the reader says so, and not when they take it back", async ({
  page,
  viewer,
  problems,
}) => {
  const asked = await elsewhere(page, problems);
  await viewer.open("held", PICTURES);
  await viewer.reader.getByRole("button", { name: "Always load pictures" }).click();
  const boat = viewer.reader.getByRole("img", { name: "A boat" });
  await expect(boat).toBeVisible();
  await expect(viewer.reader.getByRole("button", { name: /oad pictures/ })).toHaveCount(0);
  await page.reload();
  await expect(boat).toBeVisible();
  await viewer.openSettings();
  await page.getByRole("radio", { name: "As the archive suggests" }).check();
  await expect(boat).toHaveCount(0);
  asked.length = 0;
  await page.reload();
  await expect(viewer.reader.getByRole("link", { name: "Not loaded: A boat" })).toBeVisible();
  expect(asked).toEqual([]);
});

test("an archive can trust some hosts, and every candidate is judged alone", async ({
  page,
  viewer,
  problems,
}) => {
  const asked = await elsewhere(page, problems);
  await viewer.open("trusting", PICTURES);
  await expect(viewer.reader.getByRole("img", { name: "A boat" })).toBeVisible();
  await expect(viewer.reader.getByRole("img", { name: "A rope" })).toHaveAttribute(
    "src",
    "https://pictures.example.org/rope-2.png",
  );
  await viewer.reader.getByText("Nobody asked the rope.").scrollIntoViewIfNeeded();
  await expect(viewer.reader.getByText("Not loaded: A buoy")).toBeVisible();
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(asked.filter((url) => !url.startsWith("https://pictures.example.org/"))).toEqual([]);
});

test("a reader can ask to be asked in any archive", async ({ page, viewer, problems }) => {
  const asked = await elsewhere(page, problems);
  await viewer.open("media", AROUND);
  await viewer.openSettings();
  await page.getByRole("radio", { name: "Ask first" }).check();
  await viewer.open("media", PICTURES);
  await expect(viewer.reader.getByRole("link", { name: "Not loaded: A boat" })).toBeVisible();
  expect(asked).toEqual([]);
});

test("a picture that is gone leaves its place, its description and a link", async ({
  page,
  viewer,
  problems,
}) => {
  problems.allow(/Failed to load resource/);
  await elsewhere(page, problems, (route) => route.fulfill({ status: 404, body: "" }));
  await viewer.open("media", PICTURES);
  const gone = viewer.reader.getByRole("link", { name: "Picture not available: A boat" });
  await expect(gone).toHaveAttribute("href", "https://pictures.example.org/boat.png");
  const room = await viewer.reader.locator(".stand-in").first().boundingBox();
  expect(Math.round((room.width / room.height) * 100)).toBe(160);
  await expectAccessible(page);
});

test("everything that stood in the original is a click away, and Back undoes it", async ({
  page,
  viewer,
  problems,
}) => {
  await elsewhere(page, problems);
  await viewer.open("media", AROUND);
  const around = viewer.reader.getByRole("link", { name: "All boats of the harbour" });
  await expect(viewer.reader).toContainText("a second paragraph");
  await expect(around).toHaveCount(0);
  await viewer.reader.getByRole("link", { name: "Show everything" }).click();
  await expect(around).toBeVisible();
  await viewer.expectQuery(["post", "2020-01-03-with-its-page-around-it"], ["view", "everything"]);
  await expectAccessible(page);
  await page.goBack();
  await expect(around).toHaveCount(0);
  await page.goForward();
  await expect(around).toBeVisible();
  await page.reload();
  await expect(around).toBeVisible();
  await viewer.reader.getByRole("link", { name: "Show as cleaned" }).click();
  await expect(around).toHaveCount(0);
  await viewer.expectQuery(["post", "2020-01-03-with-its-page-around-it"]);

  await viewer.open("media", `${AROUND}&view=everything`);
  await viewer.around.getByRole("link", { name: /^Next/ }).click();
  await viewer.expectQuery(["post", "2020-01-02-three-pictures"]);
});

test("it is offered where there is a difference only, in feeds of others as well", async ({
  page,
  viewer,
  problems,
}) => {
  await elsewhere(page, problems);
  await viewer.open("media", PICTURES);
  await expect(viewer.reader).toContainText("Nobody asked the rope.");
  await expect(viewer.reader.getByRole("link", { name: "Show everything" })).toHaveCount(0);

  const html = (body) => ({
    content_html: body,
    external_url: "https://example.org/x",
    date_published: "2020-01-01",
  });
  const page_ =
    "<nav><a href='/'>All boats</a></nav><p>One paragraph of a feed that somebody else has made.</p>";
  const items = [
    { id: "around", title: "Around", ...html(page_) },
    { id: "whole", title: "Whole", ...html(page_), _broadsheet: { clean: false } },
  ];
  const feed = { version: "https://jsonfeed.org/version/1.1", title: "Others", items };
  await page.route("**/others.json", (route) => route.fulfill({ json: feed }));
  await viewer.open("media", "?bundle=others.json&post=around");
  await viewer.reader.getByRole("link", { name: "Show everything" }).click();
  await expect(viewer.reader.getByRole("link", { name: "All boats" })).toBeVisible();
  await viewer.open("media", "?bundle=others.json&post=whole");
  await expect(viewer.reader.getByRole("link", { name: "All boats" })).toBeVisible();
  await expect(viewer.reader.getByRole("link", { name: "Show" })).toHaveCount(0);
});

test("what was cut is said", async ({ viewer }) => {
  await viewer.open("media", "?post=2020-01-04-deep");
  await expect(viewer.reader).toContainText("its structure is simplified");
  await expect(viewer.reader).toContainText("All the way down.");
});
