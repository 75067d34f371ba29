// Runs inside the page: opens posts one after the other and looks for what no article may hold.

/**
 * @param {{posts: {id: string, title: string}[], query: string}} task
 * @returns {Promise<string[]>} what was found, each with the post's title
 */
export async function openAll({ posts, query }) {
  const findings = [];
  const globals = new Set(Object.getOwnPropertyNames(window));
  const furniture = "script, style, link, base, meta, form, iframe, frame, object, embed, portal, dialog";
  const count = (selector) => document.querySelectorAll(selector).length;
  const furnitureBefore = count(furniture);

  const ELEMENTS = new Set(
    ("p br hr h2 h3 h4 h5 h6 blockquote pre code ul ol li dl dt dd table caption thead tbody tr th td figure figcaption " +
      "a img audio video source details summary ruby rt rp em strong b i u s del ins sub sup small mark q cite dfn abbr " +
      "time kbd samp var bdi bdo span div button").split(" "),
  );
  const ATTRIBUTES = new Set(
    ("href target rel src srcset sizes alt title width height loading decoding referrerpolicy controls preload poster " +
      "id lang dir start reversed colspan rowspan class tabindex type data-language").split(" "),
  );
  const LINK = /^(https?:\/\/|mailto:|tel:|#)/;
  const MEDIA = /^(https:\/\/|data:image\/(png|jpeg|gif|webp|avif)[;,])/;
  const isOwnFile = (url) => !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url) && /(^|\/)media\/[0-9a-f]{16}\.[a-z]+$/.test(url);
  const isMedia = (url) => MEDIA.test(url) || isOwnFile(url);

  function inspect(element) {
    const found = [];
    const name = element.localName;
    if (element.namespaceURI !== "http://www.w3.org/1999/xhtml") found.push(`foreign element ${name}`);
    if (!ELEMENTS.has(name)) found.push(`element ${name}`);
    for (const { name: attribute, value } of element.attributes) {
      const allowed = ATTRIBUTES.has(attribute) || attribute.startsWith("aria-");
      if (!allowed) found.push(`attribute ${attribute}="${value}" on ${name}`);
      if (attribute === "href" && !LINK.test(value)) found.push(`link to ${value}`);
      if ((attribute === "src" || attribute === "poster") && !isMedia(value)) found.push(`${attribute} ${value}`);
      if (attribute === "id" && !value.startsWith("a-")) found.push(`id ${value}`);
    }
    for (const candidate of (element.getAttribute("srcset") ?? "").split(/,\s+/).filter(Boolean)) {
      if (!isMedia(candidate.trim().split(/\s+/)[0])) found.push(`srcset ${candidate}`);
    }
    if (name === "a" && /^https?:/.test(element.getAttribute("href") ?? "")) {
      const rel = element.rel.split(" ");
      const safe = ["noopener", "noreferrer", "nofollow"].every((word) => rel.includes(word));
      if (!safe || element.target !== "_blank") found.push(`link without rel or target: ${element.outerHTML}`);
    }
    if (name === "img" && element.referrerPolicy !== "no-referrer") found.push("picture that tells who asks");
    return found;
  }

  function shown(title) {
    const heading = document.querySelector("main article h1");
    return heading?.textContent === title && heading.closest("article").getAttribute("aria-busy") !== "true";
  }

  function settled(title) {
    const done = () => shown(title) || document.querySelector("main [role=alert]");
    return new Promise((resolve) => {
      if (done()) return resolve();
      const observer = new MutationObserver(() => {
        if (!done()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  }

  for (const { id, title } of posts) {
    const say = (finding) => findings.push(`${title}: ${finding}`);
    history.pushState(null, "", `?${query}post=${encodeURIComponent(id)}`);
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
    await settled(title);
    // Handlers of pictures and the like run after a frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    if (!shown(title)) say(`not shown: ${document.querySelector("main")?.textContent}`);
    document.querySelectorAll("main article .content *").forEach((element) => inspect(element).forEach(say));
    const added = Object.getOwnPropertyNames(window).filter((name) => !globals.has(name));
    added.forEach((name) => say(`new global ${name}`));
    added.forEach((name) => globals.add(name));
    if (count(furniture) !== furnitureBefore) say("scripts, styles, frames or forms were added");
    if (!document.title.startsWith(title)) say(`the page's title is ${document.title}`);
    if (document.cookie !== "") say(`cookie ${document.cookie}`);
    if (getComputedStyle(document.body).display === "none") say("the page is hidden");
  }
  return findings;
}
