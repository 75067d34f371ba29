// Runs inside the page: opens posts one after the other and looks for what no article may hold.

/**
 * @param {{posts: {id: string, name: string, title?: string, marker?: string}[], query: string}}
 * task the posts, what to call them, and how to know that they are shown: by their title or by a
 * sentence of the article
 * @returns {Promise<{findings: string[], hosts: string[]}>} what was found, each with the post's
 * name; and the hosts that articles' pictures, sounds and films are from, which may be asked for
 * them
 */
export async function openAll({ posts, query }) {
  const findings = [];
  const hosts = new Set();
  const globals = new Set(Object.getOwnPropertyNames(window));
  const furniture = "script, style, link, base, meta, form, iframe, frame, object, embed, portal, dialog";
  const count = (selector) => document.querySelectorAll(selector).length;
  const furnitureBefore = count(furniture);

  const ELEMENTS = new Set(
    (
      "p br hr h2 h3 h4 h5 h6 blockquote pre code ul ol li dl dt dd table caption thead tbody tr th td figure figcaption " +
      "a img audio video source details summary ruby rt rp em strong b i u s del ins sub sup small mark q cite dfn abbr " +
      "time kbd samp var bdi bdo span div button canvas"
    ).split(" "),
  );
  const ATTRIBUTES = new Set(
    (
      "href target rel src srcset sizes alt title width height loading decoding referrerpolicy controls preload poster " +
      "id lang dir start reversed colspan rowspan class tabindex type value data-language"
    ).split(" "),
  );
  const HTML = "http://www.w3.org/1999/xhtml";
  const MATHML = "http://www.w3.org/1998/Math/MathML";
  // Elements of formulas. None of them may hold HTML but those for text, which hold text alone.
  const FORMULA = new Set(
    (
      "math semantics annotation merror mfrac mi mmultiscripts mn none mo mover mpadded mphantom mprescripts mroot mrow " +
      "ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover"
    ).split(" "),
  );
  const FORMULA_ATTRIBUTES = new Set(
    (
      "accent accentunder alttext columnalign columnspan depth display displaystyle encoding form height largeop " +
      "linethickness lspace mathvariant maxsize minsize movablelimits rowspan rspace scriptlevel stretchy symmetric " +
      "voffset width"
    ).split(" "),
  );
  // A link of a query alone is one to another post.
  const LINK = /^(https?:\/\/|mailto:|tel:|#|\?)/;
  const MEDIA = /^(https:\/\/|data:image\/(png|jpeg|gif|webp|avif)[;,])/;
  const isOwnFile = (url) =>
    !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url) && /(^|\/)media\/[0-9a-f]{16}\.[a-z]+$/.test(url);
  const isMedia = (url) => MEDIA.test(url) || isOwnFile(url);

  const candidatesOf = (element) =>
    (element.getAttribute("srcset") ?? "").split(/,\s+/).map((candidate) => candidate.trim().split(/\s+/)[0]);

  // Noted when it is added: a picture that cannot be loaded is soon replaced by words.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node instanceof Element)
          [node, ...node.querySelectorAll("[src], [srcset], [poster]")].forEach(noteHosts);
      }
    }
  }).observe(document.body, { subtree: true, childList: true });

  function noteHosts(element) {
    for (const url of [
      element.getAttribute("src"),
      element.getAttribute("poster"),
      ...candidatesOf(element),
    ]) {
      if (url && MEDIA.test(url)) hosts.add(new URL(url).hostname);
    }
  }

  function inspectFormula(element) {
    const found = [];
    const name = element.localName;
    if (!FORMULA.has(name)) found.push(`element ${name} of a formula`);
    for (const { name: attribute, value, namespaceURI } of element.attributes) {
      if (!FORMULA_ATTRIBUTES.has(attribute) || namespaceURI)
        found.push(`attribute ${attribute}="${value}" on ${name} of a formula`);
    }
    if (/^(mi|mn|mo|ms|mtext|annotation)$/.test(name) && element.childElementCount > 0)
      found.push(`elements in ${name} of a formula`);
    return found;
  }

  function inspect(element) {
    if (element.namespaceURI === MATHML) return inspectFormula(element);
    const found = [];
    const candidates = candidatesOf(element);
    const name = element.localName;
    if (element.namespaceURI !== HTML || element.parentElement?.namespaceURI !== HTML)
      found.push(`foreign element ${name}`);
    if (!ELEMENTS.has(name)) found.push(`element ${name}`);
    for (const { name: attribute, value } of element.attributes) {
      // A link to a file of the archive saves it, and opens nothing.
      const saves =
        name === "a" && element.hasAttribute("download") && isOwnFile(element.getAttribute("href"));
      const allowed =
        ATTRIBUTES.has(attribute) || attribute.startsWith("aria-") || (attribute === "download" && saves);
      if (!allowed) found.push(`attribute ${attribute}="${value}" on ${name}`);
      if (attribute === "href" && !LINK.test(value) && !saves) found.push(`link to ${value}`);
      if ((attribute === "src" || attribute === "poster") && !isMedia(value))
        found.push(`${attribute} ${value}`);
      if (attribute === "id" && !value.startsWith("a-")) found.push(`id ${value}`);
    }
    for (const url of candidates.filter(Boolean)) {
      if (!isMedia(url)) found.push(`srcset ${url}`);
    }
    if (name === "a" && /^https?:/.test(element.getAttribute("href") ?? "")) {
      const rel = element.rel.split(" ");
      const safe = ["noopener", "noreferrer", "nofollow"].every((word) => rel.includes(word));
      if (!safe || element.target !== "_blank")
        found.push(`link without rel or target: ${element.outerHTML}`);
    }
    if (name === "img" && element.referrerPolicy !== "no-referrer") found.push("picture that tells who asks");
    return found;
  }

  /**
   * What holds for the page around the article as well: a row, a filter, a heading may be hostile,
   * too.
   */
  function inspectAround(root) {
    const found = [];
    for (const element of root.querySelectorAll("*")) {
      // The viewer's own drawings: the room of rows that are not drawn, and the bars of the dates.
      const isOwn = element.matches(
        "svg.room:empty, .dates svg, .dates svg *, .content math, .content math *",
      );
      if (!isOwn && element.namespaceURI !== HTML) found.push(`foreign element ${element.localName}`);
      for (const { name, value } of element.attributes) {
        // The heights of rows, which the viewer measures and tells its style sheet.
        const isMeasured =
          element.id === "broadsheet" && name === "style" && /^(--(month|row|bare): \d+px;\s*)+$/.test(value);
        if (!isMeasured && /^on|^style$|^srcdoc$|^formaction$/i.test(name))
          found.push(`attribute ${name}="${value}"`);
      }
      const href = element.localName === "a" && element.getAttribute("href");
      if (href && !/^(https?|mailto|tel):$/.test(element.protocol)) found.push(`link to ${href}`);
    }
    return found;
  }

  function shown(/** @type {{ title?: string, marker?: string }} */ { title, marker }) {
    const heading = document.querySelector("main article h1");
    if (!heading || heading.closest("article").getAttribute("aria-busy") === "true") return false;
    if (title !== undefined) return heading.textContent === title;
    return Boolean(document.querySelector("main article .content")?.textContent.includes(marker));
  }

  function settled(post) {
    const done = () => shown(post) || document.querySelector("main [role=alert]");
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

  for (const post of posts) {
    const { id, name, title } = post;
    const say = (finding) => findings.push(`${name}: ${finding}`);
    history.pushState(null, "", `?${query}post=${encodeURIComponent(id)}`);
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
    await settled(post);
    // Handlers of pictures and the like run after a frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    // The window's title follows the heading; on a slow machine, some frames later.
    for (let frame = 0; frame < 120 && title !== undefined && !document.title.startsWith(title); frame += 1) {
      await new Promise(requestAnimationFrame);
    }
    if (!shown(post)) say(`not shown: ${document.querySelector("main")?.textContent}`);
    document.querySelectorAll("main article .content *").forEach((element) => inspect(element).forEach(say));
    inspectAround(document.querySelector("main") ?? document).forEach(say);
    const added = Object.getOwnPropertyNames(window).filter((name) => !globals.has(name));
    added.forEach((name) => say(`new global ${name}`));
    added.forEach((name) => globals.add(name));
    if (count(furniture) !== furnitureBefore) say("scripts, styles, frames or forms were added");
    if (title !== undefined && !document.title.startsWith(title))
      say(`the page's title is ${document.title}`);
    if (document.cookie !== "") say(`cookie ${document.cookie}`);
    if (getComputedStyle(document.body).display === "none") say("the page is hidden");
  }
  // The list and the filters stay as they are from post to post.
  inspectAround(document).forEach((finding) => findings.push(`${posts.at(-1).name}, around it: ${finding}`));
  return { findings, hosts: [...hosts] };
}
