// Builds every site under test with the release build and serves them for the whole run.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { writeAnchorPosts } from "./anchors.mjs";
import { writeFilesBeside } from "./beside.mjs";
import { build } from "./build.mjs";
import { writeEndlessPosts } from "./endless.mjs";
import { heavyFeed, writeHeavyPosts, writeHostileBundles } from "./heavy.mjs";
import { writeLongPosts } from "./long.mjs";
import { writeManyPosts } from "./many.mjs";
import { fixtures, binary, root, shared, subPath, work } from "./paths.mjs";
import { payloadFeed, payloads, tamperedText, writeHarmlessPosts, writePayloadPosts } from "./payloads.mjs";
import { serve } from "./server.mjs";
import { HOSTILE_NAMES, renameShards, tamper } from "./tamper.mjs";
import { writeSpellings } from "./spelling.mjs";
import { writeValuePosts } from "./values.mjs";

export default async function setup() {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run \`cargo xtask dist\` first`);
  rmSync(work, { recursive: true, force: true });
  const sites = path.join(work, "sites");
  mkdirSync(sites, { recursive: true });

  build(path.join(root, "samples"), path.join(sites, "samples"));

  build(writeManyPosts(path.join(work, "many")), path.join(sites, "many"));
  build(writeEndlessPosts(path.join(work, "endless")), path.join(sites, "endless"));
  build(writeValuePosts(path.join(work, "values")), path.join(sites, "values"));
  build(writeAnchorPosts(path.join(work, "anchors")), path.join(sites, "anchors"));
  build(writeSpellings(path.join(work, "spelling")), path.join(sites, "spelling"));
  build(writeLongPosts(path.join(work, "long")), path.join(sites, "long"));

  // Feeds that other programs made lie beside the viewer, and the address picks one.
  cpSync(path.join(sites, "samples"), path.join(sites, "feeds"), { recursive: true });
  cpSync(path.join(fixtures, "feeds"), path.join(sites, "feeds/feeds"), { recursive: true });

  const media = path.join(work, "media");
  cpSync(path.join(fixtures, "media"), media, { recursive: true });
  const nested = "<blockquote>".repeat(300);
  writeFileSync(
    path.join(media, "2020-01-04-deep.html"),
    `---\ntitle: Deep\n---\n${nested}<p>All the way down.</p>\n`,
  );
  build(media, path.join(sites, "media"));
  build(media, path.join(sites, "held"), "--no-remote-images");
  build(media, path.join(sites, "trusting"), "--allow-images-from", "pictures.example.org");

  buildPayloads(sites);
  build(writeFilesBeside(path.join(work, "beside")), path.join(sites, "beside"));

  build(writeHeavyPosts(path.join(work, "heavy")), path.join(sites, "heavy"));
  writeFileSync(path.join(sites, "heavy/feed.json"), heavyFeed());
  writeHostileBundles(path.join(sites, "feeds/hostile"));

  if (shared) {
    build(path.join(shared, "corpus/posts"), path.join(sites, "corpus"));
  } else {
    console.log("shared test data missing: tests on it are skipped");
  }

  const server = await serve(sites, subPath);
  process.env.BROADSHEET_SITES = server.origin + subPath;
  return () => server.close();
}

/** The sites that hold hostile posts, feeds and shards. */
export function buildPayloads(sites) {
  const list = payloads();
  build(writePayloadPosts(path.join(work, "payloads"), list), path.join(sites, "payloads"));
  writeFileSync(path.join(sites, "payloads/feed.json"), payloadFeed(list));

  const tampered = path.join(sites, "tampered");
  build(writeHarmlessPosts(path.join(work, "harmless"), list), tampered);
  HOSTILE_NAMES.forEach((name, number) => {
    const folder = path.join(tampered, `names-${number}`);
    mkdirSync(folder);
    cpSync(path.join(tampered, "bundle.json"), path.join(folder, "bundle.json"));
    renameShards(folder, name);
  });
  tamper(tampered, (text) => tamperedText(list, text));
}
