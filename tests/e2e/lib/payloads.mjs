// Hostile HTML: a few payloads of our own that always run, and those of the shared test data.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { fixtures, shared } from "./paths.mjs";

/**
 * The places in which a payload reaches the viewer. Through the packer: the article as Markdown or
 * HTML, or what a post says of itself. In a feed that skips the packer: the same. In shards that
 * somebody has tampered with: everywhere.
 */
export const FORMS = ["markdown", "html", "matter", "feed-markdown", "feed-html", "feed-matter", "shard"];

/**
 * Whether the payload is the article; elsewhere the title is the payload, and the article says
 * where it is.
 */
const isArticle = (form) => !form.endsWith("matter") && form !== "shard";

/** The site that holds the payloads of a form, and the query that opens their bundle. */
export function payloadSite(form) {
  if (form === "shard") return { site: "tampered", query: "" };
  return { site: "payloads", query: form.startsWith("feed") ? "bundle=feed.json&" : "" };
}

/** What `openAll` has to know of the post that holds the payload at `index`. */
export function payloadPost(list, index, form) {
  const name = payloadTitle(index, form);
  const id = form === "shard" ? hostileId(index, list[index].text) : payloadId(index, form);
  return {
    id,
    name,
    title: isArticle(form) ? name : undefined,
    marker: isArticle(form) ? undefined : marker(index, form),
  };
}

/** What `openAll` found, each with the payload that it was found with. */
export function withPayloads(list, findings) {
  return findings.map((finding) => {
    const { name, text } = list[Number(finding.match(/^Payload (\d+)/)[1])];
    return `${finding}\n    ${name}: ${text.slice(0, 300)}`;
  });
}

/** A sentence of the article, where the payload stands elsewhere. */
function marker(index, form) {
  return `Here is what ${payloadTitle(index, form)} says.`;
}

/** Every payload, in a fixed order, with a name that says where it is from. */
export function payloads() {
  const own = readLines(path.join(fixtures, "payloads.jsonl")).map((text, at) => ({
    name: `own ${at + 1}`,
    text,
  }));
  return [...own, ...sharedPayloads()];
}

/**
 * The name of the post that holds the payload at `index`: its title, where the payload is not that.
 */
function payloadTitle(index, form) {
  return `Payload ${index} ${form}`;
}

/**
 * The id of that post: its file's stem, where it has a file. Numbers of one length keep ids in
 * order.
 */
function payloadId(index, form) {
  return `payload-${String(index).padStart(5, "0")}-${form}`;
}

/**
 * An id with the payload in it, which stands in the same place of the order as the harmless one.
 */
function hostileId(index, text) {
  return `${payloadId(index, "shard")} ${text.trim()}`;
}

/**
 * Writes each payload as a Markdown and as an HTML post and as what a post says of itself into
 * `folder`, which is returned.
 */
export function writePayloadPosts(folder, list) {
  mkdirSync(folder, { recursive: true });
  const write = (index, form, ending, matter, body) =>
    writeFileSync(
      path.join(folder, `${payloadId(index, form)}.${ending}`),
      `---\n${matter.join("\n")}\n---\n\n${body}\n`,
    );
  list.forEach(({ text }, index) => {
    for (const [form, ending] of [
      ["markdown", "md"],
      ["html", "html"],
    ]) {
      const from = `from: https://example.org/p/${index}`;
      write(index, form, ending, [`title: ${payloadTitle(index, form)}`, "date: 2020-01-01", from], text);
    }
    // A string of JSON is one of YAML.
    const value = JSON.stringify(text);
    const keys = ["title", "author", "from", "lang"].map((key) => `${key}: ${value}`);
    const lists = [`tags: [${value}]`, `categories: [${value}]`];
    write(index, "matter", "md", [...keys, ...lists, "date: 2020-01-01"], marker(index, "matter"));
  });
  return folder;
}

/**
 * A JSON Feed that holds each payload as it is: as Markdown, as HTML, and in every other member.
 */
export function payloadFeed(list) {
  const items = list.flatMap(({ text }, index) => {
    const item = (form, members) => ({
      id: payloadId(index, form),
      title: payloadTitle(index, form),
      external_url: `https://example.org/p/${index}`,
      ...members,
    });
    return [
      item("feed-markdown", { _broadsheet: { content_markdown: text } }),
      item("feed-html", { content_html: text }),
      item("feed-matter", {
        title: text,
        summary: text,
        url: text,
        external_url: text,
        language: text,
        authors: [{ name: text, url: text }],
        tags: [text],
        content_text: `${text}\n\n${marker(index, "feed-matter")}`,
        _broadsheet: { facets: { category: [text] }, front_matter: { image: text } },
      }),
    ];
  });
  const title = list[0].text;
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title,
    home_page_url: title,
    description: title,
    language: title,
    items,
  });
}

/** Writes harmless posts, one for each payload, whose every word `tamperedText` knows. */
export function writeHarmlessPosts(folder, list) {
  mkdirSync(folder, { recursive: true });
  list.forEach((_, index) => {
    const matter = [
      `title: ${payloadTitle(index, "shard")}`,
      `author: author-${index}`,
      `tags: [tag-${index}]`,
      `categories: [category-${index}]`,
      `from: https://source-${index}.test/`,
      `lang: de`,
      "date: 2020-01-01",
    ];
    const file = path.join(folder, `${payloadId(index, "shard")}.md`);
    writeFileSync(file, `---\n${matter.join("\n")}\n---\n\n${marker(index, "shard")}\n`);
  });
  return folder;
}

/**
 * What a text of those posts' bundle becomes when the payloads are put in its place; other texts
 * stay.
 */
export function tamperedText(list, text) {
  const at = (pattern) => list[Number(text.match(pattern)?.[1] ?? -1)]?.text;
  const whole =
    at(/^(?:author|tag|category)-(\d+)$/) ??
    at(/^Payload (\d+) shard$/) ??
    at(/^(?:https:\/\/)?source-(\d+)\.test\/?$/);
  if (whole !== undefined) return whole;
  const number = text.match(/^payload-(\d+)-shard$/)?.[1];
  if (number) return hostileId(Number(number), list[Number(number)].text);
  const article = at(/Payload (\d+) shard says/);
  if (article !== undefined) return `${text}${article}`;
  return text === "de" ? list[0].text : text;
}

function sharedPayloads() {
  if (!shared) return [];
  const folder = path.join(shared, "xss");
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .sort();
  return files.flatMap((file) =>
    readLines(path.join(folder, file)).map(({ payload }, at) => ({
      name: `${file}:${at + 1}`,
      text: payload,
    })),
  );
}

function readLines(file) {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
