// Defines <broadsheet-viewer>: an archive, a list or an article in anyone's page. What it offers is described in
// docs/embedding.md, and typed in embed.d.ts. The viewer itself is loaded and compiled once for all elements of the page, when
// the first of them nears the window. Each has an instance of it to itself, with a memory of its own: what stops one leaves the
// others as they are. The build writes the right file names, and the hash of the viewer, into this file, and takes its comments
// out.

const WASM_INTEGRITY = "";

const NAME = "broadsheet-viewer";
const FACETS = ["tag", "author", "source", "category"];
// What the attributes of the view, in their order, are called in an address.
const VIEW = {
  post: "post",
  tag: "tag",
  author: "author",
  source: "source",
  category: "category",
  from: "from",
  to: "to",
  query: "q",
  sort: "sort",
};
const OPTIONS = ["src", "view", "theme", "lang", "limit", "deep-link", "heading-level", "storage"];
const LOADING = "loading";

const wasm = new URL("./broadsheet-viewer_bg.wasm", import.meta.url);
const styles = new URL("./style.css", import.meta.url);

// Places that removed elements have left. To use one again takes less time than to make one, and some memory meanwhile.
const left = new Set();

// What `load` promises: asked for once, and again after it has failed or says that it is to be forgotten.
const once = (load) => {
  let promise;
  const forget = () => (promise = undefined);
  return () =>
    (promise ??= load(forget).catch((error) => {
      forget();
      throw error;
    }));
};

const loadViewer = once(startViewer);

async function startViewer() {
  if (typeof WebAssembly !== "object") throw failure("unsupported", "This browser has no WebAssembly.");
  const blocked = [];
  const notice = ({ effectiveDirective, blockedURI }) =>
    blocked.push(`${effectiveDirective} does not permit ${blockedURI}`);
  document.addEventListener("securitypolicyviolation", notice);
  try {
    const [{ create }, sheet, program] = await Promise.all([
      import("./broadsheet-viewer.js").catch(() =>
        explain(new URL("./broadsheet-viewer.js", import.meta.url), /javascript/),
      ),
      get(styles).then(async (response) => {
        const sheet = new CSSStyleSheet();
        // Root em units belong to the host's page, and the colour scheme is the one around the element; see the style sheet.
        sheet.replaceSync(
          (await response.text())
            .replace(/(-?[\d.]+)rem(?!,16)/g, "calc($1*var(--unit))")
            .replace(
              /var.--light,(.+?).var.--dark/g,
              CSS.supports("color:light-dark(red,red)") ? "light-dark($1" : "$&",
            ),
        );
        return sheet;
      }),
      get(wasm, WASM_INTEGRITY).then(async (response) =>
        // Of another type it can be compiled only when it is there.
        response.headers.get("content-type") === "application/wasm"
          ? WebAssembly.compileStreaming(response)
          : WebAssembly.compile(await response.arrayBuffer()),
      ),
    ]);
    return { create, sheet, program };
  } catch (error) {
    // The violation is reported in a task of its own, after the request has failed.
    await new Promise((resolve) => setTimeout(resolve));
    throw blocked.length
      ? failure("policy", `The page's content security policy: ${blocked.join("; ")}.`)
      : error;
  } finally {
    document.removeEventListener("securitypolicyviolation", notice);
  }
}

// The ways into an instance, given its exports. An error that comes out of one has left the instance in no state to go on: from
// then on nothing leads into it, and `stopped` is told.
const guard = (stopped) => (exports) => {
  let over = false;
  const guarded = { ...exports };
  for (const name in exports) {
    const call = exports[name];
    if (!call.call) continue;
    guarded[name] = (...values) => {
      if (over) return 0;
      try {
        return call(...values);
      } catch (error) {
        // Where the stack is full this throws as well, and is done further out.
        if (!over) queueMicrotask(stopped);
        over = true;
        throw error;
      }
    };
  }
  return guarded;
};

// Chunks, compiled once.
const chunks = {};
const loadChunk = (url) =>
  (chunks[url] ??= once(async () => WebAssembly.compile(await (await fetch(url)).arrayBuffer())))();

