import { expect, test } from "../lib/test.mjs";

const WIDTHS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

/** Adds up the layout shifts of the page, from its first paint on. */
async function watchShifts(page) {
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const moved = entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.nodeName);
        window.shifts.push({ value: entry.value, moved });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** What has shifted, after two more frames have been drawn. */
function shifts(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.shifts))),
      ),
  );
}

for (const width of [360, 900]) {
  test.describe(`${width} pixels`, () => {
    test.use({ viewport: { width, height: 740 } });

    test("a narrow list has how many posts above it, and its controls in one line below that", async ({
      page,
      viewer,
    }) => {
      await viewer.open("many", "?tag=rare");
      await expect(viewer.status).toHaveText("20 of 700 posts");
      const middle = async (control) => {
        const { y, height } = await control.boundingBox();
        return y + height / 2;
      };
      const controls = [
        page.getByRole("button", { name: "Newest first" }),
        viewer.jump,
        page.getByRole("button", { name: "Filters" }),
      ];
      const [first, ...others] = await Promise.all(controls.map(middle));
      expect(await middle(viewer.status)).toBeLessThan(first - 10);
      for (const other of others) expect(Math.abs(other - first)).toBeLessThan(2);
    });
  });
}

for (const [width, viewport] of Object.entries(WIDTHS)) {
  test.describe(width, () => {
    test.use({ viewport });

    for (const [
      name,
      site,
      query,
      ready,
    ] of /** @type {[string, string, string, (viewer: any) => any][]} */ ([
      ["list", "many", "", (viewer) => viewer.rows.first()],
      ["filtered list", "many", "?tag=rare", (viewer) => viewer.rows.first()],
      ["reader", "many", "?post=2023-10-30-sheet-699", (viewer) => viewer.reader.getByText("Paragraph 1 of")],
      [
        "reader with pictures",
        "samples",
        "?post=2019-03-21-a-plate-of-clouds",
        (viewer) => viewer.reader.getByRole("img").first(),
      ],
      [
        "reader with pictures of no said size",
        "samples",
        "?post=2019-03-08-灯塔日志：潮水的账",
        (viewer) => viewer.reader.getByRole("img").first(),
      ],
    ])) {
      test(`nothing moves after the first paint: ${name}`, async ({ page, viewer }) => {
        await watchShifts(page);
        // Slow data, so that what is drawn before it comes is painted.
        await page.route(/\/(bundle\.json|(rows|directories|facets|packs|media)\/)/, async (route) => {
          const response = await route.fetch();
          await page.evaluate(
            () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
          );
          await route.fulfill({ response });
        });
        await viewer.open(site, query);
        await expect(ready(viewer)).toBeVisible();
        await page.waitForLoadState("networkidle");
        expect(await shifts(page)).toEqual([]);
      });
    }

    test("nothing is wider than the window", async ({ page, viewer }) => {
      for (const query of ["", "?post=2019-10-27-how-a-line-is-set", "?post=2019-03-08-灯塔日志：潮水的账"]) {
        await viewer.open("samples", query);
        await expect(query ? viewer.title : viewer.rows.first()).toBeVisible();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, query).toBeLessThanOrEqual(0);
      }
    });
  });
}
