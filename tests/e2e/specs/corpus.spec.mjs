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

for (const [parameter, key] of [["tag", "tags"], ["author", "author"]]) {
  test(`for each ${parameter}, as many posts are shown as have it`, async ({ viewer }) => {
    test.slow();
    const counts = countValues(folder, key);
    expect(counts.size).toBeGreaterThan(5);
    const total = number.format(countPosts(folder));
    for (const [value, count] of counts) {
      const query = new URLSearchParams({ [parameter]: value.replace(/^-|[,\\]/g, "\\$&") });
      await viewer.open("corpus", `?${query}`);
      await expect.soft(viewer.status, value).toHaveText(`${number.format(count)} of ${total} posts`);
      await expect.soft(viewer.rows.first(), value).toHaveAttribute("aria-setsize", String(count));
    }
  });
}
