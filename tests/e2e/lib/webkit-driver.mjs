// WebKitGTK's MiniBrowser, driven by WebDriver on a display that exists in memory only.
import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { setTimeout } from "node:timers/promises";

import { Builder, Capabilities } from "selenium-webdriver";

/**
 * Without a graphics card: drawn by the processor, and with no sandbox, which root has none to use
 * of.
 *
 * And without compiling on other threads: with it, WebKitGTK 2.50 on Linux stops WebAssembly with
 * "Out of bounds memory access" once in some 200 articles, at a different instruction each time
 * (7 of 1,288; without it 0 of 728, without compiling at all 0 of 812; the same is reported of
 * other programs, as in https://github.com/oven-sh/bun/issues/17146).
 */
const ENVIRONMENT = {
  JSC_useConcurrentJIT: "0",
  LIBGL_ALWAYS_SOFTWARE: "1",
  WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  GTK_A11Y: "none",
  NO_AT_BRIDGE: "1",
};

/**
 * Starts the browser in a window of this size.
 * @returns {Promise<{driver: import("selenium-webdriver").WebDriver, quit: () => Promise<void>}>}
 */
export async function startWebKit(width, height) {
  const { XVFB, WEBKIT, WEBKIT_DRIVER } = process.env;
  const screen = `${width}x${height + 200}x24`;
  const display = spawn(XVFB, ["-displayfd", "3", "-screen", "0", screen, "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [number] = await once(display.stdio[3], "data");
  const port = await freePort();
  const environment = { ...process.env, ...ENVIRONMENT, DISPLAY: `:${String(number).trim()}` };
  const service = spawn(WEBKIT_DRIVER, [`--port=${port}`], { env: environment, stdio: "ignore" });
  const stop = async () => {
    for (const program of [service, display]) {
      const ended = once(program, "exit");
      program.kill();
      await ended;
    }
  };
  try {
    await answers(port);
    const capabilities = new Capabilities({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary: WEBKIT, args: ["--automation"] },
    });
    const builder = new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities);
    const driver = await builder.build();
    await driver.manage().window().setRect({ width, height });
    const quit = async () => {
      await driver.quit();
      await stop();
    };
    return { driver, quit };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until something listens, for ten seconds at most. */
async function answers(port) {
  for (const deadline = Date.now() + 10_000; ;) {
    const socket = net.connect(port, "127.0.0.1");
    const connected = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    if (Date.now() > deadline) throw new Error("the driver of WebKit does not answer");
    await setTimeout(100);
  }
}
