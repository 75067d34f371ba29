// An archive whose names can be written in several ways that look the same. No post has two tags.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const POSTS = [
  {
    stem: "2021-01-01-cafe\u0301-du-port",
    title: "Cafe\u0301 du port",
    author: "Ann O’Hara",
    tag: "Trave\u0301e",
  },
  {
    stem: "2021-01-02-night\u200a\u3000train",
    title: "“Night” train",
    author: "Ann O’Hara",
    tag: "night\u2009train",
  },
  { stem: "2021-01-03-shiliu", title: "院子里的石榴熟了", author: "王小明", tag: "night train" },
  { stem: "2021-01-04-xin", title: "一封信", author: "王小明", tag: "\u200bTravée" },
  { stem: "2021-02-01-gagigu", title: "がぎぐ", author: "王小明", tag: "仮名" },
];

export const SPELLINGS = POSTS.length;

/** Writes the posts into `folder`, which is returned. */
export function writeSpellings(folder) {
  mkdirSync(folder, { recursive: true });
  for (const { stem, title, author, tag } of POSTS) {
    const matter = Object.entries({ title, author, tags: [tag], from: "https://example.org/a" });
    const lines = [
      "---",
      ...matter.map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
      "---",
      "",
      "Some words.",
      "",
    ];
    writeFileSync(path.join(folder, `${stem}.md`), lines.join("\n"));
  }
  writeFileSync(path.join(folder, "_config.yml"), "title: Spellings\nlang: en\n");
  return folder;
}
