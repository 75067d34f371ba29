// An archive of several thousand posts with thousands of tags: every count in it follows from a
// post's number.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export const ENDLESS = 6000;
/** Tags that few posts have: post `n` has the one of `n` modulo this number. */
export const SUBJECTS = 3000;

const DAY = 24 * 60 * 60 * 1000;
/** Days between two posts, of which no two are of one day, and the last is in 2023. */
const STEP = 1.2;

/** Post `number`, from 0, oldest first. */
export function endlessPost(number) {
  return {
    title: `Leaf ${String(number).padStart(4, "0")}`,
    day: new Date(Date.UTC(2004, 0, 1) + Math.floor(number * STEP) * DAY).toISOString().slice(0, 10),
    author: `Desk ${number % 7}`,
    tags: [number % 4 ? "plain" : "fourth", `${number % 3 ? "Subject" : "题目"} ${number % SUBJECTS}`],
  };
}

/** All of them, newest first, as the list has them. */
export function endlessPosts() {
  return Array.from({ length: ENDLESS }, (_, at) => endlessPost(ENDLESS - 1 - at));
}

/** Writes them into `folder`, which is returned. */
export function writeEndlessPosts(folder) {
  mkdirSync(folder, { recursive: true });
  endlessPosts().forEach(({ title, day, author, tags }, at) => {
    const number = ENDLESS - 1 - at;
    const text = `---\ntitle: ${title}\ndate: ${day}\nauthor: ${author}\ntags: [ ${tags.join(", ")} ]\nfrom: https://example.org/${number}\nlang: en\n---\n\nWhat ${title} says is short.\n`;
    writeFileSync(path.join(folder, `${day}-leaf-${number}.md`), text);
  });
  writeFileSync(path.join(folder, "_config.yml"), "title: Six Thousand Leaves\nlang: en\n");
  return folder;
}
