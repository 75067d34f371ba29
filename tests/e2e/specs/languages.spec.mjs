import { MANY } from "../lib/many.mjs";
import { expect, test } from "../lib/test.mjs";

const LANGUAGES = [
  {
    locale: "en-GB",
    tag: "en",
    name: "English",
    status: `${MANY} posts`,
    search: "Search titles, authors, tags",
    month: "October 2023",
  },
  {
    locale: "zh-CN",
    tag: "zh-Hans",
    name: "简体中文",
    status: `共 ${MANY} 篇`,
    search: "搜索标题、作者、标签",
    month: "2023年10月",
  },
  {
    locale: "zh-TW",
    tag: "zh-Hant",
    name: "繁體中文",
    status: `共 ${MANY} 篇`,
    search: "搜尋標題、作者、標籤",
    month: "2023年10月",
  },
];

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
  for (const { name, status, tag } of [...LANGUAGES].reverse()) {
    await page.getByText("Aa", { exact: true }).click();
    await page.getByRole("combobox", { name: /^(Language|界面语言|介面語言)/ }).selectOption({ label: name });
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
