// Names of three hundred characters that nothing breaks: they never make the page wider than the
// window.
import { LONG } from "../lib/long.mjs";
import { expect, test } from "../lib/test.mjs";

const encoded = (name) => encodeURIComponent(name);
const VIEWS = {
  "the list": { query: "", ready: (viewer) => viewer.rows.first() },
  "every kind of chip": {
    query: `?tag=one${LONG.tag}&tag=-two${LONG.tag}&author=one${LONG.author}&category=one${encoded(LONG.category)}&q=${LONG.title}`,
    ready: (viewer) => viewer.page.getByRole("button", { name: "Clear all" }),
  },
  "an article": { query: "?post=2021-01-01-one", ready: (viewer) => viewer.around },
  "no such article": { query: `?post=${LONG.title}`, ready: (viewer) => viewer.alert },
};

for (const width of [320, 390, 640, 900, 1024, 1440]) {
  test.describe(`${width} pixels`, () => {
    test.use({ viewport: { width, height: 740 } });

    for (const [name, { query, ready }] of Object.entries(VIEWS)) {
      test(`nothing is wider than the window: ${name}`, async ({ page, viewer }) => {
        await viewer.open("long", query);
        await expect(ready(viewer)).toBeVisible();
        const filters = page.getByRole("button", { name: "Filters" });
        if (await filters.isVisible()) await filters.click();
        // The facets are drawn with the list.
        if (!query.startsWith("?post")) await expect(viewer.group("Tags")).toBeVisible();
        const wide = await page.evaluate(() => {
          const wide = [
            document.documentElement,
            ...document.querySelectorAll("#list, #reader, #facets, .list-top"),
          ];
          return wide
            .filter((box) => box.scrollWidth > box.clientWidth)
            .map(
              (box) => `${box.id || box.className || box.tagName} ${box.scrollWidth} > ${box.clientWidth}`,
            );
        });
        expect(wide).toEqual([]);
      });
    }

    test("the cross of a long chip is in sight", async ({ page, viewer }) => {
      await viewer.open("long", VIEWS["every kind of chip"].query);
      const chips = page.getByRole("button", { name: /^Remove filter/ });
      await expect(chips).toHaveCount(5);
      const crosses = await chips.evaluateAll((chips) =>
        chips.map((chip) => {
          const [mark] = [...chip.querySelectorAll("[aria-hidden]")].filter((mark) =>
            mark.textContent.includes("×"),
          );
          const box = mark.getBoundingClientRect();
          const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return box.width > 5 && box.right <= window.innerWidth && chip.contains(found);
        }),
      );
      expect(crosses).toEqual([true, true, true, true, true]);
    });
  });
}
