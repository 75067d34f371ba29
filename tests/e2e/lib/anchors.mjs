// A long article with headings in several scripts, links to them, and above them a picture whose
// size nobody knows before it is there.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export const ANCHORS = "2020-08-10-anchors";
export const PICTURE = "https://pictures.example.org/tall.svg";

/**
 * Headings, each with the fragment that leads to it, without the prefix that names have in the
 * page.
 */
export const HEADINGS = {
  潮汐表: "潮汐表",
  "问：为什么？": "问为什么",
  "2020 年的事": "2020-年的事",
  "English and 中文": "english-and-中文",
  有号的标题: "own",
};

/** Writes it into `folder`, which is returned. */
export function writeAnchorPosts(folder) {
  mkdirSync(folder, { recursive: true });
  const links = Object.entries(HEADINGS).map(([title, id]) => `- [去${title}](#${id})`);
  const parts = Object.entries(HEADINGS).flatMap(([title, id]) => [
    `## ${title}${id === "own" ? " {#own}" : ""}`,
    ...Array.from({ length: 12 }, (_, at) => `${title}的第${at + 1}段，写得长一些，好让页面可以滚动。`),
  ]);
  const text = [...links, `\n![](${PICTURE})`, ...parts].join("\n\n").replaceAll("\n\n- ", "\n- ");
  writeFileSync(path.join(folder, `${ANCHORS}.md`), `---\ntitle: 锚点\ndate: 2020-08-10\n---\n\n${text}\n`);
  writeFileSync(
    path.join(folder, "2020-08-11-other.md"),
    "---\ntitle: 另一篇\ndate: 2020-08-11\n---\n\n## 潮汐表\n\n短。\n\n[去有号的标题那里](2020-08-10-anchors.md#own)\n",
  );
  writeFileSync(path.join(folder, "_config.yml"), "title: 锚点集\nlang: zh-Hans\n");
  return folder;
}
