// Every fault of a part: what is said, what still works, and that Retry mends it. What the server
// does is played by intercepted requests, and time by the page's clock, which stands still unless a
// test moves it.
import { ANCHORS, PICTURE } from "../lib/anchors.mjs";
import { MANY } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";

test.beforeEach(async ({ page, problems }) => {
  // Chromium's own words for a failed request; that is what these tests make.
  problems.allow(/^console error: Failed to load resource/);
  await page.clock.install({ time: "2026-03-01T08:00:00Z" });
  await page.clock.pauseAt("2026-03-01T08:00:01Z");
});

/**
 * Answers requests that match with `answer`, until the returned function is called; those that are
 * under way stay broken. Its member `count` says how many there were, `answered` how many of them
 * have their answer.
 */
async function breakRequests(page, pattern, answer) {
  let broken = true;
  const mend = () => {
    broken = false;
  };
  mend.count = 0;
  mend.answered = 0;
  await page.route(pattern, async (route) => {
    if (!broken) return route.continue();
    mend.count += 1;
    await answer(route);
    mend.answered += 1;
  });
  return mend;
}

/** Waits until something was asked for: from then on the viewer counts the time. */
const whenAsked = (mend) => expect.poll(() => mend.count).toBeGreaterThan(0);

/** Counts how often each file of the bundle is asked for. */
function countRequests(page) {
  const counts = new Map();
  page.on("request", (request) => {
    const [file] = request.url().match(/bundle\.json$|(rows|directories|facets|packs)\/.*$/) ?? [];
    if (file) counts.set(file, (counts.get(file) ?? 0) + 1);
  });
  return counts;
}

const html = (route) =>
  route.fulfill({ contentType: "text/html", body: "<!DOCTYPE html><title>Not here</title>" });
const status = (code, headers) => (route) => route.fulfill({ status: code, headers, body: "" });
const refused = (route) => route.abort("connectionrefused");
const never = () => {};

/** Passes the server's answer through `change`, which may do what it likes with the bytes. */
const altered = (change) => async (route) => {
  const response = await route.fetch();
  await route.fulfill({ response, body: change(await response.body()) });
};

const truncated = altered((body) => body.subarray(0, body.length / 2));
const bitFlipped = altered((body) =>
  body.fill(body[body.length - 10] ^ 1, body.length - 10, body.length - 9),
);
/** Whole and of the right shape, but not what the name says. */
const anotherFile = altered((body) => Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1)));

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
  "cannot be reached": { answer: refused, says: /did not answer/ },
};

for (const [fault, { answer, says }] of Object.entries(HEAD_FAULTS)) {
  test(`the archive ${fault}: said in words, and Retry works`, async ({ page, viewer }) => {
    const mend = await breakRequests(page, "**/bundle.json", answer);
    await viewer.open("many");
    await expect(viewer.alert).toHaveCount(1);
    await expect(viewer.alert).toContainText(says);
    const before = mend.count;
    await viewer.retry.click();
    await expect.poll(() => mend.count).toBeGreaterThan(before);
    await expect(viewer.retry).toBeVisible();
    await expect(viewer.alert).toContainText(says);
    mend();
    await viewer.retry.click();
    await expect(viewer.status).toHaveText(`${MANY} posts`);
    await expect(viewer.alert).toHaveCount(0);
  });
}

const SHARD_FAULTS = {
  missing: { answer: status(404), says: /error 404/ },
  "failing on the server": { answer: status(500), says: /error 500.*tried again by itself/ },
  "a web page": { answer: html, says: /web page/ },
  "cut short": { answer: truncated, says: /damaged or incomplete/ },
  "wrong in one bit": { answer: bitFlipped, says: /damaged or incomplete/ },
  "another file of the right shape": { answer: anotherFile, says: /damaged or incomplete/ },
  "out of reach": { answer: refused, says: /did not answer.*tried again by itself/ },
};

