// Opens every payload in Firefox, which Playwright drives only in a build of its own: with the
// content security policy and without it. Everything that the browser asks for goes through a proxy
// on this machine, so nothing leaves unseen.   FIREFOX=… GECKODRIVER=… BROADSHEET_BIN=… node
// firefox.mjs
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { Builder, By, until } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";

import { openAll } from "./lib/inspect.mjs";
import { subPath, work } from "./lib/paths.mjs";
import { FORMS, payloadPost, payloads, payloadSite, withPayloads } from "./lib/payloads.mjs";
import { startProxy } from "./lib/proxy.mjs";
import { serve } from "./lib/server.mjs";
import { buildPayloads } from "./lib/setup.mjs";

const MINUTE = 60_000;
/** Posts opened by one script: few enough for its time limit. */
const CHUNK = 100;
/** Asked for by Firefox on its own account, whatever the page holds. */
const OF_THE_BROWSER = /(^|\.)(mozilla\.(com|org|net)|firefox\.com|mozgcp\.net)$/;
const POLICY = /<meta\b[^>]*\bhttp-equiv="?Content-Security-Policy"?[^>]*>/i;

const list = payloads();
const sites = path.join(work, "firefox");
rmSync(work, { recursive: true, force: true });
mkdirSync(sites, { recursive: true });
buildPayloads(sites);
for (const site of ["payloads", "tampered"])
  withoutPolicy(path.join(sites, site), path.join(sites, `${site}-open`));

const server = await serve(sites, subPath);
const problems = [];
for (const policy of ["on", "off"]) {
  const proxy = await startProxy(server.origin);
  // Without pictures nothing at all may leave; with them, their handlers have the chance to run.
  const pictures = policy === "off";
  const driver = await start(proxy.port, pictures);
  try {
    for (const form of FORMS) await run(driver, proxy, form, policy, pictures);
  } finally {
    await driver.quit();
    await proxy.close();
  }
}
await server.close();
for (const problem of problems) console.error(problem);
console.log(
  `${list.length} payloads in ${FORMS.length} places, policy on and off: ${problems.length} problems`,
);
process.exitCode = problems.length ? 1 : 0;

async function run(driver, proxy, form, policy, pictures) {
  const say = (problem) => problems.push(`policy ${policy}, ${form}: ${problem}`);
  const { site, query } = payloadSite(form);
  const address = `${server.origin}${subPath}${site}${policy === "on" ? "" : "-open"}/`;
  proxy.seen.clear();
  await driver.get(`${address}?${query}`);
  await driver.wait(until.elementLocated(By.css("[role=feed] article")), MINUTE);
  await driver.executeScript(() => {
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
      window[name] = () => document.documentElement.append(document.createElement("script"));
    }
  });
  const allowed = new Set();
  let opened = 0;
  for (let start = 0; start < list.length; start += CHUNK) {
    const posts = list.slice(start, start + CHUNK).map((_, at) => payloadPost(list, start + at, form));
    const script = `const done = arguments[1]; (${openAll})(arguments[0]).then(done, (error) => done({ error: String(error) }));`;
    const { findings, hosts, error } = await driver.executeAsyncScript(script, { posts, query });
    if (error) say(`payloads from ${start} on: ${error}`);
    withPayloads(list, findings ?? []).forEach(say);
    hosts?.forEach((host) => allowed.add(host));
    opened += posts.length;
  }
  if (!(await driver.getCurrentUrl()).startsWith(address))
    say(`the page has gone to ${await driver.getCurrentUrl()}`);
  if ((await driver.getAllWindowHandles()).length !== 1) say("another window was opened");
  const left = [...proxy.seen].filter((target) => {
    const host = target
      .replace(/^\w+ /, "")
      .replace(/^https?:\/\//, "")
      .split(/[/:]/)[0];
    return !OF_THE_BROWSER.test(host) && !(pictures && target.startsWith("CONNECT ") && allowed.has(host));
  });
  left.forEach((target) => say(`asked for ${target}`));
  console.log(
    `policy ${policy.padEnd(3)} ${form.padEnd(13)} ${opened} posts opened, ${left.length} requests left`,
  );
}

function start(proxyPort, pictures) {
  const options = new firefox.Options().setBinary(process.env.FIREFOX).addArguments("-headless");
  const preferences = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": proxyPort,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": proxyPort,
    "network.proxy.no_proxies_on": "",
    "network.proxy.allow_hijacking_localhost": true,
    "permissions.default.image": pictures ? 1 : 2,
    "intl.accept_languages": "en-GB",
  };
  for (const [name, value] of Object.entries(preferences)) options.setPreference(name, value);
  const service = new firefox.ServiceBuilder(process.env.GECKODRIVER);
  return new Builder()
    .forBrowser("firefox")
    .setFirefoxOptions(options)
    .setFirefoxService(service)
    .build()
    .then(async (driver) => {
      await driver.manage().setTimeouts({ script: 3 * MINUTE, pageLoad: MINUTE });
      return driver;
    });
}

/** A copy of a site whose page has no content security policy. */
function withoutPolicy(site, copy) {
  cpSync(site, copy, { recursive: true });
  const page = path.join(copy, "index.html");
  const text = readFileSync(page, "utf8");
  if (!POLICY.test(text)) throw new Error(`${page} has no content security policy to take away`);
  writeFileSync(page, text.replace(POLICY, ""));
}
