import path from "node:path";

import { defineConfig } from "@playwright/test";

const isRoot = process.getuid?.() === 0;

/** @type {import("@playwright/test").Project} */
const chromium = {
  name: "chromium",
  use: {
    browserName: "chromium",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROME || undefined,
      chromiumSandbox: !isRoot,
      args: [
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
};

// What the viewer is in other pages is shown in both browsers.
/** @type {import("@playwright/test").Project} */
const firefox = {
  name: "firefox",
  testMatch: "embed*.spec.mjs",
  use: {
    browserName: "firefox",
    channel: "moz-firefox",
    launchOptions: {
      executablePath: path.join(import.meta.dirname, "lib/firefox-for-playwright.mjs"),
      firefoxUserPrefs: { "ui.prefersReducedMotion": 1 },
    },
  },
};

export default defineConfig({
  testDir: "specs",
  globalSetup: "./lib/setup.mjs",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["./lib/failed-tests.mjs"]],
  projects: process.env.FIREFOX ? [firefox] : [chromium],
  use: {
    locale: "en-GB",
    // Far from every post's own zone: the dates on the page are the authors', wherever the reader
    // is.
    timezoneId: "Pacific/Kiritimati",
    // Room for filters, list and reader beside each other.
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
  },
});
