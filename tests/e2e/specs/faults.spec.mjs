import { MANY } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";

test.beforeEach(({ problems }) => {
  // Chromium's own words for a failed request; that is what these tests make.
  problems.allow(/^console error: Failed to load resource/);
});

/** Answers requests that match with `answer`, until the returned function is called. */
async function breakRequests(page, pattern, answer) {
  const handler = (route) => answer(route);
  await page.route(pattern, handler);
  return () => page.unroute(pattern, handler);
}

const html = (route) => route.fulfill({ contentType: "text/html", body: "<!DOCTYPE html><title>Not here</title>" });
const status = (code) => (route) => route.fulfill({ status: code, body: "" });

async function truncated(route) {
  const response = await route.fetch();
  const body = await response.text();
  await route.fulfill({ contentType: "application/json", body: body.slice(0, body.length / 2) });
}

async function newer(route) {
  const head = await (await route.fetch()).json();
  await route.fulfill({ json: { ...head, version: 999 } });
}

const HEAD_FAULTS = {
  "is missing": { answer: status(404), says: /404/ },
  "fails on the server": { answer: status(500), says: /500/ },
  "is a web page": { answer: html, says: /web page/ },
  "is cut short": { answer: truncated, says: /damaged or incomplete/ },
  "is of a newer version": { answer: newer, says: /newer Broadsheet \(format 999\)/ },
  "is something else": { answer: (route) => route.fulfill({ json: { hello: "there" } }), says: /neither/ },
  "cannot be reached": { answer: (route) => route.abort("connectionrefused"), says: /did not answer/ },
};

for (const [fault, { answer, says }] of Object.entries(HEAD_FAULTS)) {
  test(`the archive ${fault}: said in words, and Retry works`, async ({ page, viewer }) => {
    const mend = await breakRequests(page, "**/bundle.json", answer);
    await viewer.open("many");
    await expect(viewer.alert).toHaveCount(1);
    await expect(viewer.alert).toContainText(says);
    await viewer.retry.click();
    await expect(viewer.alert).toContainText(says);
    await mend();
    await viewer.retry.click();
    await expect(viewer.status).toHaveText(`${MANY} posts`);
    await expect(viewer.alert).toHaveCount(0);
  });
}

for (const [fault, answer] of Object.entries({ missing: status(404), "a web page": html, truncated })) {
  test(`an article's file is ${fault}: the list stays, and Retry works`, async ({ page, viewer }) => {
    const mend = await breakRequests(page, "**/bodies/*.json", answer);
    await viewer.open("many");
    await viewer.link("Sheet 699").click();
    await expect(viewer.alert).toContainText("The article could not be loaded");
    await expect(viewer.link("Sheet 698")).toBeVisible();
    await mend();
    await viewer.retry.click();
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
    await expect(viewer.alert).toHaveCount(0);
  });
}

test("a page of rows is missing: what is loaded stays readable, and Retry goes on", async ({ page, viewer }) => {
  const mend = await breakRequests(page, "**/rows/*.json", status(404));
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await expect(async () => {
    await viewer.rows.last().scrollIntoViewIfNeeded();
    await expect(viewer.alert).toBeVisible({ timeout: 100 });
  }).toPass({ intervals: [0] });
  await expect(viewer.alert).toContainText("The list could not be loaded");
  await viewer.link("Sheet 690").click();
  await expect(viewer.reader).toContainText("Paragraph 1 of sheet 690");
  await page.goBack();
  await mend();
  await viewer.retry.click();
  await viewer.scrollToRow(MANY);
});

test("the filters are missing: the list is not, and Retry works", async ({ page, viewer }) => {
  const mend = await breakRequests(page, "**/facets/*.json", status(404));
  await viewer.open("many");
  await expect(viewer.rows.first()).toBeVisible();
  await expect(viewer.alert.first()).toContainText("These filters could not be loaded");
  await mend();
  await viewer.retry.first().click();
  await expect(viewer.choice("Tags", "rare", 20)).toBeVisible();
  await expect(viewer.alert).toHaveCount(0);
});

test("a post's page of ids is missing: said, and Retry works", async ({ page, viewer }) => {
  const mend = await breakRequests(page, "**/ids/*.json", status(500));
  await viewer.open("many", "?post=2020-03-01-sheet-30");
  await expect(viewer.alert.first()).toContainText(/500/);
  await mend();
  await viewer.retry.first().click();
  await expect(viewer.title).toHaveText("Sheet 030");
});

test("going offline leaves what is loaded readable", async ({ page, context, viewer }) => {
  await viewer.open("many");
  await viewer.link("Sheet 699").click();
  await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
  await page.goBack();
  await context.setOffline(true);
  await viewer.link("Sheet 699").click();
  await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
  await page.goBack();
  await viewer.scrollToRow(48);
  await context.setOffline(false);
});

test("an error is said in the reader's language", async ({ page, viewer }) => {
  const mend = await breakRequests(page, "**/bundle.json", status(404));
  await viewer.open("many");
  await viewer.openSettings();
  await page.getByRole("combobox").selectOption({ label: "简体中文" });
  await expect(viewer.alert).toContainText("存档无法加载");
  await mend();
  await viewer.alert.getByRole("button", { name: "重试" }).click();
  await expect(viewer.status).toHaveText(`共 ${MANY} 篇`);
});

test.describe("a program that cannot start", () => {
  test("says so without WebAssembly when its file is missing", async ({ page, viewer, problems }) => {
    problems.allow(/wasm/i);
    await page.route("**/*.wasm", status(404));
    await viewer.open("samples");
    await expect(viewer.alert).toBeVisible();
  });

  test("says so in a browser that has no WebAssembly", async ({ page, viewer, problems }) => {
    problems.allow(/wasm|WebAssembly/i);
    await page.addInitScript(() => delete window.WebAssembly);
    await viewer.open("samples");
    await expect(viewer.alert).toBeVisible();
  });
});
