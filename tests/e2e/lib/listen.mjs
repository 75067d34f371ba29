// Servers on free ports of this machine.
import { once } from "node:events";

/**
 * Starts to listen on 127.0.0.1. Returns the port.
 * @param {import("node:net").Server} server
 */
export async function listen(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}

/**
 * Ends the server and the connections that are open.
 * @param {import("node:http").Server} server
 * @returns {Promise<void>}
 */
export function close(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
