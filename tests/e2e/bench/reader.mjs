// Somebody with a browser, and a stopwatch inside its page.
import { Viewer } from "../lib/viewer.mjs";

/** The filters by their names. */
export const GROUPS = { tag: "Tags", author: "Authors", source: "Sources", category: "Categories" };

const PATIENCE = 120_000;

export class Reader {
  constructor(browser, server, held) {
    this.browser = browser;
    this.server = server;
    this.held = held;
  }

  /**
   * As `withPage`, for one of several views: one that cannot be shown is told and counted, and the
   * others go on.
   */
  async tryPage(into, view, use) {
    into["failed"] ??= 0;
    try {
      await this.withPage(use);
    } catch (error) {
      into["failed"] += 1;
      console.error(`  ${view || "the first list"}: ${error.message.split("\n")[0]}`);
    }
  }

  /** Lets `use` have a fresh page, with nothing in its cache, and closes it. */
  async withPage(use) {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      reducedMotion: "reduce",
      serviceWorkers: "block",
    });
    context.setDefaultTimeout(PATIENCE);
    context.setDefaultNavigationTimeout(PATIENCE);
    try {
      const page = await context.newPage();
      await page.addInitScript(stopwatch);
      const cdp = await context.newCDPSession(page);
      // Processor time of the main thread, which other programs on the machine hardly change.
      await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
      if (this.held) {
        const { cpu, bytesPerSecond, latency } = this.held;
        await cdp.send("Emulation.setCPUThrottlingRate", { rate: cpu });
        await cdp.send("Network.enable");
        await cdp.send("Network.emulateNetworkConditions", {
          offline: false,
          latency,
          downloadThroughput: bytesPerSecond,
          uploadThroughput: bytesPerSecond,
        });
      }
      return await use(new Visit(page, cdp, this.server));
    } finally {
      await context.close();
    }
  }
}

/** One page. */
export class Visit extends Viewer {
  /** Milliseconds that the measurement of the main thread takes itself, once they are known. */
  asking;

  constructor(page, cdp, server) {
    super(page);
    this.cdp = cdp;
    this.server = server;
  }

  /**
   * Opens the view of a query, and waits until it is drawn: its list, or its post. Milliseconds
   * from the request.
   */
  async load(query = "") {
    const from = this.server.requests.length;
    await this.page.goto(this.server.url + query, { waitUntil: "commit" });
    const what = new URLSearchParams(query).has("post") ? "text" : "rows";
    const ms = await this.page.evaluate((what) => globalThis.stopwatch.drawn(what), what);
    // What the view goes on to load belongs to it.
    await this.page.waitForLoadState("networkidle");
    return { ms, requests: this.server.requests.slice(from) };
  }

  /** Requests that the server answers until `act` is done and the line is quiet. */
  async requestsOf(act) {
    const from = this.server.requests.length;
    await act();
    let seen;
    do {
      seen = this.server.requests.length;
      await this.frames();
      await this.page.waitForLoadState("networkidle");
    } while (seen !== this.server.requests.length);
    return this.server.requests.slice(from);
  }

  /**
   * Milliseconds of processor time of the main thread that `act` takes, with the frame that it
   * leads to, and without what asking for it takes.
   */
  async mainThread(act) {
    this.asking ??= await this.cheapestOf(5, () => this.page.evaluate(() => globalThis.stopwatch.frames()));
    const { result, main } = await this.busy(act);
    return { result, main: Math.max(main - this.asking, 0) };
  }

  async cheapestOf(times, act) {
    let least = Infinity;
    for (let turn = 0; turn < times; turn++) least = Math.min(least, (await this.busy(act)).main);
    return least;
  }

  async busy(act) {
    await this.frames();
    const before = await this.taskDuration();
    const result = await act();
    await this.frames();
    return { result, main: (await this.taskDuration()) - before };
  }

  async taskDuration() {
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  }

  /** Waits for two frames: one that is being drawn, and one after it. */
  async frames() {
    await this.page.evaluate(() => globalThis.stopwatch.frames());
  }

  /** The choices of a group as they are announced: value, count, and whether it is chosen. */
  async choices(group) {
    const names = await this.group(group)
      .getByRole("checkbox")
      .evaluateAll((boxes) => boxes.map((box) => [box.ariaLabel ?? box.labels[0].textContent, box.checked]));
    return names.map(([name, checked]) => {
      const [, value, count] = /^(.*) \(([\d,]*)\)$/s.exec(name) ?? [undefined, name, ""];
      return { value, count: count === "" ? undefined : Number(count.replaceAll(",", "")), checked };
    });
  }

  /** How many posts the status says are shown. */
  async shown() {
    const text = await this.status.first().textContent();
    return Number(/[\d,]+/.exec(text)?.[0].replaceAll(",", ""));
  }
}

/** Runs inside the page, before anything else: times are taken where they pass. */
function stopwatch() {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const feed = () => document.querySelector('[role="feed"]');
  const rows = () => feed()?.querySelectorAll('article, [role="article"]') ?? [];
  /** The article with a heading of its own, once it has a paragraph. */
  const text = () => {
    for (const heading of document.querySelectorAll("main h1")) {
      const article = heading.closest('article, [role="article"]');
      const long = (part) => part.textContent.trim().length > 20 && !part.closest("header");
      if (article && [...article.querySelectorAll("p")].some(long)) return heading.textContent.trim();
    }
    return undefined;
  };
  /** What has failed, as the page says it. What is slow has not. */
  const alert = () => {
    const said = document.querySelector('[role="alert"]')?.textContent.trim();
    return said?.includes("taking longer than usual") ? undefined : said;
  };
  /**
   * Waits until `ready` says something, looking whenever the document changes; not for ever, and
   * not after an alert.
   */
  const until = (ready) =>
    new Promise((done, fail) => {
      const look = () => {
        const found = ready();
        if (!found && !alert()) return false;
        observer.disconnect();
        clearTimeout(patience);
        if (found) done(found);
        else fail(new Error(`the page says: ${alert()}`));
        return true;
      };
      const observer = new MutationObserver(look);
      const patience = setTimeout(() => {
        observer.disconnect();
        fail(new Error("nothing happened for two minutes"));
      }, 120_000);
      if (!look())
        observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
    });

  // WebAssembly's memory is told by nobody else.
  const memories = new Set();
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original.apply(WebAssembly, given);
      for (const value of Object.values((result.instance ?? result).exports)) {
        if (value instanceof WebAssembly.Memory) memories.add(value);
      }
      return result;
    };
  }

  globalThis.stopwatch = {
    rows,
    frames: async () => {
      await frame();
      await frame();
    },
    /** Milliseconds since the navigation at which the view is on the screen. */
    drawn: async (what) => {
      await until(() => (what === "text" ? text() : rows().length > 0));
      await frame();
      return performance.now();
    },
    firstContentful: () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
    /** Clicks, and milliseconds until the frame after the status or the rows have changed. */
    switched: async (box) => {
      const state = () =>
        [...document.querySelectorAll('[role="status"]')].map((status) => status.textContent).join();
      const before = state();
      const start = performance.now();
      box.click();
      await until(() => state() !== before);
      await frame();
      return performance.now() - start;
    },
    /** Clicks the link to a post, and milliseconds until the frame that shows its text. */
    opened: async (link) => {
      const title = link.textContent.trim();
      const start = performance.now();
      link.click();
      await until(() => text() === title);
      await frame();
      return performance.now() - start;
    },
    wasmMemory: () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
  };
}
