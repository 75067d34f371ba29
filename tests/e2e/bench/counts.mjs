// Whether the counts beside every choice are right, under filters drawn by lot: the definition of a
// filter once more, as plainly as possible, over what the generator says of its posts.
import { readFileSync } from "node:fs";

import { GROUPS } from "./reader.mjs";

const COMBINATIONS = 50;

export async function compareCounts(reader, file, into) {
  const posts = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const random = lots(20261122);
  let compared = 0;
  let wrong = 0;
  const differ = (query, what, expected, found) => {
    compared += 1;
    if (expected === found) return;
    wrong += 1;
    console.error(`  ${query}: ${what}: expected ${expected}, found ${found}`);
  };
  await reader.withPage(async (visit) => {
    for (let turn = 0; turn < COMBINATIONS; turn++) {
      const filter = drawFilter(posts, random);
      const query = toQuery(filter);
      const left = posts.filter((post) => passes(filter, post));
      await visit.page.goto(visit.server.url + query);
      await visit.status.filter({ hasText: /\d/ }).first().waitFor();
      await visit.page.waitForLoadState("networkidle");
      await visit.frames();
      differ(query, "posts", left.length, await visit.shown());
      for (const [facet, group] of Object.entries(GROUPS)) {
        const counts = countsOf(facet, filter, posts);
        for (const { value, count } of await visit.choices(group)) {
          differ(query, `${facet} ${value}`, counts.get(value) ?? 0, count);
        }
      }
    }
  });
  Object.assign(into, {
    "counts.combinations": COMBINATIONS,
    "counts.compared": compared,
    "counts.wrong": wrong,
  });
}

function passes(filter, post) {
  const { from, to } = filter;
  if (from && post.day.slice(0, from.length) < from) return false;
  if (to && post.day.slice(0, to.length) > to) return false;
  return Object.entries(filter.facets).every(([facet, { groups, not }]) => {
    const values = post[facet];
    return (
      groups.every((group) => group.some((value) => values.includes(value))) &&
      !not.some((value) => values.includes(value))
    );
  });
}

/**
 * For each value of a facet, the posts that would be shown if it was chosen. Where values are
 * alternatives of each other (everywhere but among tags of which a post that is left has several,
 * unless somebody asks), those already chosen do not narrow the count.
 */
function countsOf(facet, filter, posts) {
  const chosen = filter.facets[facet];
  const apart = () => !posts.some((post) => new Set(post[facet]).size > 1 && passes(filter, post));
  const alternatives =
    chosen?.groups.length === 1 && chosen.groups[0].length > 1
      ? true
      : (chosen?.groups.length ?? 0) > 1
        ? false
        : facet !== "tag" || apart();
  const base = { ...filter, facets: { ...filter.facets } };
  if (chosen && alternatives) base.facets[facet] = { groups: [], not: chosen.not };
  const counts = new Map();
  for (const post of posts) {
    if (!passes(base, post)) continue;
    for (const value of new Set(post[facet])) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** A filter of one to three parts. Its values come from posts, so that most filters leave some. */
function drawFilter(posts, random) {
  const filter = { facets: {} };
  const value = (facet) => {
    for (;;) {
      const values = posts[random(posts.length)][facet];
      if (values.length > 0) return values[random(values.length)];
    }
  };
  for (let parts = 1 + random(3); parts > 0; parts--) {
    const facet = Object.keys(GROUPS)[random(4)];
    if (random(5) === 0) {
      filter.from = `${2004 + random(12)}`;
      filter.to = `${2016 + random(11)}-0${1 + random(9)}`;
    } else {
      const distinct = [...new Set([value(facet), value(facet)])];
      const selections = [
        { groups: [[distinct[0]]], not: [] },
        { groups: [distinct], not: [] },
        { groups: distinct.map((one) => [one]), not: [] },
        { groups: [], not: distinct },
      ];
      filter.facets[facet] = selections[random(4)];
    }
  }
  return filter;
}

function toQuery(/** @type {any} */ { facets, from, to }) {
  const pairs = [];
  for (const [facet, { groups, not }] of Object.entries(facets)) {
    for (const group of groups) pairs.push([facet, group.join(",")]);
    for (const value of not) pairs.push([facet, `-${value}`]);
  }
  if (from) pairs.push(["from", from]);
  if (to) pairs.push(["to", to]);
  return `?${new URLSearchParams(pairs)}`;
}

/**
 * Numbers below a given one, the same in every run (a linear congruential generator; the high bits
 * are good enough).
 */
function lots(seed) {
  let state = BigInt(seed);
  return (end) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(end));
  };
}
