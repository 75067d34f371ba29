// Makes scripts smaller, in place: node minify.mjs ESBUILD TARGET=FILE…
// ESBUILD is the folder of esbuild's package; TARGET is what the script may use at most, as esbuild names it, with `+`
// between several.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [esbuild, ...scripts] = process.argv.slice(2);
const { transformSync } = createRequire(import.meta.url)(esbuild);

for (const script of scripts) {
  const end = script.indexOf("=");
  const [targets, file] = [script.slice(0, end).split("+"), script.slice(end + 1)];
  const { code } = transformSync(readFileSync(file, "utf8"), {
    charset: "utf8",
    legalComments: "inline",
    minify: true,
    sourcefile: file,
    target: targets,
  });
  writeFileSync(file, code);
}
