// Scrolling through the list: a fling, the scroll bar from top to bottom, and reading on.

export async function measureScrolling(reader, into) {
  await reader.withPage(async (visit) => {
    await visit.load();
    into["memory.before"] = (await memory(visit)).page;
    Object.assign(into, await visit.page.evaluate(scroll));
    const { page, script, wasm } = await memory(visit);
    Object.assign(into, { "memory.page": page, "memory.script": script, "memory.wasm": wasm });
  });
}

/**
 * Bytes that the page holds after a collection of garbage: all of it, of JavaScript, of
 * WebAssembly.
 */
async function memory(visit) {
  await visit.cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await visit.cdp.send("Runtime.getHeapUsage");
  const wasm = await visit.page.evaluate(() => globalThis.stopwatch.wasmMemory());
  // The browser's own figure has the document and JavaScript in it, and not what WebAssembly
  // reserved.
  const rest = await visit.page.evaluate(
    async () => (await performance.measureUserAgentSpecificMemory()).bytes,
  );
  return { page: rest + wasm, script: usedSize, wasm };
}

/** Runs inside the page. */
async function scroll() {
  const { rows } = globalThis.stopwatch;
  const scrolls = (element) =>
    element.scrollHeight > element.clientHeight + 1 &&
    /auto|scroll/.test(getComputedStyle(element).overflowY);
  let scroller = document.querySelector('[role="feed"]');
  while (scroller && !scrolls(scroller)) scroller = scroller.parentElement;
  scroller ??= document.scrollingElement;

  let longTasks = 0;
  const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length));
  observer.observe({ type: "long-animation-frame" });

  const frames = [];
  let [mostRows, reached, blank, longestBlank] = [0, 0, 0, 0];
  const bounds =
    scroller === document.scrollingElement
      ? { top: 0, bottom: innerHeight }
      : scroller.getBoundingClientRect();
  const middle = (Math.max(bounds.top, 0) + Math.min(bounds.bottom, innerHeight)) / 2;
  /**
   * Whether there is text of the list near its middle: rows and headings have some, places of rows
   * to come have none.
   */
  const filled = () => {
    const feed = document.querySelector('[role="feed"]');
    const box = feed?.getBoundingClientRect();
    return [0, -20, 20].some((offset) => {
      const there = box && document.elementFromPoint(box.left + box.width / 2, middle + offset);
      return there && there !== feed && feed.contains(there) && there.textContent.trim() !== "";
    });
  };
  let last;
  const frame = () =>
    new Promise((done) =>
      requestAnimationFrame((now) => {
        if (last !== undefined) {
          frames.push(now - last);
          blank = filled() ? 0 : blank + (now - last);
          longestBlank = Math.max(longestBlank, blank);
        }
        last = now;
        if (frames.length % 8 === 0) {
          const live = rows();
          mostRows = Math.max(mostRows, live.length);
          reached = Math.max(reached, Number(live[live.length - 1]?.getAttribute("aria-posinset") ?? 0));
        }
        done();
      }),
    );
  const end = () => scroller.scrollHeight - scroller.clientHeight;
  const started = performance.now();
  const inTime = () => performance.now() - started < 60_000;

  await frame();
  // A fling: 24,000 pixels a second.
  for (let turn = 0; turn < 180 && inTime(); turn++) {
    scroller.scrollTop += 400;
    await frame();
  }
  // The scroll bar drawn from top to bottom, in two hundred steps, each of which stays for three
  // frames. What is passed by like this is not loaded, so where steps are longer than what is
  // drawn, there are no rows before it ends.
  const flung = longestBlank;
  [blank, longestBlank] = [0, 0];
  for (let step = 0; step <= 200 && inTime(); step++) {
    scroller.scrollTop = (end() * step) / 200;
    for (let turn = 0; turn < 3; turn++) await frame();
  }
  const dragged = longestBlank;
  // Reading on, from the middle, whose rows take a fetch.
  [blank, longestBlank] = [0, 0];
  scroller.scrollTop = end() / 2;
  for (let turn = 0; turn < 120 && inTime(); turn++) {
    scroller.scrollTop += 30;
    await frame();
  }
  observer.disconnect();
  return {
    "scroll.frame": frames,
    "scroll.long_frames": frames.filter((ms) => ms > 50).length,
    "scroll.long_tasks": longTasks,
    "scroll.rows": mostRows,
    "scroll.reached": reached,
    "scroll.blank_ms": Math.max(flung, longestBlank),
    "scroll.dragged_blank_ms": dragged,
  };
}
