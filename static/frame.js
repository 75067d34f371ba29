// In embed.html, the page for frames: tells the page around it how high its content is, if that page asks, and that page
// alone. Only for what has an end: a list with a limit, or one article. The rest scrolls within the frame.
"use strict";
(() => {
  const root = document.getElementById("broadsheet");
  const options = new URLSearchParams(location.search);
  if (parent === window || !(options.has("limit") || options.get("view") === "article")) return;
  document.documentElement.dataset.frame = "sized";
  let host;
  const tell = () => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (host) parent.postMessage({ broadsheet: 1, type: "height", height }, host);
  };
  addEventListener("message", ({ source, origin, data }) => {
    // A page without an origin, such as a file, cannot be told anything in private.
    if (source !== parent || data?.broadsheet !== 1 || data.type !== "hello" || origin === "null") return;
    host = origin;
    tell();
  });
  new ResizeObserver(tell).observe(root);
})();
