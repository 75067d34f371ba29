import { openAll } from "../lib/inspect.mjs";
import { FORMS, payloadPost, payloadSite, payloads, withPayloads } from "../lib/payloads.mjs";
import { shared, siteUrl } from "../lib/paths.mjs";
import { HOSTILE_NAMES } from "../lib/tamper.mjs";
import { expect, test } from "../lib/test.mjs";

/**
 * Payloads opened in one page: enough to be quick, few enough that several pages share the work.
 */
const CHUNK = 300;

const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const REFUSED_WHILE_PARSING = [
  /^console error: Applying inline style violates/,
  /^console error: Executing inline event handler violates/,
  /^console error: Setting the document's base URI to '.*' violates/,
];

const list = payloads();

test("the shared payloads are there", () => {
  test.skip(!shared, "shared test data missing: only the project's own payloads were run");
  expect(list.length).toBeGreaterThan(500);
});

for (const policy of ["on", "off"]) {
  test.describe(`content security policy ${policy}`, () => {
    test.use({ bypassCSP: policy === "off" });

    for (const form of FORMS) {
      for (let start = 0; start < list.length; start += CHUNK) {
        const end = Math.min(start + CHUNK, list.length);

        test(`payloads ${start} to ${end - 1} as ${form}: none runs, nothing leaves`, async ({
          page,
          viewer,
          problems,
        }) => {
          test.slow();
          // The article tree lets pictures through, and nothing else.
          problems.allow(/^request: (image|media) https:/);
          // What skips the packer is parsed here, into an inert document. Nothing in that runs or
          // applies; Chromium holds it against the page's policy all the same, and says so. The
          // rounds without a policy show that it takes none.
          if (policy === "on" && (form.startsWith("feed") || form === "shard"))
            problems.allow(...REFUSED_WHILE_PARSING);
          // The archive's own file, which these leave unused.
          if (form.startsWith("feed")) problems.allow(/preloaded/);
          const origin = new URL(siteUrl("")).origin;
          await page.route(
            (url) => url.origin !== origin,
            async (route) => {
              const { referer } = route.request().headers();
              if (referer) problems.add(`${route.request().url()} was told of ${referer}`);
              await route.fulfill({ contentType: "image/png", body: PICTURE });
            },
          );
          await page.addInitScript(() => {
            for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
              window[name] = () => console.error(`${name} was called`);
            }
          });
          const { site, query } = payloadSite(form);
          await viewer.open(site, `?${query}`);
          await expect(viewer.rows.first()).toBeVisible();

          const posts = Array.from({ length: end - start }, (_, at) => payloadPost(list, start + at, form));
          const { findings } = await page.evaluate(openAll, { posts, query });
          const named = withPayloads(list, findings);
          expect(named).toEqual([]);
          expect(new URL(page.url()).pathname).toBe(new URL(siteUrl(site)).pathname);
        });
      }
    }
  });
}

for (const [number, name] of HOSTILE_NAMES.entries()) {
  test(`a head whose files are called ${JSON.stringify(name)} leads nowhere`, async ({ page, viewer }) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await viewer.open("tampered", `?bundle=names-${number}/bundle.json&post=nowhere`);
    await expect(viewer.alert.first()).toBeVisible();
    const own = siteUrl("tampered");
    expect(asked.filter((url) => !url.startsWith(own))).toEqual([]);
    expect(asked.filter((url) => url.includes("0123456789abcdef"))).toEqual([]);
  });
}
