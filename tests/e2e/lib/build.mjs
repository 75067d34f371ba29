// Building a site with the release build.
import { execFileSync } from "node:child_process";
import path from "node:path";

import { binary, root, work } from "./paths.mjs";

/** Builds the site of `posts` into `out`, which is returned, with the command's `options`. */
export function build(posts, out, ...options) {
  try {
    execFileSync(binary, ["build", posts, "--out", out, ...options], {
      // The user's caches are none of the tests' business.
      env: { ...process.env, XDG_CACHE_HOME: path.join(work, "cache") },
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    throw new Error(`building ${path.relative(root, posts)} failed: ${error.stderr}`, { cause: error });
  }
  return out;
}
