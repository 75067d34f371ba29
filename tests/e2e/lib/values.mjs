// An archive with more tags than anybody wants to see at once, some of them Chinese.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Tags that one post has each. */
export const TOPICS = Array.from({ length: 150 }, (_, number) => `Topic ${number + 1}`);
/** Cities with how many posts have them: in no order of their names. */
export const CITIES = { 上海: 4, 安徽: 3, 广州: 5, 北京: 2 };

/** Writes the posts into `folder`, which is returned. */
export function writeValuePosts(folder) {
  mkdirSync(folder, { recursive: true });
  TOPICS.forEach((topic, number) => {
    const cities = Object.keys(CITIES).filter((city) => number < CITIES[city]);
    const name = String(number).padStart(3, "0");
    const month = String((number % 12) + 1).padStart(2, "0");
    const text = `---\ntitle: Leaf ${name}\ndate: 2021-${month}-01\ntags: [ ${[topic, ...cities].join(", ")} ]\n---\n\nA leaf.\n`;
    writeFileSync(path.join(folder, `2021-${month}-01-leaf-${name}.md`), text);
  });
  writeFileSync(path.join(folder, "_config.yml"), "title: Leaves\nlang: en\n");
  return folder;
}
