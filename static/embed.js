// Defines <broadsheet-viewer>: an archive, a list or an article in anyone's page. What it offers is described in
// docs/embedding.md, and typed in embed.d.ts. The viewer itself, one for all elements of the page, is loaded when the
// first of them nears the window. The build writes the right file names, and the hash of the viewer, into this file, and
// takes its comments out.

const WASM_INTEGRITY = "";

const NAME = "broadsheet-viewer";
const FACETS = ["tag", "author", "source", "category"];
// What the attributes of the view, in their order, are called in an address.
const VIEW = { post: "post", tag: "tag", author: "author", source: "source", category: "category", from: "from", to: "to", query: "q", sort: "sort" };
const OPTIONS = ["src", "view", "theme", "lang", "limit", "deep-link", "heading-level", "storage"];
const LOADING = "loading";

const wasm = new URL("./broadsheet-viewer_bg.wasm", import.meta.url);
const styles = new URL("./style.css", import.meta.url);

const UNIT = ":host{--unit:var(--broadsheet-size,max(1rem,16px))}";

let viewer;
let places = 0;
// Containers that a removed element has left. A Yew root cannot be freed, but it can be used again.
const left = [];

const loadViewer = () =>
  (viewer ??= startViewer().catch((error) => {
    viewer = undefined;
    throw error;
  }));

async function startViewer() {
  if (typeof WebAssembly !== "object") throw failure("unsupported", "This browser has no WebAssembly.");
  const blocked = [];
  const notice = ({ effectiveDirective, blockedURI }) => blocked.push(`${effectiveDirective} does not permit ${blockedURI}`);
  document.addEventListener("securitypolicyviolation", notice);
  try {
    const [module, sheet, program] = await Promise.all([
      import("./broadsheet-viewer.js").catch(() => explain(new URL("./broadsheet-viewer.js", import.meta.url), /javascript/)),
      get(styles).then(async (response) => {
        const sheet = new CSSStyleSheet();
        // Root em units belong to the host's page; see the style sheet.
        sheet.replaceSync((await response.text()).replace(/(-?[\d.]+)rem/g, "calc($1*var(--unit))") + UNIT);
        return sheet;
      }),
      get(wasm, WASM_INTEGRITY),
    ]);
    await module.default({ module_or_path: program });
    module.set_feed_loader(loadFeed);
    return { module, sheet };
  } catch (error) {
    // The violation is reported in a task of its own, after the request has failed.
    await new Promise((resolve) => setTimeout(resolve));
    throw blocked.length ? failure("policy", `The page's content security policy: ${blocked.join("; ")}.`) : error;
  } finally {
    document.removeEventListener("securitypolicyviolation", notice);
  }
}

let feed;
const loadFeed = () =>
  (feed ??= import("./broadsheet-feed.js")
    .then(async (module) => {
      await module.default();
      return module;
    })
    .catch((error) => {
      feed = undefined;
      throw error;
    }));

const failure = (code, message) => Object.assign(new Error(message), { code });

async function get(url, integrity = "") {
  if (url.protocol === "file:") throw failure("file", "The viewer cannot be loaded from a file: put it on a web server.");
  const response = await fetch(url, { integrity }).catch(async () => {
    // Without the hash it shows whether that was the reason.
    if (integrity && (await get(url))) throw failure("integrity", `${url} is not the file that it should be.`);
    throw failure("network", `${url} cannot be fetched: its server does not answer, or does not permit this page to read it (CORS).`);
  });
  if (!response.ok) throw failure("status", `${url}: HTTP status ${response.status}.`);
  return response;
}

// Why a module that can't be imported can't: a browser tells only that it failed.
async function explain(url, type) {
  const found = (await get(url)).headers.get("content-type") ?? "no type";
  throw type.test(found)
    ? failure("module", `${url} is not a module that this browser can run.`)
    : failure("mime", `${url} is served as ${found}, not as JavaScript.`);
}

const absolute = (url) => new URL(url, location).href;

