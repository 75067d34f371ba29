// An archive of names that nothing breaks, and of a post for the printer.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Three hundred characters without a blank, Latin and Han. */
export const LONG = {
  title: "Title".repeat(60),
  author: "Author".repeat(50),
  tag: "Tag".repeat(100),
  category: "类".repeat(300),
  name: "Archive".repeat(43),
};
/** A host may have 253. */
const HOST = `${"source".repeat(10)}.${"source".repeat(10)}.${"source".repeat(10)}.example.org`;

/** A post that shows what paper needs. */
export const PAPER = {
  title: "For Paper",
  original: "https://press.example.org/for-paper",
  code: `start ${"a-long-line-of-code ".repeat(20)} end`,
  folded: "What was folded away.",
};

/** Writes the posts into `folder`, which is returned. */
export function writeLongPosts(folder) {
  mkdirSync(folder, { recursive: true });
  const { title, author, tag, category, name } = LONG;
  for (const [number, of] of ["one", "two"].entries()) {
    const front = `title: ${of}${title}\nauthor: ${of}${author}\ntags: [ ${of}${tag}, short ]\ncategories: [ ${of}${category} ]\nfrom: https://${HOST}/${of}`;
    const text = `${title}\n\n## ${title}\n\n\`${title}\` [${title}](https://example.net/${title})\n\n| ${tag} | b |\n|---|---|\n| x | ${title} |\n`;
    writeFileSync(path.join(folder, `2021-0${number + 1}-01-${of}.md`), `---\n${front}\n---\n\n${text}`);
  }
  const section = (at) =>
    `## Part ${at}\n\n${"The ink dries, the sheet is turned, and somebody reads it by a lamp. ".repeat(at + 6)}\n\n`;
  const parts = Array.from({ length: 14 }, (_, at) => section(at)).join("");
  const paper =
    `---\ntitle: ${PAPER.title}\nauthor: Printer\nfrom: ${PAPER.original}\nlang: en\n---\n\nBegun.[^1]\n\n${"```"}\n${PAPER.code}\n${"```"}\n\n` +
    `<details><summary>More</summary><p>${PAPER.folded}</p></details>\n\n${parts}[^1]: Ended.\n`;
  writeFileSync(path.join(folder, "2020-12-01-paper.md"), paper);
  writeFileSync(path.join(folder, "_config.yml"), `title: ${name}\nlang: en\n`);
  return folder;
}
