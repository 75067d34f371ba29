import path from "node:path";

import { countPosts, countValues } from "../lib/front-matter.mjs";
import { shared } from "../lib/paths.mjs";
import { expect, test } from "../lib/test.mjs";

test.skip(!shared, "shared test data missing: set BROADSHEET_SHARED to the folder that has corpus/posts");

const folder = shared && path.join(shared, "corpus/posts");
const number = new Intl.NumberFormat("en-GB");

test("every post is in the archive", async ({ viewer }) => {
  await viewer.open("corpus");
  await expect(viewer.status).toHaveText(`${number.format(countPosts(folder))} posts`);
});

for (const [parameter, key] of [
  ["tag", "tags"],
  ["author", "author"],
]) {
  test(`for each ${parameter}, as many posts are shown as have it`, async ({ page, viewer }) => {
    const counts = countValues(folder, key);
    expect(counts.size).toBeGreaterThan(5);
    await viewer.open("corpus");
    await expect(viewer.rows.first()).toBeVisible();
    const shown = await page.evaluate(countShown, { parameter, values: [...counts.keys()] });
    const total = number.format(countPosts(folder));
    const expected = [...counts].map(([value, count]) => ({
      value,
      status: `${number.format(count)} of ${total} posts`,
      rows: String(count),
    }));
    expect(shown).toEqual(expected);
  });
}

/**
 * Runs inside the page: narrows the list to one value after the other, and returns what the page
 * says of each.
 */
async function countShown({ parameter, values }) {
  const status = () => document.querySelector("[role=status]").textContent;
  const firstRow = () => document.querySelector("[role=feed] article");
  const shown = [];
  for (const value of values) {
    const query = new URLSearchParams({ [parameter]: value.replace(/^-|[,\\]/g, "\\$&") });
    history.pushState(null, "", `?${query}`);
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
    // The chip, the count and the rows are drawn together; rows that are not loaded yet are not
    // there yet.
    const says = () =>
      [...document.querySelectorAll("button")].some(
        (button) => button.ariaLabel === `Remove filter: ${value}`,
      ) &&
      (firstRow() || status().startsWith("0 "));
    await new Promise((resolve) => {
      if (says()) return resolve();
      const observer = new MutationObserver(() => {
        if (!says()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    shown.push({ value, status: status(), rows: firstRow()?.ariaSetSize ?? "0" });
  }
  return shown;
}
