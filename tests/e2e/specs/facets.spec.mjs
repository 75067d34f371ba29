import AxeBuilder from "@axe-core/playwright";

import { SUBJECTS } from "../lib/endless.mjs";
import { MANY, manyPosts } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";
import { CITIES, TOPICS } from "../lib/values.mjs";

const count = (test) => manyPosts().filter(test).length;
const on = (period) => (post) => post.day?.startsWith(period) ?? false;
const has = (tag) => (post) => post.tags.includes(tag);
const both =
  (...tests) =>
  (post) =>
    tests.every((test) => test(post));

/** The numbers of the Chinese tags of the endless archive. */
const TITLED = Array.from({ length: SUBJECTS / 3 }, (_, at) => String(at * 3));

/** What the histogram says to those who do not see it. */
const bars = (page) => page.getByRole("list", { name: "Dates" }).getByRole("listitem");
const slider = (page, name) => page.getByRole("slider", { name });
/** The values of a group, as they are read out, in their order. */
const values = (viewer, group) =>
  viewer
    .group(group)
    .getByRole("checkbox")
    .evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label").replace(/ \(.*/, "")));

async function expectNoViolations(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" "))}`),
  ).toEqual([]);
}

test.describe("years and months", () => {
  test("are alternatives, with counts that follow the rest of the filter", async ({ viewer }) => {
    await viewer.open("many", "?tag=third");
    for (const year of ["2020", "2021", "2022", "2023"]) {
      await expect(viewer.choice("Years", year, count(both(on(year), has("third"))))).toBeVisible();
    }
    await viewer.choice("Years", "2021").check();
    await viewer.expectQuery(["tag", "third"], ["year", "2021"]);
    const in2021 = count(both(on("2021"), has("third")));
    await expect(viewer.status).toHaveText(`${in2021} of ${MANY} posts`);
    // Another year would be one more that may match.
    await expect(viewer.choice("Years", "2022", count(both(on("2022"), has("third"))))).toBeVisible();
    await expect(
      viewer.choice("Tags", "rare", count(both(on("2021"), has("third"), has("rare")))),
    ).toBeVisible();
    await viewer.choice("Years", "2022").check();
    await viewer.expectQuery(["tag", "third"], ["year", "2021,2022"]);
    await expect(viewer.status).toHaveText(
      `${in2021 + count(both(on("2022"), has("third")))} of ${MANY} posts`,
    );
    await expect(viewer.group("Years").getByRole("button", { name: "all" })).toHaveCount(0);
  });

  test("can be left out, and then what is undated stays", async ({ viewer }) => {
    await viewer.open("many");
    await viewer.exclude("Years", "2021").click();
    await viewer.expectQuery(["year", "-2021"]);
    await expect(viewer.status).toHaveText(`${MANY - count(on("2021"))} of ${MANY} posts`);
  });

  test("a year opens to its months, and each is a chip that goes", async ({ page, viewer }) => {
    await viewer.open("many");
    const months = viewer.group("Months of 2022");
    await expect(months).toHaveCount(0);
    const opener = page.getByRole("button", { name: "Months of 2022" });
    await expect(opener).toHaveAttribute("aria-expanded", "false");
    await opener.click();
    await expect(months.getByRole("checkbox")).toHaveCount(12);
    await viewer.choice("Months of 2022", "March 2022", count(on("2022-03"))).check();
    await viewer.expectQuery(["month", "2022-03"]);
    await expect(viewer.status).toHaveText(`${count(on("2022-03"))} of ${MANY} posts`);
    await viewer.exclude("Months of 2022", "April 2022").click();
    await viewer.choice("Months of 2022", "May 2022").check();
    await viewer.expectQuery(["month", "2022-03,2022-05"], ["month", "-2022-04"]);
    await page.reload();
    await expect(viewer.status).toHaveText(`${count(on("2022-03")) + count(on("2022-05"))} of ${MANY} posts`);
    await expect(viewer.choice("Months of 2022", "May 2022")).toBeChecked();
    await page.getByRole("button", { name: "Remove filter: March 2022" }).click();
    await viewer.expectQuery(["month", "2022-05"], ["month", "-2022-04"]);
    await page.getByRole("button", { name: "Clear all" }).click();
    await viewer.expectQuery();
  });
});

test.describe("the histogram", () => {
  test("says the posts of each year under the rest of the filter", async ({ page, viewer }) => {
    await viewer.open("many", "?tag=rare&from=2021&to=2022");
    const said = ["2020", "2021", "2022", "2023"].map(
      (year) => `${year} (${count(both(on(year), has("rare")))})`,
    );
    await expect(bars(page)).toHaveText(said);
    await expect(viewer.status).toHaveText(
      `${count(both((post) => on("2021")(post) || on("2022")(post), has("rare")))} of ${MANY} posts`,
    );
  });

  test("by keyboard: arrows move an end, Escape clears, Back undoes", async ({ page, viewer }) => {
    await viewer.open("many");
    await slider(page, "Beginning").focus();
    await page.keyboard.press("ArrowRight");
    await viewer.expectQuery(["from", "2021"], ["to", "2023"]);
    await expect(slider(page, "Beginning")).toBeFocused();
    await expect(slider(page, "Beginning")).toHaveAttribute("aria-valuetext", "2021");
    await page.keyboard.press("Tab");
    await expect(slider(page, "End")).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await viewer.expectQuery(["from", "2021"], ["to", "2022"]);
    await expect(slider(page, "End")).toHaveAttribute("aria-valuetext", "2022");
    await expect(viewer.status).toHaveText(
      `${count((post) => on("2021")(post) || on("2022")(post))} of ${MANY} posts`,
    );
    await page.goBack();
    await viewer.expectQuery();
    await page.goForward();
    await viewer.expectQuery(["from", "2021"], ["to", "2022"]);
    // The ends cannot pass each other.
    await slider(page, "Beginning").focus();
    await page.keyboard.press("Home");
    await viewer.expectQuery(["from", "2020"], ["to", "2022"]);
    await page.keyboard.press("Escape");
    await viewer.expectQuery();
    await expect(viewer.status).toHaveText(`${MANY} posts`);
    await expect(slider(page, "Beginning")).toBeFocused();
  });

  test("by pointer: a drag chooses a range, a click one bar and its months", async ({ page, viewer }) => {
    await viewer.open("many");
    await expect(bars(page)).toHaveCount(4);
    const plot = page.locator(".dates svg");
    const box = await plot.boundingBox();
    /** @returns {[number, number]} */
    const at = (part) => [box.x + box.width * part, box.y + box.height / 2];
    await page.mouse.move(...at(0.3));
    await page.mouse.down();
    await page.mouse.move(...at(0.5));
    await page.mouse.move(...at(0.7));
    await viewer.expectQuery();
    await page.mouse.up();
    await viewer.expectQuery(["from", "2021"], ["to", "2022"]);
    await page.getByRole("button", { name: "All dates" }).click();
    await viewer.expectQuery();
    await page.mouse.click(...at(0.4));
    await viewer.expectQuery(["from", "2021"], ["to", "2021"]);
    await expect(page.getByRole("button", { name: "Remove filter: 2021" })).toBeVisible();
    await expect(bars(page)).toHaveCount(12);
    await expect(bars(page).nth(2)).toHaveText(`March 2021 (${count(on("2021-03"))})`);
    await page.mouse.click(...at(2.5 / 12));
    await viewer.expectQuery(["from", "2021-03"], ["to", "2021-03"]);
    await expect(viewer.status).toHaveText(`${count(on("2021-03"))} of ${MANY} posts`);
    await page.mouse.click(...at(2.5 / 12));
    await viewer.expectQuery(["from", "2021"], ["to", "2021"]);
  });
});

test.describe("a facet of many values", () => {
  test("shows the most frequent first, by the counts that are shown", async ({ viewer }) => {
    await viewer.open("values");
    await expect(viewer.choice("Tags", "广州", 5)).toBeVisible();
    expect((await values(viewer, "Tags")).slice(0, 4)).toEqual(["广州", "上海", "安徽", "北京"]);
    await viewer.choice("Tags", "北京").check();
    await expect(viewer.choice("Tags", "Topic 2", 1)).toBeVisible();
    // Whatever moves, the keyboard stays where it was.
    await expect(viewer.choice("Tags", "北京")).toBeFocused();
    expect((await values(viewer, "Tags")).slice(0, 4).sort()).toEqual(
      ["上海", "北京", "安徽", "广州"].sort(),
    );
  });

  test("is sorted by name as the reader's language has it", async ({ page, viewer }) => {
    await viewer.open("values");
    const order = viewer.group("Tags").getByRole("button", { name: "by name" });
    await expect(order).toHaveAttribute("aria-pressed", "false");
    await order.click();
    await expect(order).toHaveAttribute("aria-pressed", "true");
    await expect
      .poll(async () => (await values(viewer, "Tags")).slice(0, 3))
      .toEqual(["Topic 1", "Topic 2", "Topic 3"]);
    await viewer.openSettings();
    await page.getByRole("combobox", { name: "Language" }).selectOption("zh-Hans");
    await expect
      .poll(async () => (await values(viewer, "标签")).map((value) => value.replace(/（.*/, "")).slice(0, 5))
      .toEqual(["安徽", "北京", "广州", "上海", "Topic 1"]);
    await expect(viewer.group("标签").getByRole("button", { name: "按名称" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
  });

  test("is searched, whatever the case and the width, and draws no more than forty, without a search a hundred", async ({
    page,
    viewer,
  }) => {
    await viewer.open("values");
    const box = page.getByRole("searchbox", { name: "Search in Tags" });
    await box.fill("ｔOPIC 14");
    const matching = TOPICS.filter((topic) => topic.startsWith("Topic 14")).length;
    await expect(viewer.group("Tags").getByRole("checkbox")).toHaveCount(matching);
    await box.fill("topic");
    await expect(viewer.group("Tags").getByRole("checkbox")).toHaveCount(40);
    await expect(viewer.group("Tags")).toContainText(`${TOPICS.length - 40} more`);
    await box.fill("nowhere");
    await expect(viewer.group("Tags")).toContainText("Nothing matches.");
    await box.press("Escape");
    await expect(box).toHaveValue("");
    await expect(box).toBeFocused();
    await box.fill("topic 77");
    await viewer.choice("Tags", "Topic 77").check();
    await viewer.expectQuery(["tag", "Topic 77"]);
    await expect(box).toHaveValue("topic 77");
    await box.fill("");
    await viewer
      .group("Tags")
      .getByRole("button", { name: `Show 100 of ${TOPICS.length + Object.keys(CITIES).length}` })
      .click();
    // No post has two of them, so that each is one more that may match, and the chosen one is not
    // among the first hundred.
    await expect(viewer.group("Tags").getByRole("checkbox")).toHaveCount(101);
    await expect(viewer.choice("Tags", "Topic 77")).toBeChecked();
  });
});

test("thousands of values are searched forty at a time, and sorted as they are pronounced", async ({
  page,
  viewer,
}) => {
  await viewer.open("endless");
  await page.getByRole("searchbox", { name: "Search in Tags" }).fill("subject");
  await expect(viewer.group("Tags").getByRole("checkbox")).toHaveCount(40);
  await expect(viewer.group("Tags")).toContainText("1,960 more");
  await page.getByRole("searchbox", { name: "Search in Tags" }).fill("题目 99");
  await expect(viewer.group("Tags").getByRole("checkbox")).toHaveCount(
    TITLED.filter((number) => number.startsWith("99")).length,
  );
  await viewer.group("Tags").getByRole("button", { name: "by name" }).click();
  await expect
    .poll(() => values(viewer, "Tags"))
    .toEqual(["题目 99", "题目 990", "题目 993", "题目 996", "题目 999"]);
});

test("an archive of one month has no dates to choose from", async ({ page, viewer }) => {
  await viewer.open("heavy");
  await expect(viewer.choice("Years", "2020")).toBeVisible();
  await expect(slider(page, "Beginning")).toHaveCount(0);
  await viewer.open("heavy", "?from=2020-01");
  await expect(slider(page, "Beginning")).toBeVisible();
});

test.describe("in a window of middle width", () => {
  test.use({ viewport: { width: 768, height: 1024 } });

  test("the facets stand beside each other under the histogram", async ({ page, viewer }) => {
    await viewer.open("many");
    await page.getByRole("button", { name: "Filters", exact: true }).click();
    const boxes = await Promise.all(
      ["Years", "Tags", "Authors"].map((name) => viewer.group(name).boundingBox()),
    );
    expect(new Set(boxes.map(({ y }) => y)).size).toBe(1);
    for (const [at, box] of boxes.entries()) {
      expect(box.x).toBeGreaterThanOrEqual(at ? boxes[at - 1].x + boxes[at - 1].width : 0);
      expect(box.x + box.width).toBeLessThanOrEqual(768);
    }
    const plot = await page.locator(".dates svg").boundingBox();
    expect(plot.y + plot.height).toBeLessThan(boxes[0].y);
    expect(plot.width).toBeGreaterThan(600);
  });
});

test("what draws the facets is missing: said, the list stays, and Retry works", async ({
  page,
  viewer,
  problems,
}) => {
  problems.allow(/^console error/);
  let missing = true;
  await page.route("**/facets-*.wasm", (route) =>
    missing ? route.fulfill({ status: 404 }) : route.continue(),
  );
  await viewer.open("many");
  await expect(viewer.alert).toHaveCount(1);
  await expect(viewer.alert).toContainText("These filters could not be loaded");
  await expect(viewer.rows.first()).toBeVisible();
  missing = false;
  await viewer.retry.click();
  await expect(viewer.choice("Tags", "even")).toBeVisible();
  await expect(viewer.alert).toHaveCount(0);
});

for (const [width, viewport] of Object.entries({
  wide: { width: 1440, height: 900 },
  phone: { width: 360, height: 740 },
})) {
  test.describe(width, () => {
    test.use({ viewport, hasTouch: width === "phone" });

    test("axe finds nothing, and nothing is wider than the window", async ({ page, viewer }) => {
      await viewer.open("many", "?year=2021&month=-2021-04&from=2021-03&to=2021-10");
      if (width === "phone") await page.getByRole("button", { name: "Filters", exact: true }).click();
      await expect(viewer.choice("Months of 2021", "May 2021")).toBeVisible();
      await expectNoViolations(page);
      await viewer.open("values");
      if (width === "phone") await page.getByRole("button", { name: "Filters", exact: true }).click();
      await page.getByRole("searchbox", { name: "Search in Tags" }).fill("topic");
      await expect(viewer.group("Tags").getByRole("checkbox")).toHaveCount(40);
      await expectNoViolations(page);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0);
    });
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("a tap on a bar chooses it", async ({ page, viewer }) => {
    await viewer.open("many");
    await page.getByRole("button", { name: "Filters", exact: true }).tap();
    await expect(bars(page)).toHaveCount(4);
    const box = await page.locator(".dates svg").boundingBox();
    await page.touchscreen.tap(box.x + box.width * 0.6, box.y + box.height / 2);
    await viewer.expectQuery(["from", "2022"], ["to", "2022"]);
    // What was opened and sorted is as it was when the filters come back.
    await page.getByRole("button", { name: "Months of 2020" }).tap();
    await page.getByRole("button", { name: "Filters", exact: true }).tap();
    await expect(viewer.group("Months of 2020")).toBeHidden();
    await page.getByRole("button", { name: "Filters", exact: true }).tap();
    await expect(viewer.group("Months of 2020")).toBeVisible();
  });
});

for (const theme of ["Light", "Sepia", "Dark"]) {
  test(`what is pressed differs from what is not by 3:1 at least: ${theme}`, async ({ page, viewer }) => {
    await viewer.open("many");
    await viewer.openSettings();
    await page.getByRole("radio", { name: theme }).check();
    await page.keyboard.press("Escape");
    const mode = viewer.group("Tags").getByRole("group", { name: "Match" });
    const fill = (pressed) =>
      mode.getByRole("button", { pressed }).evaluate((button) => {
        for (let box = button; box; box = box.parentElement) {
          const { backgroundColor } = getComputedStyle(box);
          if (backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor;
        }
      });
    const luminance = (colour) => {
      const [red, green, blue] = colour.match(/[\d.]+/g).map((value) => {
        const share = Number(value) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = async () => {
      const [one, other] = [luminance(await fill(true)), luminance(await fill(false))].sort((a, b) => b - a);
      return (one + 0.05) / (other + 0.05);
    };
    expect(await contrast()).toBeGreaterThanOrEqual(3);
    await page.emulateMedia({ forcedColors: "active" });
    expect(await contrast()).toBeGreaterThanOrEqual(3);
  });
}