for (const [fault, { answer, says }] of Object.entries(SHARD_FAULTS)) {
  test(`an article's file is ${fault}: the list stays, and Retry works`, async ({ page, viewer }) => {
    const mend = await breakRequests(page, "**/packs/*.json", answer);
    await viewer.open("many");
    await viewer.link("Sheet 699").click();
    await expect(viewer.alert).toHaveCount(1);
    await expect(viewer.alert).toContainText("The article could not be loaded");
    await expect(viewer.alert).toContainText(says);
    await viewer.choice("Tags", "rare", 20).check();
    await expect(viewer.status).toHaveText(`20 of ${MANY} posts`);
    await page.goBack();
    await expect(viewer.alert).toContainText(says);
    mend();
    await viewer.retry.click();
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
    await expect(viewer.alert).toHaveCount(0);
  });

  test(`the file of what links to an article is ${fault}: the article stays, and Retry works`, async ({
    page,
    problems,
    viewer,
  }) => {
    problems.allow(/^request: image https:\/\/pictures\.example\.org/);
    await page.route(PICTURE, (route) => route.fulfill({ contentType: "image/svg+xml", body: "<svg/>" }));
    const mend = await breakRequests(page, "**/inbound/*.json", answer);
    await viewer.open("anchors", `?post=${ANCHORS}`);
    await expect(viewer.title).toHaveText("锚点");
    await expect(viewer.alert).toHaveCount(1);
    await expect(viewer.alert).toContainText("The posts that link here could not be loaded");
    await expect(viewer.alert).toContainText(says);
    await expect(viewer.reader).toContainText("潮汐表的第1段");
    mend();
    await viewer.retry.click();
    await expect(viewer.reader.getByRole("heading", { name: "Linked from" })).toBeAttached();
    await expect(viewer.alert).toHaveCount(0);
  });

  test(`a page of rows is ${fault}: what is loaded stays readable, and Retry goes on`, async ({
    page,
    viewer,
  }) => {
    const mend = await breakRequests(page, "**/rows/*.json", answer);
    await viewer.open("many");
    await expect(viewer.rows.first()).toBeVisible();
    await expect(async () => {
      await viewer.rows.last().scrollIntoViewIfNeeded();
      await expect(viewer.alert).toBeVisible({ timeout: 100 });
    }).toPass({ intervals: [0] });
    await expect(viewer.alert).toContainText("The list could not be loaded");
    await expect(viewer.alert).toContainText(says);
    await viewer.link("Sheet 660").click();
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 660");
    await page.goBack();
    mend();
    await viewer.retry.click();
    await viewer.scrollToRow(MANY);
  });

  test(`the filters' file is ${fault}: said once, the rest stays readable, and Retry works`, async ({
    page,
    viewer,
  }) => {
    const mend = await breakRequests(page, "**/facets/*.json", answer);
    await viewer.open("many");
    await viewer.choice("Tags", "rare", 20).check();
    await expect(viewer.alert).toHaveCount(1);
    await expect(viewer.alert).toContainText("The list could not be loaded");
    await expect(viewer.alert).toContainText(says);
    await page.goBack();
    await viewer.link("Sheet 699").click();
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
    await page.goBack();
    await viewer.choice("Tags", "rare", 20).check();
    mend();
    await viewer.retry.click();
    await expect(viewer.status).toHaveText(`20 of ${MANY} posts`);
    await expect(viewer.alert).toHaveCount(0);
  });

  test(`a post's page of ids is ${fault}: said, the list stays, and Retry works`, async ({
    page,
    viewer,
  }) => {
    const mend = await breakRequests(page, "**/directories/*.json", answer);
    await viewer.open("many", "?post=2020-03-01-sheet-30");
    await expect(viewer.alert).toHaveCount(1);
    await expect(viewer.alert).toContainText(says);
    await expect(viewer.status).toHaveText(`${MANY} posts`);
    mend();
    await viewer.retry.click();
    await expect(viewer.title).toHaveText("Sheet 030");
  });
}

test("JSON of another content type is read all the same", async ({ page, viewer }) => {
  await page.route(/\.json$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { "content-type": "text/plain" } });
  });
  await viewer.open("many", "?post=2020-03-01-sheet-30&tag=even");
  await expect(viewer.title).toHaveText("Sheet 030");
  await expect(viewer.alert).toHaveCount(0);
});

test("a file damaged once is asked for again past the cache, without a word", async ({ page, viewer }) => {
  let asked = 0;
  await page.route("**/packs/*.json", (route) => {
    asked += 1;
    return asked === 1 ? bitFlipped(route) : route.continue();
  });
  await viewer.open("many");
  await viewer.link("Sheet 699").click();
  await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
  await expect(viewer.alert).toHaveCount(0);
  expect(asked).toBe(2);
});

