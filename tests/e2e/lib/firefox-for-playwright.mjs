#!/usr/bin/env node
// Starts the Firefox that FIREFOX names, as Playwright expects it of its channel `moz-firefox`, and
// stands between the two: releases of Firefox before the command
// `emulation.setMediaFeaturesOverride` came refuse it, and Playwright starts no page without. What
// it sets (reduced motion, mostly) the profile's preferences say; see playwright.config.mjs.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { WebSocket, WebSocketServer } from "ws";

const OPTIONAL = "emulation.setMediaFeaturesOverride";
const LISTENING = /WebDriver BiDi listening on (ws:\/\/\S+)/;

const browser = spawn(process.env.FIREFOX, process.argv.slice(2), { stdio: ["ignore", "inherit", "pipe"] });
browser.on("exit", (code) => process.exit(code ?? 1));
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
  process.on(signal, () => browser.kill(signal));
createInterface({ input: browser.stderr }).on("line", (line) => {
  const address = LISTENING.exec(line)?.[1];
  if (address) standBetween(address);
  else console.error(line);
});

/** Listens for Playwright, and passes on what it and the browser at `address` say. */
function standBetween(address) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("listening", () =>
    console.error(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}`),
  );
  server.on("connection", (client) => {
    const optional = new Set();
    const waiting = [];
    const firefox = new WebSocket(`${address}/session`, { perMessageDeflate: false, maxPayload: 0 });
    firefox.on("open", () => waiting.splice(0).forEach((text) => firefox.send(text)));
    client.on("message", (data) => {
      const text = String(data);
      const { id, method } = JSON.parse(text);
      if (method === OPTIONAL) optional.add(id);
      if (firefox.readyState === WebSocket.OPEN) firefox.send(text);
      else waiting.push(text);
    });
    firefox.on("message", (data) => {
      const text = String(data);
      const { id, error } = JSON.parse(text);
      const refused = optional.delete(id) && error === "unknown command";
      client.send(refused ? JSON.stringify({ type: "success", id, result: {} }) : text);
    });
    client.on("close", () => firefox.close());
    firefox.on("close", () => client.close());
  });
}
