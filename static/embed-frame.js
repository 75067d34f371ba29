// @ts-check
// For host pages with Broadsheet in frames: gives every <iframe data-broadsheet> the height of its
// content. See docs/embedding.md.

const VERSION = 1;
const MAX_HEIGHT_PX = 20_000;

/** @returns {NodeListOf<HTMLIFrameElement>} */
const archiveFrames = () => document.querySelectorAll("iframe[data-broadsheet]");
// The message contains no private data, so any document in the frame may read it.
const requestHeight = (frame) =>
  frame.contentWindow?.postMessage({ broadsheet: VERSION, type: "hello" }, "*");

addEventListener("message", ({ source, origin, data }) => {
  if (
    data?.broadsheet !== VERSION ||
    data.type !== "height" ||
    typeof data.height !== "number" ||
    !(data.height > 0)
  )
    return;
  for (const frame of archiveFrames()) {
    if (frame.contentWindow === source && frame.src.startsWith(`${origin}/`)) {
      frame.style.height = `${Math.min(data.height, MAX_HEIGHT_PX)}px`;
    }
  }
});

// Frames that are in the page already, and those that load later.
archiveFrames().forEach(requestHeight);
document.addEventListener(
  "load",
  (/** @type {any} */ { target }) => target.matches?.("iframe[data-broadsheet]") && requestHeight(target),
  true,
);
