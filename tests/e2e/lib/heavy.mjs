// Posts that are far too much: what they do must stay with them.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const SENTENCE = "The ledger of the harbour goes on and on, and every line of it is a ship that came in. ";

/** Each with its title, its HTML, and words near its beginning. */
export const HEAVY = {
  "five-megabytes": {
    title: "Five Megabytes",
    html: `<p>It begins here.</p>\n${`<p>${SENTENCE.repeat(10)}</p>\n`.repeat(6_000)}`,
    begins: "It begins here",
  },
  "nested-boxes": {
    title: "Fifty Thousand Boxes",
    html: `<p>The outermost.</p>${"<div>".repeat(50_000)}The innermost.${"</div>".repeat(50_000)}`,
    begins: "The outermost",
  },
  "nested-quotes": {
    title: "Fifty Thousand Quotes",
    html: `<p>Somebody said.</p>${"<blockquote>".repeat(50_000)}<p>Nothing.</p>${"</blockquote>".repeat(50_000)}`,
    begins: "Somebody said",
  },
  // What browsers lay out slowly.
  "long-word": {
    title: "A Word of a Megabyte",
    html: `<p>A word.</p><p>${"x".repeat(1_000_000)}</p>`,
    begins: "A word",
  },
  "two-directions": {
    title: "Two Directions",
    html: `<p>Both ways. ${"שלום abc ".repeat(200_000)}</p>`,
    begins: "Both ways",
  },
  overrides: {
    title: "A Million Overrides",
    html: `<p>Turned.</p><p>${"\u202e\u2066".repeat(1_000_000)}</p>`,
    begins: "Turned",
  },
  marks: {
    title: "A Heap of Marks",
    html: `<p>Marked. a${"\u0301".repeat(200_000)}</p>`,
    begins: "Marked",
  },
  code: {
    title: "A Million Lines",
    html: `<p>Compiled.</p><pre>${"x\n".repeat(1_000_000)}</pre>`,
    begins: "Compiled",
  },
  ruby: {
    title: "Ruby Everywhere",
    html: `<p>Spoken. ${"<ruby>漢<rt>kan</rt></ruby>".repeat(25_000)}</p>`,
    begins: "Spoken",
  },
  quotations: {
    title: "Quoted",
    html: `<p>Said. ${"<q>a</q>".repeat(30_000)}</p>`,
    begins: "Said",
  },
  "wide-table": {
    title: "A Wide Table",
    html: `<p>Sideways.</p><table><tr>${"<td colspan=100>x</td>".repeat(20_000)}</tr></table>`,
    begins: "Sideways",
  },
  "deep-table": {
    title: "A Deep Table",
    html: `<p>Downwards.</p><table>${"<tr><td rowspan=1000>x</td></tr>".repeat(20_000)}</table>`,
    begins: "Downwards",
  },
  light: { title: "A Light One", html: "<p>Nothing to carry.</p>", begins: "Nothing to carry" },
};

/** Writes them into `folder`, which is returned. */
export function writeHeavyPosts(folder) {
  mkdirSync(folder, { recursive: true });
  for (const [id, { title, html }] of Object.entries(HEAVY)) {
    writeFileSync(
      path.join(folder, `${id}.html`),
      `---\ntitle: ${title}\ndate: 2020-01-01\n---\n\n${html}\n`,
    );
  }
  return folder;
}

