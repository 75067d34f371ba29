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
  light: { title: "A Light One", html: "<p>Nothing to carry.</p>", begins: "Nothing to carry" },
};

/** Writes them into `folder`, which is returned. */
export function writeHeavyPosts(folder) {
  mkdirSync(folder, { recursive: true });
  for (const [id, { title, html }] of Object.entries(HEAVY)) {
    writeFileSync(path.join(folder, `${id}.html`), `---\ntitle: ${title}\ndate: 2020-01-01\n---\n\n${html}\n`);
  }
  return folder;
}

/** The same in a JSON Feed of another program's, which no packer has looked at. */
export function heavyFeed() {
  const items = Object.entries(HEAVY).map(([id, { title, html }]) => ({ id, title, content_html: html }));
  return JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Heavy", items });
}