test.describe("a slow file", () => {
  for (const [what, pattern, query, row] of [
    ["article", "**/packs/*.json", "?post=2023-10-30-sheet-699", "Sheet 698"],
    ["list", "**/facets/*.json", "?tag=odd", undefined],
  ]) {
    test(`of the ${what}: said, and Retry asks again`, async ({ page, viewer }) => {
      const mend = await breakRequests(page, pattern, never);
      await viewer.open("many", query);
      await expect(page.getByText("Loading…").first()).toBeVisible();
      await whenAsked(mend);
      await page.clock.runFor(7_000);
      await expect(viewer.alert).toHaveCount(0);
      await page.clock.runFor(2_000);
      await expect(viewer.alert.first()).toContainText("taking longer than usual");
      if (row) await expect(viewer.link(row)).toBeVisible();
      mend();
      await viewer.retry.first().click();
      await expect(viewer.alert).toHaveCount(0);
      await expect(what === "list" ? viewer.link("Sheet 699") : viewer.reader).toContainText(/sheet 699/i);
    });
  }

  test("that comes after all is shown without Retry", async ({ page, viewer }) => {
    /** @type {any} */
    let release;
    await page.route("**/packs/*.json", (route) => {
      release = () => route.continue();
    });
    await viewer.open("many", "?post=2023-10-30-sheet-699");
    await expect(viewer.choice("Tags", "rare", 20)).toBeVisible();
    await expect.poll(() => Boolean(release)).toBe(true);
    await page.clock.runFor(9_000);
    await expect(viewer.alert).toContainText("taking longer than usual");
    await release();
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
    await expect(viewer.alert).toHaveCount(0);
  });

  test("that never comes is given up, and asked for again later", async ({ page, viewer }) => {
    const mend = await breakRequests(page, "**/packs/*.json", never);
    await viewer.open("many", "?post=2023-10-30-sheet-699");
    await expect(viewer.choice("Tags", "rare", 20)).toBeVisible();
    await whenAsked(mend);
    await page.clock.runFor(120_500);
    await expect(viewer.alert).toContainText("took too long");
    mend();
    await page.clock.runFor(2_000);
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
  });

  test("is no worse than that: the archive itself", async ({ page, viewer }) => {
    const mend = await breakRequests(page, "**/bundle.json", never);
    await viewer.open("many");
    await expect(viewer.status).toHaveText("Loading…");
    await whenAsked(mend);
    await page.clock.runFor(9_000);
    await expect(viewer.alert).toContainText("taking longer than usual");
    mend();
    await viewer.retry.click();
    await expect(viewer.status).toHaveText(`${MANY} posts`);
  });
});

test.describe("trying again", () => {
  test("happens by itself, after growing pauses, and only for what failed", async ({ page, viewer }) => {
    const counts = countRequests(page);
    const mend = await breakRequests(page, "**/packs/*.json", status(503));
    const tries = () => [...counts].filter(([file]) => file.startsWith("packs/")).map(([, count]) => count);
    await viewer.open("many", "?post=2023-10-30-sheet-699");
    await expect(viewer.alert).toContainText("tried again by itself");
    expect(tries()).toEqual([1]);
    for (const [pause, count] of [
      [700, 1],
      [600, 2],
      [2_200, 2],
      [1_600, 3],
      [6_700, 3],
      [4_600, 4],
      [20_000, 4],
    ]) {
      await page.clock.runFor(pause);
      await expect.poll(tries, { message: `after ${pause} ms more` }).toEqual([count]);
      // The next pause begins with the answer.
      await expect.poll(() => mend.answered).toBe(count);
      await expect(viewer.alert.getByRole("button", { name: "Retry" })).toBeVisible();
    }
    mend();
    await page.clock.runFor(14_000);
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
    expect([...counts].filter(([file, count]) => !file.startsWith("packs/") && count > 1)).toEqual([]);
  });

  test("ends after a few times, until the reader asks", async ({ page, viewer }) => {
    const counts = countRequests(page);
    await breakRequests(page, "**/bundle.json", status(502));
    await viewer.open("many");
    await expect(viewer.alert).toContainText("502");
    for (const pause of [1_300, 3_800, 11_300, 33_800, 600_000]) {
      await page.clock.runFor(pause);
      await expect(viewer.retry).toBeVisible();
    }
    await expect(viewer.alert).not.toContainText("by itself");
    // The page itself preloads the file once.
    const before = counts.get("bundle.json");
    expect(before).toBeLessThanOrEqual(6);
    await viewer.retry.click();
    await expect(viewer.alert).toContainText("by itself");
    expect(counts.get("bundle.json")).toBe(before + 1);
  });

  test("heeds a server that names a time", async ({ page, viewer }) => {
    const counts = countRequests(page);
    const mend = await breakRequests(page, "**/packs/*.json", status(429, { "retry-after": "30" }));
    await viewer.open("many", "?post=2023-10-30-sheet-699");
    await expect(viewer.alert).toContainText("429");
    mend();
    // Rows around the article are loaded meanwhile.
    const bodies = () => [...counts].filter(([file]) => file.startsWith("packs/"));
    const before = bodies();
    await page.clock.runFor(29_500);
    expect(bodies()).toEqual(before);
    await page.clock.runFor(2_000);
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
  });

  test("on a click asks at once, and for nothing that is there", async ({ page, viewer }) => {
    const counts = countRequests(page);
    const mend = await breakRequests(page, "**/{packs,facets}/*.json", status(404));
    await viewer.open("many", "?post=2023-10-30-sheet-699&tag=odd");
    await expect(viewer.alert).toHaveCount(2);
    mend();
    await viewer.retry.last().click();
    await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
    await expect(viewer.alert).toHaveCount(0);
    for (const [file, count] of counts) {
      if (/^(packs|facets)/.test(file)) expect(count, file).toBe(2);
      if (/^(rows|ids)/.test(file)) expect(count, file).toBe(1);
    }
  });
});

