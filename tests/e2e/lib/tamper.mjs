// Bundles that somebody has changed, so that every hash fits again: nothing in one can be trusted.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What a head could name in the place of its files, to send the reader's browser elsewhere. */
export const HOSTILE_NAMES = [
  "https://elsewhere.invalid/0123456789abcdef.json",
  "//elsewhere.invalid/0123456789abcdef.json",
  "\\\\elsewhere.invalid/0123456789abcdef.json",
  "\thttps://elsewhere.invalid/0123456789abcdef.json",
  "rows/../../../0123456789abcdef.json",
  "/0123456789abcdef.json",
  "data:application/json,{}#0123456789abcdef.json",
  "javascript:alert(1)//0123456789abcdef.json",
  "blob:0123456789abcdef.json",
  "rows/0123456789abcdef.json?to=elsewhere.invalid",
  "rows/%2e%2e/%2e%2e/0123456789abcdef.json",
];

/**
 * Puts `change(text)` in the place of every text of the bundle in `folder`, and gives its files the
 * names that they then have.
 */
export function tamper(folder, change) {
  for (const file of jsonFiles(folder)) rewrite(file, change);
  // A file's name changes the text of those that name it, so this goes on until all fit.
  for (;;) {
    const misnamed = jsonFiles(folder).find((file) => hashInName(file) && hashInName(file) !== hashOf(file));
    if (!misnamed) return;
    const [before, after] = [hashInName(misnamed), hashOf(misnamed)];
    renameSync(misnamed, misnamed.replace(before, after));
    for (const file of jsonFiles(folder)) {
      const text = readFileSync(file, "utf8");
      if (text.includes(before)) writeFileSync(file, text.replaceAll(before, after));
    }
  }
}

/** Puts `name` in the place of every file that the head in `folder` names. */
export function renameShards(folder, name) {
  rewrite(path.join(folder, "bundle.json"), (text) => (/[0-9a-f]{16}\.json$/.test(text) ? name : text));
}

function rewrite(file, change) {
  const walk = (value) => {
    if (typeof value === "string") return change(value);
    if (Array.isArray(value)) return value.map(walk);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, walk(member)]));
    }
    return value;
  };
  writeFileSync(file, JSON.stringify(walk(JSON.parse(readFileSync(file, "utf8")))));
}

function jsonFiles(folder) {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".json"),
  );
  return all.map((name) => path.join(folder, name)).sort();
}

/** The hash that a file's name claims; nothing for the head. */
function hashInName(file) {
  return path.basename(file).match(/([0-9a-f]{16})\.json$/)?.[1];
}

function hashOf(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 16);
}
