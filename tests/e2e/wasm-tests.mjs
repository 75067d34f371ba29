// Runs a file of wasm-bindgen tests where there is no ChromeDriver: wasm-bindgen's own runner
// serves the page that holds them, and Playwright opens it.   node wasm-tests.mjs RUNNER FILE.wasm
// [ARGUMENTS…]
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { chromium } from "@playwright/test";

const MINUTES = 60_000;
const [program, ...args] = process.argv.slice(2);

const env = { ...process.env, NO_HEADLESS: "1", WASM_BINDGEN_TEST_ADDRESS: "127.0.0.1:0" };
const server = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"] });
const ended = new Promise((resolve) => server.on("exit", (code) => resolve(code ?? 1)));
process.exitCode = await Promise.race([ended, runWhenServed()]);
server.kill();

/**
 * Waits for the page, runs it, and returns an exit code. Never returns when there are no tests to
 * serve.
 */
async function runWhenServed() {
  for await (const line of createInterface({ input: server.stdout })) {
    const url = line.match(/now available at (http:\S+)/)?.[1];
    if (url) return run(url);
    console.log(line);
  }
  return new Promise(() => {});
}

async function run(url) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROME || undefined,
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error));
    await page.goto(url);
    const output = page.locator("#output");
    await output.filter({ hasText: "test result: " }).waitFor({ timeout: 3 * MINUTES });
    const text = await output.innerText();
    console.log(text);
    return text.includes("test result: ok") ? 0 : 1;
  } finally {
    await browser.close();
  }
}
