// For pages with Broadsheet in frames: gives every <iframe data-broadsheet> the height of its content. See docs/embedding.md.

const VERSION = 1;
const HIGHEST = 20_000;

const frames = () => document.querySelectorAll("iframe[data-broadsheet]");
// It says nothing that anyone could not know, so whoever is in the frame may read it.
const greet = (frame) => frame.contentWindow?.postMessage({ broadsheet: VERSION, type: "hello" }, "*");

addEventListener("message", ({ source, origin, data }) => {
  if (
    data?.broadsheet !== VERSION ||
    data.type !== "height" ||
    typeof data.height !== "number" ||
    !(data.height > 0)
  )
    return;
  for (const frame of frames()) {
    if (frame.contentWindow === source && frame.src.startsWith(`${origin}/`)) {
      frame.style.height = `${Math.min(data.height, HIGHEST)}px`;
    }
  }
});

// Frames that were there before, and those that come.
frames().forEach(greet);
document.addEventListener(
  "load",
  ({ target }) => target.matches?.("iframe[data-broadsheet]") && greet(target),
  true,
);
