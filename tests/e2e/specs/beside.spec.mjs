// What lies beside a post cannot run: not where the viewer shows it, and not when somebody opens it
// by itself.
import { createReadStream, readdirSync } from "node:fs";
import http from "node:http";
import path from "node:path";

import { close, listen } from "../lib/listen.mjs";
import { payloadOf } from "../lib/beside.mjs";
import { siteUrl, work } from "../lib/paths.mjs";
import { TYPES } from "../lib/server.mjs";
import { expect, test } from "../lib/test.mjs";

const POSTS = path.join(work, "beside");
const MEDIA = path.join(work, "sites/beside/media");

/**
 * Serves a folder as hosts do that send no headers of their own: with the types that they know, or
 * none.
 */
async function host(folder, types) {
  const server = http.createServer((request, response) => {
    const name = path.basename(new URL(request.url, "http://localhost").pathname);
    const type = types[path.extname(name)];
    response.writeHead(200, type ? { "content-type": type } : {});
    createReadStream(path.join(folder, name))
      .on("error", () => response.destroy())
      .pipe(response);
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => close(server),
  };
}

/** Opens files of a folder by themselves, and clicks into them; the names of those that ran. */
async function opened(context, folder, names, types) {
  const { origin, close } = await host(folder, types);
  const ran = [];
  const page = await context.newPage();
  for (const name of names) {
    let hasRun = false;
    const listen = (message) => (hasRun ||= message.text() === "ran");
    page.on("console", listen);
    // A file of a type that is not shown is downloaded, which ends the navigation.
    await page.goto(`${origin}/${name}`).catch(() => {});
    await page.mouse.click(5, 5);
    // Whatever the file has started has run once the page has answered twice.
    for (let turn = 0; turn < 2; turn += 1) {
      await page
        .evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve())))
        .catch(() => {});
    }
    page.off("console", listen);
    if (hasRun) ran.push(name);
  }
  await page.close();
  await close();
  return ran;
}

const HOSTS = {
  "that knows every type": {
    ...TYPES,
    ".avif": "image/avif",
    ".jpeg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
  },
  "that knows the types of old": {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
  },
  "that knows pictures in XML only": { ".svg": "image/svg+xml" },
};

for (const [name, types] of Object.entries(HOSTS)) {
  test(`no file of the archive runs when it is opened from a host ${name}`, async ({ context, problems }) => {
    test.slow();
    problems.allow(/^request: /, /^console error: Failed to load resource/);
    const names = readdirSync(MEDIA);
    expect(names.length).toBeGreaterThan(10);
    expect(await opened(context, MEDIA, names, types)).toEqual([]);
  });
}

test("the files themselves do run, so that the above says something", async ({ browser }) => {
  test.slow();
  const context = await browser.newContext();
  const names = readdirSync(POSTS).filter((name) => /\.(svg|mp4)$/.test(name));
  const ran = await opened(context, POSTS, names, HOSTS["that knows pictures in XML only"]);
  await context.close();
  const payloads = new Set(ran.map((name) => payloadOf(name).split(" in p")[0]));
  for (const payload of [
    "xhtml",
    "html",
    "svg with a script",
    "svg with handlers",
    "svg with a page",
    "svg with a script behind an entity",
    "webp whose start is a page",
    "film whose length is a page",
  ]) {
    expect([...payloads]).toContain(payload);
  }
});

test("the viewer shows files of the archive, and leads to them only to have them saved", async ({
  page,
  viewer,
}) => {
  await viewer.open("beside", "?post=beside");
  await expect(viewer.reader).toContainText("Files beside this post.");
  const pictures = viewer.reader.locator("img");
  const gone = viewer.reader.locator(".stand-in");
  expect((await pictures.count()) + (await gone.count())).toBeGreaterThan(50);
  // All at once, instead of each when it is scrolled to.
  await pictures.evaluateAll((all) => all.forEach((picture) => (picture.loading = "eager")));
  await expect(gone.first()).toBeVisible();
  const links = await viewer.reader
    .locator("a")
    .evaluateAll((all) => all.map(({ href, download }) => ({ href, saves: download !== "" })));
  const own = siteUrl("beside");
  const files = links.filter(({ href }) => href.startsWith(own) && !href.startsWith(`${own}?`));
  expect(files.filter(({ href, saves }) => !saves || !href.startsWith(`${own}media/`))).toEqual([]);
});
