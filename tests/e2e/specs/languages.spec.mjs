import { MANY } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";
import { languages } from "../lib/texts.mjs";

/** Browsers' locales that are more than the tag of a language of the interface. */
const LOCALES = { en: "en-GB", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW" };

const LANGUAGES = languages().map(({ tag, name, texts }) => ({
  locale: LOCALES[tag] ?? tag,
  tag,
  name,
  label: texts.language,
  status: texts.post_count.replace("{total}", MANY),
  search: texts.search,
  month: new Intl.DateTimeFormat(tag, { year: "numeric", month: "long" }).format(new Date(2023, 9)),
}));

test("the languages are those that there are texts of", () => {
  expect(LANGUAGES.map(({ tag }) => tag)).toEqual(expect.arrayContaining(Object.keys(LOCALES)));
  expect(LANGUAGES.find(({ tag }) => tag === "zh-Hans")).toMatchObject({
    name: "简体中文",
    status: `共 ${MANY} 篇`,
    search: "搜索标题、作者、标签",
    month: "2023年10月",
  });
});

for (const { locale, tag, status, search, month } of LANGUAGES) {
  test.describe(locale, () => {
    test.use({ locale });

    test(`a browser set to ${locale} gets the interface in ${tag}`, async ({ page, viewer }) => {
      await viewer.open("many");
      await expect(viewer.status).toHaveText(status);
      await expect(page.getByRole("searchbox", { name: search, exact: true })).toBeVisible();
      await expect(page.getByRole("feed").getByText(month, { exact: true }).first()).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", tag);
    });
  });
}

test("another language can be chosen and is remembered", async ({ page, viewer }) => {
  await viewer.open("many");
  const labels = new RegExp(`^(${LANGUAGES.map(({ label }) => label).join("|")})`);
  for (const { name, status, tag } of [...LANGUAGES].reverse()) {
    await page.getByText("Aa", { exact: true }).click();
    await page.getByRole("combobox", { name: labels }).selectOption({ label: name });
    await expect(viewer.status).toHaveText(status);
    await page.reload();
    await expect(viewer.status).toHaveText(status);
    await expect(page.locator("html")).toHaveAttribute("lang", tag);
  }
});

test("each article is in its own language, whatever the interface's", async ({ page, viewer }) => {
  await viewer.open("samples", "?post=2021-09-15-%E9%9B%A8%E4%B8%AD%E5%96%AE%E8%BB%8A");
  await expect(viewer.reader).toHaveAttribute("lang", "zh-Hant");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});