/** The same in a JSON Feed of another program's, which no packer has looked at. */
export function heavyFeed() {
  const items = Object.entries(HEAVY).map(([id, { title, html }]) => ({ id, title, content_html: html }));
  return JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Heavy", items });
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A number as bundles write it, docs/bundle-format.md says how. */
const vlq = (number) =>
  number < 32 ? DIGITS[number] : DIGITS[32 + (number % 32)] + vlq(Math.floor(number / 32));

/** A row page of one row, which has `tags` of these indices. */
const rows = (tags, indices) => ({
  ids: ["a"],
  titles: ["The One"],
  dates: ["2020-01-01T00:00:00Z"],
  facets: { tag: [tags, vlq(indices.length), indices.map(vlq).join("")] },
});
const items = (post) => ({ items: [{ id: "a", title: "The One", ...post }] });
const many = (count, of) => Array.from({ length: count }, (_, at) => of(at));

/** The head of an archive of one post, or of another number. */
function head(posts, more) {
  return {
    format: "broadsheet",
    version: 1,
    title: "Hostile",
    posts,
    months: [{ month: "2020-01", posts }],
    facets: [],
    newest: [],
    chunks: [{ rows: posts, file: "chunk.json", pages: [{ rows: posts, file: "rows.json" }] }],
    directories: [{ file: "ids.json" }],
    ...more,
  };
}

/**
 * Bundles whose counts and lengths are absurd: their files, the query to open, and what is seen
 * then.
 */
export const HOSTILE = {
  "a row of a million tags": {
    files: {
      "bundle.json": head(1, {
        newest: [{ id: "a", title: "The One", facets: { tag: many(1_000_000, (at) => `t${at}`) } }],
      }),
    },
    sees: "The One",
  },
  "a title of 24 MB": {
    files: { "bundle.json": head(1, { newest: [{ id: "a", title: "The One".repeat(3_500_000) }] }) },
    sees: "The OneThe One",
  },
  "an archive's title of 40 MB": {
    files: {
      "bundle.json": head(1, { title: "w".repeat(40_000_000), newest: [{ id: "a", title: "The One" }] }),
    },
    sees: "The One",
  },
  "a tag of a megabyte, named five thousand times": {
    files: {
      "bundle.json": head(1),
      "rows.json": rows(
        ["x".repeat(1_000_000)],
        many(5_000, () => 0),
      ),
    },
    sees: "The One",
  },
  "a post of 300,000 tags": {
    query: "post=a&",
    files: {
      "bundle.json": head(1),
      "rows.json": rows([], []),
      "ids.json": { packs: [{ file: "pack.json" }] },
      "pack.json": items({
        tags: many(300_000, (at) => `t${at}`),
        content_html: "<p>Read me.</p>",
        _broadsheet: { packed: true },
      }),
    },
    sees: "Read me.",
  },
  "a megabyte taken three thousand times": {
    query: "post=a&view=everything&",
    files: {
      "bundle.json": head(1),
      "rows.json": rows([], []),
      "ids.json": { packs: [{ file: "pack.json" }] },
      "pack.json": items({
        content_html: `<p>Read me.</p><p>${"word ".repeat(200_000)}</p>`,
        _broadsheet: { packed: true, everything: many(3_000, () => ["", 0, 1_000_000]) },
      }),
    },
    sees: "Read me.",
  },
  "as many chunks as there may be": {
    query: "tag=x&",
    files: { "bundle.json": head(4_096, { chunks: many(4_096, () => ({ rows: 1, file: "missing.json" })) }) },
    sees: "could not be loaded",
  },
  "a hundred thousand chunks": {
    query: "tag=x&",
    files: {
      "bundle.json": head(100_000, { chunks: many(100_000, (at) => ({ rows: 1, file: `c${at}.json` })) }),
    },
    sees: "neither a Broadsheet bundle nor a JSON Feed",
  },
  "a hundred thousand months": {
    files: {
      "bundle.json": head(100_000, {
        months: many(100_000, (at) => ({
          month: `${9_999 - Math.floor(at / 12)}-${`${12 - (at % 12)}`.padStart(2, "0")}`,
          posts: 1,
        })),
      }),
    },
    sees: "neither a Broadsheet bundle nor a JSON Feed",
  },
  "a feed's item of 200,000 tags and authors": {
    files: {
      "bundle.json": {
        version: "https://jsonfeed.org/version/1.1",
        items: [
          {
            id: "a",
            title: "The One",
            tags: many(200_000, (at) => `t${at}`),
            authors: many(200_000, (at) => ({ name: `n${at}` })),
          },
        ],
      },
    },
    sees: "The One",
  },
  "a feed's Markdown of two megabytes of brackets": {
    query: "post=a&",
    files: {
      "bundle.json": {
        version: "https://jsonfeed.org/version/1.1",
        items: [{ id: "a", title: "The One", _broadsheet: { content_markdown: "[".repeat(2_000_000) } }],
      },
    },
    sees: "[[[[",
  },
  "a feed of posts in ten thousand months": {
    files: {
      "bundle.json": {
        version: "https://jsonfeed.org/version/1.1",
        items: many(10_000, (at) => ({
          id: `${at}`,
          title: at === 0 ? "The One" : "Another",
          date_published: `${`${9_999 - Math.floor(at / 12)}`.padStart(4, "0")}-${`${12 - (at % 12)}`.padStart(2, "0")}-01`,
        })),
      },
    },
    sees: "The One",
  },
};

/** The folder of a hostile bundle. */
export const folderOf = (name) => name.replaceAll(/[^a-z0-9]+/gi, "-");

/** Writes them below `folder`. Names without a hash promise nothing. */
export function writeHostileBundles(folder) {
  for (const [name, { files }] of Object.entries(HOSTILE)) {
    mkdirSync(path.join(folder, folderOf(name)), { recursive: true });
    for (const [file, content] of Object.entries(files)) {
      writeFileSync(path.join(folder, folderOf(name), file), JSON.stringify(content));
    }
  }
}
