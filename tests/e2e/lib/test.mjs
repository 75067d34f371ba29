// What every test starts from: a page that complains when anything is amiss, and words for what is
// on it.
import { test as base, expect } from "@playwright/test";

import { siteUrl } from "./paths.mjs";
import { Viewer } from "./viewer.mjs";

export { expect };

/**
 * Everything that must not happen on a page: messages in the console, errors, dialogs, requests
 * that leave.
 */
class Problems {
  #seen = [];
  #allowed = [];

  /** Says that this test expects problems that match. */
  allow(...patterns) {
    this.#allowed.push(...patterns);
  }

  add(problem) {
    this.#seen.push(problem);
  }

  unexpected() {
    return this.#seen.filter((problem) => !this.#allowed.some((pattern) => pattern.test(problem)));
  }

  watch(context) {
    const { origin } = new URL(siteUrl(""));
    context.on("console", (message) => {
      if (["error", "warning", "assert"].includes(message.type())) {
        this.add(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on("weberror", (error) => this.add(`uncaught: ${error.error().stack ?? error.error()}`));
    context.on("dialog", (dialog) => {
      this.add(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith("http") && url.origin !== origin) {
        this.add(`request: ${request.resourceType()} ${request.url()}`);
      }
    });
  }
}

/**
 * @typedef {{ problems: Problems, viewer: Viewer }} Fixtures
 * @type {import("@playwright/test").TestType<
 *   import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions & Fixtures,
 *   import("@playwright/test").PlaywrightWorkerArgs & import("@playwright/test").PlaywrightWorkerOptions>}
 */
export const test = base.extend({
  problems: [
    async ({ context }, use) => {
      const problems = new Problems();
      problems.watch(context);
      await use(problems);
      expect(problems.unexpected(), "what must not happen on the page").toEqual([]);
    },
    { auto: true },
  ],

  viewer: async ({ page }, use) => {
    await use(new Viewer(page));
  },
});
