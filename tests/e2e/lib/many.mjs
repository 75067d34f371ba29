// An archive large enough that its rows lie on several pages: every count in it follows from a
// post's number.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export const MANY = 700;
/** The first ones have no date. */
export const UNDATED = 7;

const DAY = 24 * 60 * 60 * 1000;

/** Post `number`, from 0, oldest first. */
export function manyPost(number) {
  const undated = number < UNDATED;
  const date = new Date(Date.UTC(2020, 0, 1, 9) + number * 2 * DAY);
  const name = String(number).padStart(3, "0");
  return {
    number,
    title: `Sheet ${name}`,
    day: undated ? undefined : date.toISOString().slice(0, 10),
    author: `Desk ${number % 5}`,
    tags: [number % 2 ? "odd" : "even", ...(number % 3 ? [] : ["third"]), ...(number % 35 ? [] : ["rare"])],
    paragraphs: 3 + (number % 4) * 8,
  };
}

/** All of them, oldest first. */
export function manyPosts() {
  return Array.from({ length: MANY }, (_, number) => manyPost(number));
}

/** Writes them into `folder`, which is returned. */
export function writeManyPosts(folder) {
  mkdirSync(folder, { recursive: true });
  for (const post of manyPosts()) {
    const lines = [
      "---",
      `title: ${post.title}`,
      ...(post.day ? [`date: ${post.day} 09:00:00 +0000`] : []),
      `author: ${post.author}`,
      `tags: [ ${post.tags.join(", ")} ]`,
      `from: https://example.org/sheets/${post.number}`,
      "lang: en",
      "---",
      "",
      ...Array.from({ length: post.paragraphs }, (_, at) => paragraph(post, at)),
    ];
    const stem = post.day ? `${post.day}-sheet-${post.number}` : `sheet-${post.number}`;
    writeFileSync(path.join(folder, `${stem}.md`), lines.join("\n"));
  }
  writeFileSync(path.join(folder, "_config.yml"), "title: Seven Hundred Sheets\nlang: en\n");
  return folder;
}

function paragraph(post, at) {
  return (
    `Paragraph ${at + 1} of ${post.title.toLowerCase()} says that the ink was dry before the rain came, ` +
    "that the second proof had fewer mistakes than the first, and that somebody should mend the window.\n"
  );
}
