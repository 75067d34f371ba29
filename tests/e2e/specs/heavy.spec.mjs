import { HEAVY } from "../lib/heavy.mjs";
import { expect, test } from "../lib/test.mjs";

for (const [way, query] of [["packed", "?"], ["in a feed", "?bundle=feed.json&"]]) {
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
