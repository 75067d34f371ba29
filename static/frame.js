// In embed.html, the page for frames: tells the page around it how high its content is, if that page asks, and that page
// alone. Only for what has an end: a list with a limit, or one article. The rest scrolls within the frame. The height of a list
// says how many posts match a search; so where the archive says who may have it in a frame, nobody else is told.
"use strict";
(() => {
  const root = document.getElementById("broadsheet");
  const options = new URLSearchParams(location.search);
  if (parent === window || !(options.has("limit") || options.get("view") === "article")) return;
  document.documentElement.dataset.frame = "sized";
  const parents = document.querySelector("meta[name='broadsheet:frame-parents']")?.content.split(/\s+/);
  const mayKnow = ({ origin, protocol, host }) =>
    !parents ||
    origin === location.origin ||
    parents.some((parent) => {
      const [name, scheme] = parent.toLowerCase().split("://").reverse();
      const named = name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;
      return named && (!scheme || protocol === `${scheme}:`);
    });
  let host;
  const tell = () => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (host) parent.postMessage({ broadsheet: 1, type: "height", height }, host);
  };
  addEventListener("message", ({ source, origin, data }) => {
    // A page without an origin, such as a file, cannot be told anything in private.
    if (source !== parent || data?.broadsheet !== 1 || data.type !== "hello" || origin === "null") return;
    if (!mayKnow(new URL(origin))) return;
    host = origin;
    tell();
  });
  new ResizeObserver(tell).observe(root);
})();
