// A proxy through which a browser reaches the sites under test and nothing else; it remembers what
// else was asked for.
import http from "node:http";

import { close, listen } from "./listen.mjs";

/**
 * @param {string} origin of the sites under test
 * @returns {Promise<{port: number, seen: Set<string>, close: () => Promise<void>}>} `seen` has the
 * method and the address of every request for another place; of encrypted ones, the host
 */
export async function startProxy(origin) {
  const seen = new Set();
  const server = http.createServer((request, response) => {
    if (!request.url.startsWith(`${origin}/`)) {
      seen.add(`${request.method} ${request.url}`);
      response.writeHead(404).end();
      return;
    }
    const { method, headers } = request;
    const onward = http.request(request.url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  server.on("connect", (request, socket) => {
    seen.add(`CONNECT ${request.url}`);
    socket.on("error", () => {});
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  const port = await listen(server);
  return {
    port,
    seen,
    close: () => close(server),
  };
}