// A page permits each policy once, so instances share them.
const policies = {};
function sharePolicy(instance, name) {
  try {
    instance.set_policy((policies[name] ??= trustedTypes.createPolicy(name, { createHTML: String })));
  } catch {
    // The browser knows of none, or the page permits none.
  }
}

// What is needed after the first paint, if at all: players, and what is said when the viewer has stopped.
const loadMore = () => import("./embed-more.js");

// A place for an element: an instance of the viewer, its container, and what is scrolled in that.
async function openPlace({ create, program }) {
  const place = { container: document.createElement("section"), scrolled: new Map() };
  const stopped = () => {
    place.viewer.end();
    left.delete(place);
    place.element?.[stop]();
  };
  place.viewer = create(guard(stopped), loadChunk);
  await place.viewer.start({ module_or_path: program });
  place.viewer.set_feed_loader(loadFeed);
  sharePolicy(place.viewer, "broadsheet-inert");
  return place;
}

const loadFeed = once(async (forget) => {
  const { create } = await import("./broadsheet-feed.js");
  // One that a feed has stopped is of no use to the next.
  const module = create(guard(() => (module.end(), forget())));
  await module.start();
  sharePolicy(module, "broadsheet-feed");
  return module;
});

const failure = (code, message) => Object.assign(new Error(message), { code });

async function get(url, integrity = "") {
  if (url.protocol === "file:")
    throw failure("file", "Put the viewer on a web server: files cannot load it.");
  const response = await fetch(url, { integrity }).catch(async () => {
    // Without the hash it shows whether that was the reason.
    if (integrity && (await get(url)))
      throw failure("integrity", `${url} is not the file that it should be.`);
    throw failure("network", `${url}: no answer, or not permitted (CORS).`);
  });
  if (!response.ok) throw failure("status", `${url}: HTTP status ${response.status}.`);
  return response;
}

// Why a module that can't be imported can't: a browser tells only that it failed.
async function explain(url, type) {
  const found = (await get(url)).headers.get("content-type") ?? "no type";
  throw type.test(found)
    ? failure("module", `${url} is no module for this browser.`)
    : failure("mime", `${url} is served as ${found}, not as JavaScript.`);
}

// Nothing for what is no address.
function absolute(url, base) {
  try {
    return new URL(url, base).href;
  } catch {
    return undefined;
  }
}

const here = (url) => absolute(url, location) ?? url;

const parts = (value) =>
  (Array.isArray(value) ? value : String(value ?? "").split(/(?<!\\)&/)).filter(Boolean);

// A view as a query string, from something with the names of the attributes.
function toQuery(view) {
  const query = new URLSearchParams();
  for (const facet of FACETS) for (const part of parts(view[facet])) query.append(facet, part);
  for (const name of ["from", "to", "query", "sort", "post"])
    if (view[name]) query.append(VIEW[name], view[name]);
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

// Keeps a place for the next element, or lets go of its memory once the viewer has left it.
function leave(place) {
  if (left.size < 4) left.add(place);
  else setTimeout(place.viewer.end);
}

const near =
  globalThis.IntersectionObserver &&
  new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) target[start]();
    },
    { rootMargin: "600px" },
  );

const start = Symbol("start");
const stop = Symbol("stop");

