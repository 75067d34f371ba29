// A second, independent reading of posts' front matter, as far as counting tags and authors needs
// one.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * How often each value of `key` occurs in the posts of `folder`; a post counts once for each of its
 * values.
 */
export function countValues(folder, key) {
  const counts = new Map();
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".md"))) {
    const values = new Set(read(readFileSync(path.join(folder, name), "utf8"), key));
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Number of posts in `folder`. */
export function countPosts(folder) {
  return readdirSync(folder).filter((name) => name.endsWith(".md")).length;
}

/** The values of `key` in one post: a list in brackets, a list with hyphens, or one value. */
export function read(post, key) {
  const [, head] = post.match(/^\uFEFF?---[ \t]*\r?\n(.*?)\r?\n---/s) ?? [];
  const lines = (head ?? "").split(/\r?\n/);
  const at = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (at < 0) return [];
  const value = lines[at].slice(key.length + 1).trim();
  if (value.startsWith("["))
    return value.slice(1, value.lastIndexOf("]")).split(",").map(plain).filter(Boolean);
  if (value) return [plain(value)];
  const items = [];
  for (const line of lines.slice(at + 1)) {
    const item = line.match(/^\s*-\s+(.*)$/);
    if (!item) break;
    items.push(plain(item[1]));
  }
  return items;
}

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** A value without its quotes, and with the characters that references stand for. */
function plain(text) {
  const bare = text
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2")
    .trim();
  return bare.replace(/&(?:#(\d+)|(amp|lt|gt|quot|apos|nbsp));/g, (_, code, name) =>
    name ? NAMED[name] : String.fromCodePoint(Number(code)),
  );
}
