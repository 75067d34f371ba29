import { HEAVY, HOSTILE, folderOf } from "../lib/heavy.mjs";
import { expect, test } from "../lib/test.mjs";

for (const [way, query] of [
  ["packed", "?"],
  ["in a feed", "?bundle=feed.json&"],
]) {
  for (const [id, { title, begins }] of Object.entries(HEAVY).filter(([id]) => id !== "light")) {
    test(`${title}, ${way}: opens, and so does what is beside it`, async ({ viewer, problems }) => {
      test.slow();
      // The page's own archive, which another takes the place of here.
      problems.allow(/preloaded/);
      await viewer.open("heavy", `${query}post=${id}`);
      await expect(viewer.title).toHaveText(title);
      await expect(viewer.reader).toContainText(begins);
      await viewer.link(HEAVY.light.title).click();
      await expect(viewer.reader).toContainText(HEAVY.light.begins);
      await expect(viewer.alert).toHaveCount(0);
    });
  }
}

for (const [name, { query = "", sees }] of Object.entries(HOSTILE)) {
  test(`a bundle with ${name}: says what it is, and the page goes on`, async ({ page, viewer, problems }) => {
    test.slow();
    problems.allow(/preloaded/, /Failed to load resource/);
    await viewer.open("feeds", `?${query}bundle=hostile/${folderOf(name)}/bundle.json`);
    await expect(page.getByRole("main")).toContainText(sees);
    // What is drawn does not grow with what was said.
    expect(await page.evaluate(() => document.body.innerText.length)).toBeLessThan(9_000_000);
  });
}

const list = (of) => Array.from({ length: 10_000 }, (_, at) => of(at));
for (const [name, query, sees] of [
  [
    "alternatives",
    `tag=${list((at) => `t${at}`).join(",")}`,
    "No more than 100 choices are read from an address.",
  ],
  [
    "choices",
    list((at) => `tag=t${at}&year=${at}&month=m${at}`).join("&"),
    "No more than 100 choices are read from an address.",
  ],
  ["parameters of others", list((at) => `utm${at}=x`).join("&"), "Tags"],
]) {
  test(`a long address, of 10,000 ${name}: the viewer goes on`, async ({ page, viewer }) => {
    test.slow();
    await viewer.open("samples");
    await expect(viewer.status).toBeVisible();
    // Servers refuse such an address; browsers keep one of up to 2 MB.
    await page.evaluate((address) => {
      history.pushState(null, "", address);
      dispatchEvent(new PopStateEvent("popstate"));
    }, `?${query}`);
    await expect(page.locator("body")).toContainText(sees);
    await expect(viewer.status).toBeVisible();
  });
}
