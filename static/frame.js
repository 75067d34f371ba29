// @ts-check
// In embed.html, the page for frames: tells the host page how high its content is, if that page
// asks, and no other page. Only for content that has an end, a list with a limit or one article:
// the rest scrolls within the frame. The height of a list shows how many posts match a search; so
// if the archive names the pages that may have it in a frame, no other page is told.
"use strict";
(() => {
  const root = document.getElementById("broadsheet");
  const options = new URLSearchParams(location.search);
  if (parent === window || !(options.has("limit") || options.get("view") === "article")) return;
  document.documentElement.dataset.frame = "sized";
  const parents = document
    .querySelector("meta[name='broadsheet:frame-parents']")
    ?.getAttribute("content")
    .split(/\s+/);
  const isAllowed = ({ origin, protocol, host }) =>
    !parents ||
    origin === location.origin ||
    parents.some((parent) => {
      const [name, scheme] = parent.toLowerCase().split("://").reverse();
      const named = name.startsWith("*.") ? host.endsWith(name.slice(1)) : host === name;
      return named && (!scheme || protocol === `${scheme}:`);
    });
  let host;
  const sendHeight = () => {
    const height = Math.ceil(root.getBoundingClientRect().height);
    if (host) parent.postMessage({ broadsheet: 1, type: "height", height }, host);
  };
  addEventListener("message", ({ source, origin, data }) => {
    // A page without an origin, such as a file, cannot be told anything in private.
    if (source !== parent || data?.broadsheet !== 1 || data.type !== "hello" || origin === "null") return;
    if (!isAllowed(new URL(origin))) return;
    host = origin;
    sendHeight();
  });
  new ResizeObserver(sendHeight).observe(root);
})();