class BroadsheetViewer extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = [...OPTIONS, ...Object.keys(VIEW), LOADING];

  #shadow = this.attachShadow({ mode: "open" });
  #fallback = document.createElement("slot");
  #place;
  #view;
  #bundle;
  // What is said in the place of the viewer.
  #notice;
  // The view that stopped the viewer last.
  #stopping;
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
    if (name === "src" && this.#failed && this.isConnected) this[start]();
    if (this.#pending || !this.#place) return;
    // What changes together is shown together.
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      if (this.#place) this.#update(this.#view ? undefined : (this.#view = toQuery(this)));
    });
  }

  #option(name) {
    if (name === "bundle") return this.#bundle;
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
      const program = await loadViewer();
      if (!this.isConnected) return;
      this.#shadow.adoptedStyleSheets = [program.sheet];
      this.#locate();
      const [spare] = left;
      left.delete(spare);
      const place = spare ?? (await openPlace(program));
      if (!this.isConnected) return leave(place);
      this.#place = place;
      place.element = this;
      this.#notice?.remove();
      const { container } = place;
      container.className = "broadsheet";
      container.part = "viewer";
      container.hidden = true;
      container.onclick = (event) => this.#clicked(event);
      container.addEventListener("scroll", this.#scrolled, true);
      this.#shadow.append(container);
      this.#update((this.#view ??= toQuery(this)));
    } catch (error) {
      if (error.code === "address") this.#say(error);
      else this.#fail()(error);
    } finally {
      this.#starting = false;
    }
  }

  // Where the bundle is; fails where `src` says nothing of the kind.
  #locate() {
    this.#bundle = absolute(this.src, document.baseURI);
    if (this.#bundle === undefined) throw failure("address", this.src);
  }

  // Says, above what stands inside the element, what keeps the viewer from being there, and tells the page.
  async #say(error, lang) {
    const fail = this.#fail();
    try {
      const { explain } = await loadMore();
      const notice = explain(error, [lang, this.getAttribute("lang")], () => this.reload());
      // Unless it has been started again meanwhile.
      if (this.#failed) {
        this.#notice?.remove();
        this.#shadow.prepend((this.#notice = notice));
      }
    } catch {
      // The page is told all the same.
    }
    fail(error);
  }

  // From now on it has failed; what this returns tells why.
  #fail() {
    const reject = this.#reject;
    this.#failed = true;
    return (error) => {
      const { code = "viewer", message } = error;
      reject(error);
      this.#dispatch("error", { code, message });
    };
  }

  // An error inside has stopped the viewer. What stopped it twice is not shown a third time, but what the attributes say.
  [stop]() {
    const { lang } = this.#place.container;
    this.#remove();
    if (this.#view === this.#stopping) this.#view = undefined;
    this.#stopping = this.#view;
    this.#say(failure("viewer"), lang);
  }

  #scrolled = ({ target }) => this.#place?.scrolled.set(target, target.scrollTop);

  // An address such as `#heading` means a place in the article, and would mean another in the page.
  #clicked(event) {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    const name = link.hash.slice(1);
    let target = this.#shadow.getElementById(name);
    try {
      target ??= this.#shadow.getElementById(decodeURIComponent(name));
    } catch {
      // It was not encoded.
    }
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
    const { viewer, container } = this.#place;
    try {
      this.#locate();
      viewer.embed_show(container, this.#host, query, this.#fresh, step);
      this.#fresh = false;
    } catch (error) {
      // Whoever guards the instance tells of any other.
      if (error.code !== "address") return;
      this.#free();
      this.#say(error, container.lang);
    }
  }

  #free() {
    const place = this.#place;
    if (!place) return;
    this.#remove();
    this.#promise();
    place.viewer.embed_rest();
    leave(place);
  }

  // Takes the place out of the element.
  #remove() {
    const place = this.#place;
    place.element = undefined;
    place.container.remove();
    place.container.onclick = null;
    place.container.removeEventListener("scroll", this.#scrolled, true);
    place.scrolled.clear();
    this.#place = undefined;
    this.#fresh = true;
    this.#shadow.append(this.#fallback);
  }

  #dispatch(name, detail, cancelable = false) {
    return this.dispatchEvent(
      new CustomEvent(`broadsheet-${name}`, { bubbles: true, composed: true, cancelable, detail }),
    );
  }

  #told = {
    ready: (title, posts) => {
      if (!this.#place) return;
      this.#fallback.remove();
      this.#place.container.hidden = false;
      loadMore().catch(() => {});
      const detail = { title, posts: Number(posts) };
      this.#resolve(detail);
      this.#dispatch("ready", detail);
    },
    // The reader wants to open an article, which the page may do itself.
    wish: (id, title, url) => {
      if (!this.#place || !this.#dispatch("open", { id, title, url: here(url), by: "reader" }, true)) return;
      this.#asked = id;
      this.#go({ ...fromQuery(this.#view), post: id }, true);
    },
    open: (id, title, url) => {
      if (this.#asked !== id) this.#dispatch("open", { id, title, url: here(url), by: "page" });
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
