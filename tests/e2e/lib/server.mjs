// A static host such as people use: files under a sub-path, right MIME types, nothing clever.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import http from "node:http";
import path from "node:path";

import { close, listen } from "./listen.mjs";

export const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".xml": "application/xml",
};

/** What a host says of how long its files may be kept: not at all. */
const NOT_KEPT = { "cache-control": "no-store" };

/**
 * Serves `folder` under `subPath` on a free port of 127.0.0.1. Anything outside the sub-path is
 * 404, which is how an absolute path in a site is found out. `headers` come with every answer.
 * `change` may say otherwise of a file: other headers than that it is not kept, and another body.
 * @returns {Promise<{origin: string, close: () => Promise<void>}>}
 */
export async function serve(
  folder,
  subPath,
  headers = {},
  change = (/** @type {string} */ _file) => /** @type {any} */ ({}),
) {
  const server = http.createServer(async (request, response) => {
    const found = await find(folder, subPath, request.url ?? "/");
    if (!found) {
      // As hosts do it, each site has a page of its own for this.
      const asks = request.headers.accept?.includes("text/html");
      const page = asks && (await find(folder, subPath, notFound(subPath, request.url ?? "/")));
      if (page) {
        response.writeHead(404, { ...headers, "content-type": TYPES[".html"], ...NOT_KEPT });
        createReadStream(page.file).pipe(response);
        return;
      }
      response
        .writeHead(404, { ...headers, "content-type": "text/html; charset=utf-8" })
        .end("<!DOCTYPE html><title>404</title>");
      return;
    }
    const type = TYPES[path.extname(found.file)] ?? "application/octet-stream";
    const { headers: own = NOT_KEPT, body } = change(found.file);
    if (body !== undefined) {
      response.writeHead(200, { ...headers, "content-type": type, ...own }).end(body);
      return;
    }
    response.writeHead(200, { ...headers, "content-type": type, "content-length": found.size, ...own });
    createReadStream(found.file).pipe(response);
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => close(server),
  };
}

/** The address of the page that the site with `url` has for addresses without one. */
function notFound(subPath, url) {
  const rest = url.startsWith(subPath) ? url.slice(subPath.length) : "";
  return subPath + rest.split(/[/?]/)[0] + "/404.html";
}

/** The file that `url` asks for, and its size. */
export async function find(folder, subPath, url) {
  const asked = decodeURIComponent(new URL(url, "http://localhost").pathname);
  if (!asked.startsWith(subPath)) return undefined;
  let file = path.join(folder, asked.slice(subPath.length));
  if (!file.startsWith(folder)) return undefined;
  if (asked.endsWith("/")) file = path.join(file, "index.html");
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? { file, size: found.size } : undefined;
}
