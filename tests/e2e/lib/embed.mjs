// Pages of somebody else's, on another origin than the archive, with the viewer in them.
import { readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";

import { close, listen } from "./listen.mjs";
import { fixtures, subPath, work } from "./paths.mjs";
import { serve } from "./server.mjs";
import { test as base, expect } from "./test.mjs";

export { expect };

/** What the files of the demo page call the archive's server. */
const ARCHIVE = "https://archive.example/";
const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript" };

/** The policy that docs/embedding.md documents, for viewer and bundle at `origin`. */
export function leastPolicy(origin) {
  return [
    "default-src 'none'",
    `script-src ${origin} 'wasm-unsafe-eval'`,
    `connect-src ${origin}`,
    "img-src https: data:",
    "media-src https:",
    "require-trusted-types-for 'script'",
    "trusted-types broadsheet-inert broadsheet-feed",
  ].join("; ");
}

/**
 * Serves pages: those of the demo, in which the archive's server is `archive`, and those that
 * `pages` has by their path.
 * @returns {Promise<{origin: string, close: () => Promise<void>}>}
 */
export async function servePages(archive, pages = new Map()) {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const page = pages.get(pathname);
    if (page) {
      const headers = { "content-type": TYPES[".html"] };
      if (page.policy) headers["content-security-policy"] = page.policy;
      return response.writeHead(200, headers).end(page.html);
    }
    try {
      const file = path.join(fixtures, "embed", path.basename(pathname));
      const text = readFileSync(file, "utf8").replaceAll(ARCHIVE, archive);
      const headers = { "content-type": TYPES[path.extname(file)] };
      if (file.endsWith("demo.html")) {
        const own = `http://${request.headers.host}`;
        headers["content-security-policy"] =
          `${leastPolicy(new URL(archive).origin)}; script-src-elem ${own} ${new URL(archive).origin}; style-src ${own}; frame-src ${new URL(archive).origin}`;
      }
      response.writeHead(200, headers).end(text);
    } catch {
      response.writeHead(404, { "content-type": TYPES[".html"] }).end("<!DOCTYPE html><title>404</title>");
    }
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => close(server),
  };
}

/** A page that holds elements. */
class Host {
  #pages;
  #count = 0;

  constructor(page, pages, origin, archive) {
    this.page = page;
    this.#pages = pages;
    this.origin = origin;
    /** The address of the sites under test, on a server that lets other pages read. */
    this.archive = archive;
  }

  /** The script element that defines the element; `site` is where it is. */
  script(site = "samples") {
    return `<script type="module" src="${this.archive}${site}/embed.js"></script>`;
  }

  /** An element for a site, with further attributes. */
  element(site = "samples", attributes = "", content = "") {
    return `<broadsheet-viewer src="${this.archive}${site}/bundle.json" lang="en" ${attributes}>${content}</broadsheet-viewer>`;
  }

  /** Opens a page with this body. */
  async open(body, { head = this.script(), policy = undefined, query = "" } = {}) {
    const path = `/host-${this.#count++}`;
    const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
    this.#pages.set(path, { html, policy });
    await this.page.goto(this.origin + path + query);
  }

  /** Brings the script into a page that was opened without it. */
  async define() {
    await this.page.evaluate((src) => {
      const script = document.createElement("script");
      script.type = "module";
      script.src = src;
      document.head.append(script);
    }, `${this.archive}samples/embed.js`);
  }

  /** Notes every event of the page's elements in `window.events`, from before they are there. */
  async noteEvents() {
    await this.page.addInitScript(() => {
      const events = [];
      Object.defineProperty(window, "events", { value: events, enumerable: false });
      for (const name of ["ready", "open", "close", "filter", "error"]) {
        addEventListener(`broadsheet-${name}`, ({ detail, target }) =>
          events.push({ name, id: target.id, ...detail }),
        );
      }
    });
  }

  /** The events of this name so far. */
  events(name) {
    return this.page.evaluate((name) => window.events.filter((event) => event.name === name), name);
  }

  /** Waits until every element of the page is there. */
  async ready() {
    await this.page.evaluate(() =>
      Promise.all([...document.querySelectorAll("broadsheet-viewer")].map((element) => element.ready)),
    );
  }

  get viewer() {
    return this.page.locator("broadsheet-viewer");
  }

  /** The list's rows in the page's first element. */
  get rows() {
    return this.rowsIn(this.viewer.first());
  }

  rowsIn(viewer) {
    return viewer.getByRole("feed").getByRole("article");
  }

  /** The open article of the page's only element. */
  get reader() {
    return this.viewer.locator("article.post");
  }

  /** Waits until what has changed has been laid out and painted. */
  async painted() {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }
}

/**
 * @typedef {{ archive: string, origin: string, pages: Map<string, any> }} Servers
 * @type {import("@playwright/test").TestType<
 *   import("@playwright/test").PlaywrightTestArgs & import("@playwright/test").PlaywrightTestOptions &
 *     import("./test.mjs").Fixtures & { host: Host },
 *   import("@playwright/test").PlaywrightWorkerArgs & import("@playwright/test").PlaywrightWorkerOptions &
 *     { servers: Servers }>}
 */
export const test = base.extend(
  /** @type {any} */ ({
    servers: [
      async ({}, use) => {
        const cors = { "access-control-allow-origin": "*" };
        const archive = await serve(path.join(work, "sites"), subPath, cors);
        const pages = new Map();
        const hosts = await servePages(archive.origin + subPath, pages);
        await use({ archive: archive.origin + subPath, origin: hosts.origin, pages });
        await hosts.close();
        await archive.close();
      },
      { scope: "worker" },
    ],

    host: async ({ page, problems, servers }, use) => {
      problems.allow(/^request: \S+ http:\/\/127\.0\.0\.1:/);
      await use(new Host(page, servers.pages, servers.origin, servers.archive));
    },
  }),
);
