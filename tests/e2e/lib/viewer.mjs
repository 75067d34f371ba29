// The viewer as a reader meets it: everything is found by its role and name, as a screen reader
// would announce it.
import { expect } from "@playwright/test";

import { siteUrl } from "./paths.mjs";

export class Viewer {
  constructor(page) {
    this.page = page;
    this.list = page.getByRole("feed", { name: "Articles" });
    this.rows = this.list.getByRole("article");
    this.reader = page
      .getByRole("main")
      .getByRole("article")
      .filter({ has: page.getByRole("heading", { level: 1 }) });
    this.title = this.reader.getByRole("heading", { level: 1 });
    this.around = page.getByRole("navigation", { name: "Previous / Next" });
    this.back = page.getByRole("link", { name: "Back to the list" });
    this.status = page.getByRole("status");
    this.alert = page.getByRole("alert");
    this.retry = this.alert.getByRole("button", { name: "Retry" });
    this.jump = page.getByRole("combobox", { name: "Jump to" });
    this.search = page.getByRole("searchbox", { name: "Search titles, authors, tags", exact: true });
  }

  /** Opens a site at a query such as `?post=ID`. */
  async open(site, query = "") {
    await this.page.goto(siteUrl(site, query));
  }

  /** A row's link in the list. */
  link(title) {
    return this.list.getByRole("link", { name: title, exact: true });
  }

  /** A group of filters, such as `Tags`. */
  group(name) {
    return this.page.getByRole("group", { name });
  }

  /**
   * The checkbox of a filter's value; with the count that its name must carry, if that is given.
   */
  choice(group, value, count) {
    const name = count === undefined ? new RegExp(`^${value} \\(`) : `${value} (${count})`;
    return this.group(group).getByRole("checkbox", { name, exact: true });
  }

  /** The button that leaves out what has a value. */
  exclude(group, value) {
    return this.group(group).getByRole("button", { name: `Exclude ${value}`, exact: true });
  }

  /** Opens the panel of themes and languages, whose button has another name in every language. */
  async openSettings() {
    await this.page.getByText("Aa", { exact: true }).click();
  }

  /** Waits until the address has exactly these parameters. */
  async expectQuery(...pairs) {
    await expect.poll(() => [...new URL(this.page.url()).searchParams]).toEqual(pairs);
  }

  /** Waits until an article is there, not its title alone, which is drawn first. */
  async expectArticle(title) {
    await expect(this.title).toHaveText(title);
    await expect(this.page.getByRole("main").locator("[aria-busy]")).toHaveCount(0);
  }

  /**
   * Scrolls down until the row at `place` is drawn; rows that are far from what is in sight are
   * not.
   */
  async scrollToRow(place) {
    await expect(async () => {
      await this.rows.last().scrollIntoViewIfNeeded();
      expect(Number(await this.rows.last().getAttribute("aria-posinset"))).toBeGreaterThanOrEqual(place);
    }).toPass({ intervals: [0] });
  }
}
