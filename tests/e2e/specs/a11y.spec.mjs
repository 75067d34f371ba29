import AxeBuilder from "@axe-core/playwright";

import { expect, test } from "../lib/test.mjs";

const VIEWS = {
  list: { site: "samples", ready: (viewer) => viewer.rows.first() },
  reader: {
    site: "samples",
    query: "?post=2019-10-27-how-a-line-is-set",
    ready: (viewer) => viewer.reader.getByText("A line of print looks"),
  },
  "reader in Chinese": {
    site: "samples",
    query:
      "?post=2019-03-08-%E7%81%AF%E5%A1%94%E6%97%A5%E5%BF%97%EF%BC%9A%E6%BD%AE%E6%B0%B4%E7%9A%84%E8%B4%A6",
    ready: (viewer) => viewer.reader.getByText("值班室的抽屉里有两本账"),
  },
  filter: {
    site: "many",
    query: "?tag=even&tag=-rare&q=sheet",
    filters: true,
    ready: (viewer) => viewer.choice("Tags", "third"),
  },
  "nothing found": {
    site: "many",
    query: "?q=nowhere",
    ready: (viewer) => viewer.page.getByText("Nothing matches."),
  },
  "no such post": { site: "samples", query: "?post=none", ready: (viewer) => viewer.alert },
  error: { site: "samples", broken: true, ready: (viewer) => viewer.retry },
  help: { site: "samples", help: true, ready: (viewer) => viewer.page.getByRole("dialog") },
  settings: {
    site: "samples",
    settings: true,
    ready: (viewer) => viewer.page.getByRole("radio", { name: "Sepia" }),
  },
};

for (const [width, viewport] of Object.entries({
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
})) {
  test.describe(width, () => {
    test.use({ viewport });

    for (const theme of ["light", "sepia", "dark"]) {
      for (const [name, view] of Object.entries(VIEWS)) {
        test(`axe finds nothing: ${name}, ${theme}`, async ({ page, viewer, problems }) => {
          if (view.broken) {
            problems.allow(/Failed to load resource/);
            await page.route("**/bundle.json", (route) => route.fulfill({ status: 404, body: "" }));
          }
          await viewer.open(view.site, view.query);
          await viewer.openSettings();
          await page.getByRole("radio", { name: theme[0].toUpperCase() + theme.slice(1) }).check();
          await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
          if (!view.settings) await viewer.openSettings();
          if (view.filters && width === "narrow") await page.getByRole("button", { name: "Filters" }).click();
          if (view.help) await page.keyboard.press("?");
          await expect(view.ready(viewer)).toBeVisible();

          const { violations } = await new AxeBuilder({ page }).analyze();
          const found = violations.flatMap(({ id, help, nodes }) =>
            nodes.map(
              ({ target, failureSummary }) => `${id} (${help}) at ${target.join(" ")}: ${failureSummary}`,
            ),
          );
          expect(found).toEqual([]);
        });
      }
    }
  });
}
