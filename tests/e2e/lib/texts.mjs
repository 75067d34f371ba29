// The interface's languages, from the files that the viewer is built with.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { root } from "./paths.mjs";

const FOLDER = path.join(root, "src/i18n/texts");

/**
 * Returns each language with its tag, its own name, and its texts by their names. Of a text with
 * plural forms, the one for most numbers.
 */
export function languages() {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".toml"));
  return files.sort().map((file) => {
    const lines = readFileSync(path.join(FOLDER, file), "utf8").matchAll(
      /^(\w+) = (?:\{.*\bother = )?("(?:[^"\\]|\\.)*")/gm,
    );
    const texts = Object.fromEntries([...lines].map(([, key, text]) => [key, JSON.parse(text)]));
    return { tag: path.basename(file, ".toml"), name: texts.name, texts };
  });
}
