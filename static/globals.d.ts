// Calls that the build replaces by values, from the files in src/i18n/texts.

/** Texts of the interface by language. */
declare function textsOf<Key extends string>(...keys: Key[]): Record<string, Record<Key, string>>;

/** Ranges of readers' language tags, and the language of the interface that each leads to. */
declare function languageRanges(): [string, string][];

/** Trusted types, which not every browser has. */
declare const trustedTypes: any;
