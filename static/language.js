// @ts-check
// The language of the interface for a reader. The build puts this into boot.js and embed-more.js,
// which speak where there is no program; src/i18n/language.rs chooses in the same way in the
// program.

/**
 * Languages of the interface by the ranges of readers' tags that lead to them: `zh`, or `zh-tw`.
 */
const LANGUAGE_RANGES = new Map(languageRanges());

/**
 * Returns the first language of `tags` that the interface has, or English. The first subtag that
 * makes a range with the tag's primary language decides, and without any the primary language
 * alone.
 * @param {(string | null | undefined)[]} tags BCP 47 tags, the preferred ones first.
 */
function languageOf(tags) {
  for (const tag of tags) {
    const [primary, ...subtags] = String(tag).toLowerCase().split(/[-_]/);
    for (const subtag of subtags.map((subtag) => "-" + subtag).concat("")) {
      const language = LANGUAGE_RANGES.get(primary + subtag);
      if (language) return language;
    }
  }
  return "en";
}
