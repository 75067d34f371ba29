// Hostile HTML: a few payloads of our own that always run, and those of the shared test data.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { fixtures, shared } from "./paths.mjs";

/** The ways in which a payload reaches the viewer: two through the packer, two in a feed that skips it. */
export const FORMS = ["markdown", "html", "feed-markdown", "feed-html"];

/** Every payload, in a fixed order, with a name that says where it is from. */
export function payloads() {
  const own = readLines(path.join(fixtures, "payloads.jsonl")).map((text, at) => ({ name: `own ${at + 1}`, text }));
  return [...own, ...sharedPayloads()];
}

/** The title of the post that holds the payload at `index`. */
export function payloadTitle(index, form) {
  return `Payload ${index} ${form}`;
}

/** The id of the post that holds the payload at `index`: its file's stem, where it has a file. */
export function payloadId(index, form) {
  return `payload-${index}-${form}`;
}

/** Writes each payload as a Markdown and as an HTML post into `folder`, which is returned. */
export function writePayloadPosts(folder, list) {
  mkdirSync(folder, { recursive: true });
  list.forEach(({ text }, index) => {
    for (const [form, ending] of [["markdown", "md"], ["html", "html"]]) {
      const title = payloadTitle(index, form);
      const head = `---\ntitle: ${title}\ndate: 2020-01-01\nfrom: https://example.org/p/${index}\n---\n\n`;
      writeFileSync(path.join(folder, `${payloadId(index, form)}.${ending}`), `${head}${text}\n`);
    }
  });
  return folder;
}

/** A JSON Feed that holds each payload as it is, once as Markdown and once as HTML. */
export function payloadFeed(list) {
  const item = (index, form, body) => ({
    id: payloadId(index, form),
    title: payloadTitle(index, form),
    external_url: `https://example.org/p/${index}`,
    ...body,
  });
  const items = list.flatMap(({ text }, index) => [
    item(index, "feed-markdown", { _broadsheet: { content_markdown: text } }),
    item(index, "feed-html", { content_html: text }),
  ]);
  return JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Payloads", items });
}

function sharedPayloads() {
  if (!shared) return [];
  const folder = path.join(shared, "xss");
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl")).sort();
  return files.flatMap((file) =>
    readLines(path.join(folder, file)).map(({ payload }, at) => ({ name: `${file}:${at + 1}`, text: payload })),
  );
}

function readLines(file) {
  return readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
}