test.describe("offline", () => {
  test("what is loaded stays readable", async ({ page, context, viewer }) => {
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

  for (const [step, query, act] of /** @type {[string, string, (viewer: any) => Promise<void>][]} */ ([
    ["opening an article", "", (viewer) => viewer.link("Sheet 699").click()],
    ["searching", "", (viewer) => viewer.search.fill("Sheet 699")],
    ["filtering", "", (viewer) => viewer.choice("Tags", "rare", 20).check()],
  ])) {
    test(`${step} says so, and goes on by itself once there is a network`, async ({
      page,
      context,
      viewer,
    }) => {
      await viewer.open("many", query);
      await expect(viewer.rows.first()).toBeVisible();
      await expect(page.getByRole("group").locator(".placeholder")).toHaveCount(0);
      await context.setOffline(true);
      await act(viewer);
      await expect(viewer.alert).toHaveCount(1);
      await expect(viewer.alert).toContainText("no network connection");
      await expect(viewer.retry).toBeVisible();
      await context.setOffline(false);
      await expect(viewer.alert).toHaveCount(0);
    });
  }
});

for (const [language, failed, retry, all] of [
  ["English", "The archive could not be loaded", "Retry", `${MANY} posts`],
  ["简体中文", "存档无法加载", "重试", `共 ${MANY} 篇`],
  ["繁體中文", "典藏無法載入", "重試", `共 ${MANY} 篇`],
]) {
  test(`an error is said in the reader's language: ${language}`, async ({ page, viewer }) => {
    const mend = await breakRequests(page, "**/bundle.json", status(404));
    await viewer.open("many");
    await viewer.openSettings();
    await page.getByRole("combobox", { name: "Language" }).selectOption({ label: language });
    await expect(viewer.alert).toContainText(failed);
    mend();
    await viewer.alert.getByRole("button", { name: retry }).click();
    await expect(viewer.status).toHaveText(all);
  });
}

test.describe("storage", () => {
  for (const [fault, breakStorage] of Object.entries({
    "is forbidden": () => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("The operation is insecure.", "SecurityError");
        },
      });
    },
    "is full": () => {
      Storage.prototype.setItem = () => {
        throw new DOMException("Full.", "QuotaExceededError");
      };
    },
    "is not there": () => Object.defineProperty(window, "localStorage", { value: null }),
  })) {
    test(`${fault}: everything works, choices are just not kept`, async ({ page, viewer }) => {
      await page.addInitScript(breakStorage);
      await viewer.open("many");
      await viewer.openSettings();
      await page.getByRole("radio", { name: "Sepia" }).check();
      await expect(page.locator("html")).toHaveAttribute("data-theme", "sepia");
      await viewer.link("Sheet 699").click();
      await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
      await page.reload();
      await expect(viewer.reader).toContainText("Paragraph 1 of sheet 699");
      await expect(page.locator("html")).toHaveAttribute("data-theme", "system");
      await expect(viewer.alert).toHaveCount(0);
    });
  }
});