const parts = (value) => (Array.isArray(value) ? value : String(value ?? "").split(/(?<!\\)&/)).filter(Boolean);

// A view as a query string, from something with the names of the attributes.
function toQuery(view) {
  const query = new URLSearchParams();
  for (const facet of FACETS) for (const part of parts(view[facet])) query.append(facet, part);
  for (const name of ["from", "to", "query", "sort", "post"]) if (view[name]) query.append(VIEW[name], view[name]);
  return `?${query}`;
}

function fromQuery(query) {
  const view = {};
  for (const [name, value] of new URLSearchParams(query)) {
    if (FACETS.includes(name)) (view[name] ??= []).push(value);
    else view[name === "q" ? "query" : name] = value;
  }
  return view;
}

const near = globalThis.IntersectionObserver && new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) target[start]();
  },
  { rootMargin: "600px" },
);

const start = Symbol("start");

class BroadsheetViewer extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = [...OPTIONS, ...Object.keys(VIEW), LOADING];

  #shadow = this.attachShadow({ mode: "open" });
  #fallback = document.createElement("slot");
  // The viewer's place: its number, its container, and what is scrolled in it.
  #place;
  #view;
  #fresh = true;
  #starting = false;
  #failed;
  #pending;
  #asked;
  #resolve;
  #reject;
  #ready;

  // What the program asks and tells; see src/embed.rs.
  #host = {
    option: (name) => this.#option(name),
    tell: (kind, ...values) => queueMicrotask(() => this.#told[kind](...values)),
  };

  constructor() {
    super();
    this.#shadow.append(this.#fallback);
    this.#promise();
  }

  get ready() {
    return this.#ready;
  }

  open(id) {
    this.#go({ ...fromQuery(this.#view ?? toQuery(this)), post: String(id) });
  }

  close() {
    this.#go({ ...fromQuery(this.#view ?? toQuery(this)), post: "" });
  }

  filter(filter = {}) {
    this.#go(filter);
  }

  reload() {
    if (this.#place) {
      this.#fresh = true;
      this.#promise();
      this.#update(this.#view);
    } else if (this.isConnected) {
      this[start]();
    }
  }

  connectedCallback() {
    for (const name of properties) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (this.#place) this.connectedMoveCallback();
    else this.#wait();
  }

  // Moved: the viewer is as it was, but browsers forget how far things were scrolled, Firefox even after `moveBefore`.
  connectedMoveCallback() {
    for (const [element, top] of this.#place?.scrolled ?? []) element.scrollTop = top;
  }

  disconnectedCallback() {
    near.unobserve(this);
    setTimeout(() => !this.isConnected && this.#free());
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === LOADING) return this.isConnected && !this.#place && this.#wait();
    if (name in VIEW || name === "src") this.#view = undefined;
    if (this.#pending || !this.#place) return;
    // What changes together is shown together.
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      if (this.#place) this.#update(this.#view ? undefined : (this.#view = toQuery(this)));
    });
  }

  #option(name) {
    if (name === "bundle") return new URL(this.src, document.baseURI).href;
    const value = this.getAttribute(name);
    return name === "deep-link" && value !== null ? `${value || "broadsheet"}-` : (value ?? undefined);
  }

  #promise() {
    this.#failed = false;
    this.#ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A page that does not ask need not catch; the event tells as well.
    this.#ready.catch(() => {});
  }

  #wait() {
    if (this.loading === "eager") this[start]();
    else near.observe(this);
  }

  async [start]() {
    if (this.#place || this.#starting) return;
    this.#starting = true;
    if (this.#failed) this.#promise();
    near.unobserve(this);
    try {
      const { module, sheet } = await loadViewer();
      if (!this.isConnected) return;
      this.#place = left.pop() ?? { number: places++, container: document.createElement("section"), scrolled: new Map() };
      this.#shadow.adoptedStyleSheets = [sheet];
      const { container } = this.#place;
      container.className = "broadsheet";
      container.part = "viewer";
      container.hidden = true;
      container.onclick = (event) => this.#clicked(event);
      container.addEventListener("scroll", this.#scrolled, true);
      this.#shadow.append(container);
      this.#module = module;
      this.#update((this.#view ??= toQuery(this)));
    } catch (error) {
      const { code = "viewer", message } = error;
      this.#reject(error);
      this.#failed = true;
      this.#dispatch("error", { code, message });
    } finally {
      this.#starting = false;
    }
  }

  #module;

  #scrolled = ({ target }) => this.#place.scrolled.set(target, target.scrollTop);

  // An address such as `#heading` means a place in the article, and would mean another in the page.
  #clicked(event) {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    const target = this.#shadow.getElementById(decodeURIComponent(link.hash.slice(1)));
    target?.scrollIntoView();
    target?.focus({ preventScroll: true });
  }

  #go(view, step) {
    this.#view = toQuery(view);
    if (this.#place) this.#update(this.#view, step);
    else if (this.isConnected) this[start]();
  }

  // Shows the view that `query` asks for, as a step that Back undoes or not, or the same view with other options.
  #update(query, step = false) {
    const { number, container } = this.#place;
    try {
      this.#module.embed_show(number, container, this.#host, query, this.#fresh, step);
      this.#fresh = false;
    } catch (error) {
      this.#told.error("viewer", error.message);
    }
  }

  #free() {
    if (!this.#place) return;
    const { container, number, scrolled } = this.#place;
    this.#module.embed_rest(number);
    container.remove();
    container.onclick = null;
    container.removeEventListener("scroll", this.#scrolled, true);
    scrolled.clear();
    left.push(this.#place);
    this.#place = undefined;
    this.#fresh = true;
    this.#shadow.append(this.#fallback);
    this.#promise();
  }

  #dispatch(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(`broadsheet-${name}`, { bubbles: true, composed: true, cancelable, detail }));
  }

  #told = {
    ready: (title, posts) => {
      if (!this.#place) return;
      this.#fallback.remove();
      this.#place.container.hidden = false;
      const detail = { title, posts: Number(posts) };
      this.#resolve(detail);
      this.#dispatch("ready", detail);
    },
    // The reader wants to open an article, which the page may do itself.
    wish: (id, title, url) => {
      if (!this.#place || !this.#dispatch("open", { id, title, url: absolute(url), by: "reader" }, true)) return;
      this.#asked = id;
      this.#go({ ...fromQuery(this.#view), post: id }, true);
    },
    open: (id, title, url) => {
      if (this.#asked !== id) this.#dispatch("open", { id, title, url: absolute(url), by: "page" });
      this.#asked = undefined;
    },
    close: (id) => this.#dispatch("close", { id }),
    filter: (query, shown) => {
      this.#dispatch("filter", { filter: fromQuery(query), shown: Number(shown) });
    },
    view: (query) => (this.#view = query),
    // The archive has been replaced by a newer version; the page need not be loaded again for that.
    reload: () => this.reload(),
    error: (code, message) => {
      if (this.#place) this.#place.container.hidden = false;
      this.#dispatch("error", { code, message });
    },
  };
}

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const properties = BroadsheetViewer.observedAttributes.filter((name) => name !== "lang").map(camel);
for (const name of BroadsheetViewer.observedAttributes) {
  if (name === "lang") continue;
  Object.defineProperty(BroadsheetViewer.prototype, camel(name), {
    configurable: true,
    enumerable: true,
    get() {
      const value = this.getAttribute(name);
      if (name === "deep-link") return value === "" || (value ?? false);
      if (name === "limit" || name === "heading-level") return value === null ? null : Number(value);
      return value ?? "";
    },
    set(value) {
      const list = (values) => values.map((part) => String(part).replaceAll("&", "\\&")).join("&");
      if (value === null || value === undefined || value === false) this.removeAttribute(name);
      else this.setAttribute(name, value === true ? "" : Array.isArray(value) ? list(value) : value);
    },
  });
}

if (globalThis.customElements && !customElements.get(NAME)) customElements.define(NAME, BroadsheetViewer);

export { BroadsheetViewer };
