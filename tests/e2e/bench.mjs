// Measures the built viewer over a site, for `cargo xtask bench`:   node bench.mjs --site DIR
// --profile plain|slow --ids IDS.json       what it costs to read   node bench.mjs --site DIR
// --profile plain --counts ROWS.jsonl       whether its counts are right Prints one JSON object:
// numbers, and lists of samples whose percentiles the caller takes.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "@playwright/test";

import { compareCounts } from "./bench/counts.mjs";
import { measureFilters } from "./bench/filters.mjs";
import { Reader } from "./bench/reader.mjs";
import { measureLoads, measureOpening } from "./bench/loads.mjs";
import { measureScrolling } from "./bench/scrolling.mjs";
import { serveCompressed } from "./bench/server.mjs";

/**
 * How the browser is held back: a phone's processor, and a line of 1.6 Mbit/s with 150 ms to the
 * first byte.
 */
const PROFILES = {
  plain: { loads: 5, posts: 10, switches: 5, opens: 24, held: undefined },
  slow: {
    loads: 5,
    posts: 4,
    switches: 3,
    opens: 12,
    held: { cpu: 4, bytesPerSecond: 200_000, latency: 150 },
  },
};

const { values } = parseArgs({
  options: {
    site: { type: "string" },
    profile: { type: "string" },
    ids: { type: "string" },
    counts: { type: "string" },
  },
});
const profile = PROFILES[values.profile];
const server = await serveCompressed(path.resolve(values.site));
const browser = await chromium.launch({
  executablePath: process.env.CHROME || undefined,
  chromiumSandbox: process.getuid?.() !== 0,
  args: [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Memory is measured when it is asked for, not when the browser finds the time.
    "--enable-blink-features=ForceEagerMeasureMemory",
  ],
});
try {
  const reader = new Reader(browser, server, profile.held);
  const measures = values.counts
    ? [(into) => compareCounts(reader, values.counts, into)]
    : [
        (into) => measureLoads(reader, profile, JSON.parse(readFileSync(values.ids, "utf8")), into),
        (into) => measureFilters(reader, profile, into),
        (into) => measureOpening(reader, profile, into),
        (into) => measureScrolling(reader, into),
      ];
  const measured = {};
  for (const measure of measures) await measure(measured);
  console.log(JSON.stringify(measured));
} finally {
  await browser.close();
  await server.close();
}
