// The choice of a language in static/language.js, with the cases that the program's is tested with.
// A test for Node's own runner, which `cargo xtask test scripts` starts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { pathToFileURL } from "node:url";

const { languageOf } = await import(pathToFileURL(process.env.BROADSHEET_LANGUAGE_MODULE).href);
const cases = JSON.parse(readFileSync(new URL("../language-tags.json", import.meta.url), "utf8"));

for (const [tags, language] of cases) {
  test(`readers of ${tags.join(", ") || "nothing"} get ${language}`, () =>
    assert.equal(languageOf(tags), language));
}

test("a preference that is not stored is no language", () => {
  assert.equal(languageOf([null, undefined, "zh-TW"]), "zh-Hant");
});
