// A static host that compresses everything by Brotli, and keeps a list of what was asked for.
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

import { close, listen } from "../lib/listen.mjs";
import { find, TYPES } from "../lib/server.mjs";

const compress = promisify(brotliCompress);

/**
 * Serves `folder` at the root of a free port of 127.0.0.1.
 *
 * `requests` lists what was answered: the name of the file, its bytes after Brotli 11, and whether
 * it is data. Files are compressed when they are asked for the first time, which takes a while: ask
 * for everything once before measuring times. What is compressed is kept beside `folder` for the
 * next run.
 */
export async function serveCompressed(folder) {
  const compressed = new Map();
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const found = await find(folder, "/", request.url ?? "/");
    const name = found ? path.relative(folder, found.file).replaceAll(path.sep, "/") : request.url;
    // The first screen of a page that measures its own memory must be isolated from other origins.
    const headers = {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    };
    if (!found) {
      requests.push({ name, bytes: 0, data: isData(name) });
      response.writeHead(404, headers).end();
      return;
    }
    if (!compressed.has(found.file))
      compressed.set(found.file, compressFile(found.file, `${folder}.brotli/${name}`));
    const body = await compressed.get(found.file);
    requests.push({ name, bytes: body.length, data: isData(name) });
    response
      .writeHead(200, {
        ...headers,
        "content-type": TYPES[path.extname(found.file)] ?? "application/octet-stream",
        "content-encoding": "br",
        "content-length": body.length,
        "cache-control": name.includes("/") ? "max-age=31536000, immutable" : "no-cache",
      })
      .end(body);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    close: () => close(server),
  };
}

/** The head and everything in folders is data; the viewer's own files lie beside the head. */
function isData(name) {
  return name === "bundle.json" || name.includes("/");
}

async function compressFile(file, kept) {
  const [original, copy] = await Promise.all([stat(file), stat(kept).catch(() => undefined)]);
  if (copy && copy.mtimeMs > original.mtimeMs) return readFile(kept);
  const bytes = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const smaller = await compress(bytes, { params });
  await mkdir(path.dirname(kept), { recursive: true });
  await writeFile(kept, smaller);
  return smaller;
}
