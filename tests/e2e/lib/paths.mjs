// Where things are.
import path from "node:path";

export const e2e = path.resolve(import.meta.dirname, "..");
export const root = path.resolve(e2e, "../..");
export const fixtures = path.join(e2e, "fixtures");

/** The release build of the `broadsheet` command. */
export const binary = process.env.BROADSHEET_BIN ?? path.join(root, "dist/broadsheet");

/** The sites under test and the posts made for them; written anew by every run. */
export const work = path.join(e2e, "test-sites");

/** Test data that is not part of the repository; undefined where it is missing. */
export const shared = process.env.BROADSHEET_SHARED;

/** The sub-path that the sites are served under. */
export const subPath = "/some/where/";

/** The address of a site under test. The setup puts the server's own into the environment. */
export function siteUrl(site, query = "") {
  return `${process.env.BROADSHEET_SITES}${site}/${query}`;
}
