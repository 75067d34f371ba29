// @ts-check
// The part of the element that embed.js loads after the first paint: players, and the notice that
// takes the place of a viewer that has stopped or has no archive.

// @include language.js
const TEXTS = textsOf("element_stopped", "wrong_address", "retry");

/**
 * Returns a notice in the first of the languages `tags`, or of the reader's, that the interface
 * has. Its words become the message of `error`. A viewer that has stopped gets a button for
 * `retry`.
 * @param {Error & { code?: string }} error
 * @param {(string | null | undefined)[]} tags
 * @param {() => void} retry
 */
export function errorNotice(error, tags, retry) {
  const language = languageOf([...tags, ...navigator.languages]);
  const texts = TEXTS[language];
  const stopped = error.code === "viewer";
  error.message = stopped ? texts.element_stopped : `${texts.wrong_address} ${error.message}`;
  const add = (parent, name, text = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  const notice = document.createElement("div");
  notice.className = "broadsheet";
  notice.dataset.theme = "system";
  const box = add(notice, "div");
  box.className = "boot-problem";
  box.lang = language;
  box.setAttribute("role", "alert");
  add(box, "p", error.message);
  if (stopped) add(box, "button", texts.retry).onclick = retry;
  return notice;
}

// The player of an article's audio and video. Browsers send the page's referrer with the media that
// a player loads, and no attribute forbids it: so the player is in a document of its own, whose
// policy does.
class Player extends HTMLElement {
  static observedAttributes = ["poster"];

  #shadow = this.attachShadow({ mode: "open" });
  #media;

  connectedCallback() {
    const frame = document.createElement("iframe");
    const audio = this.getAttribute("kind") === "audio";
    const size = audio ? { height: "3.5rem" } : { aspectRatio: "16 / 9" };
    Object.assign(this.style, { display: "block", margin: "1em 0" });
    Object.assign(frame.style, { display: "block", width: "100%", border: 0, ...size });
    frame.allowFullscreen = true;
    this.#shadow.replaceChildren(frame);
    // The sources are inside the element by then.
    queueMicrotask(() => {
      this.#fill(frame);
      // The document that the frame begins with does not stay in every browser.
      frame.onload = () => this.#fill(frame);
    });
  }

  attributeChangedCallback() {
    if (this.#media) this.#media.poster = this.getAttribute("poster") ?? "";
  }

  #fill(frame) {
    const inner = frame.contentDocument;
    if (!inner?.body || inner.body.firstChild) return;
    const sources = [...this.querySelectorAll("source")];
    frame.title = sources.map(({ src }) => src.split("/").at(-1))[0] ?? "";
    inner.documentElement.style.colorScheme = getComputedStyle(this).colorScheme;
    const policy = inner.createElement("meta");
    policy.name = "referrer";
    policy.content = "no-referrer";
    inner.head.append(policy);
    const media = (this.#media = inner.createElement(this.getAttribute("kind")));
    media.controls = true;
    media.preload = "none";
    media.append(...sources.map((source) => inner.importNode(source)));
    this.attributeChangedCallback();
    media.onloadedmetadata = () => {
      if (media.videoWidth) frame.style.aspectRatio = `${media.videoWidth} / ${media.videoHeight}`;
    };
    Object.assign(inner.body.style, { margin: 0, overflow: "hidden" });
    Object.assign(media.style, { display: "block", width: "100%", height: "100vh" });
    inner.body.append(media);
  }
}

customElements.define("broadsheet-player", Player);
