// What embed.js loads after the first paint: players, and what is said in the place of a viewer that is not there.

const TEXTS = {
  en: {
    stopped: "The viewer has stopped because of an error.",
    address: "This is not the address of an archive:",
    retry: "Retry",
  },
  "zh-Hans": { stopped: "阅读器因出错而停止。", address: "这不是存档的网址：", retry: "重试" },
  "zh-Hant": { stopped: "閱讀器因發生錯誤而停止。", address: "這不是典藏的網址：", retry: "重試" },
};

// As src/i18n chooses.
function languageOf(tags) {
  for (const tag of tags) {
    const [, known, rest] = /^(zh|yue|en)\b(.*)/i.exec(tag ?? "") ?? [];
    if (known)
      return /en/i.test(known)
        ? "en"
        : /hant|tw|hk|mo/i.test(rest) || (/yue/i.test(known) && !rest)
          ? "zh-Hant"
          : "zh-Hans";
  }
  return "en";
}

// A notice in the first language of `tags`, or of the reader, that there is. Gives `error` the words that it says. What an error has stopped can
// be started again, by `retry`.
export function explain(error, tags, retry) {
  const language = languageOf([...tags, ...navigator.languages]);
  const texts = TEXTS[language];
  const stopped = error.code === "viewer";
  error.message = stopped ? texts.stopped : `${texts.address} ${error.message}`;
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

// Plays the sounds and films of articles. Browsers send the page's referrer with what a player loads, and no attribute keeps
// them from it: so the player stands in a document of its own, which says that none is sent.
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
    // What is to be played is inside the element by then.
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
