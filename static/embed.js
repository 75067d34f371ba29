// @ts-check
// Defines <broadsheet-viewer>: an archive, a list or an article in any page. docs/embedding.md
// describes it, embed.d.ts has its types. The viewer is loaded and compiled once for all elements
// of the page, when the first of them comes near the window. Each element has an instance of it,
// with a memory of its own: an error that stops one leaves the others as they are. The build writes
// the right file names and the hash of the viewer into this file, and minifies it.

const WASM_INTEGRITY = "";

// @include embed-query.js
// @include embed-load.js

const NAME = "broadsheet-viewer";
const OPTIONS = ["src", "view", "theme", "lang", "limit", "deep-link", "heading-level", "storage"];
const LOADING = "loading";

const wasm = new URL("./broadsheet-viewer_bg.wasm", import.meta.url);
const styles = new URL("./style.css", import.meta.url);

// Instances that removed elements have left. To use one again is faster than to create one; it
// takes some memory meanwhile.
const freeInstances = new Set();

const loadViewer = once(startViewer);

async function startViewer() {
  if (typeof WebAssembly !== "object") throw codedError("unsupported", "This browser has no WebAssembly.");
  const blocked = [];
  const notice = ({ effectiveDirective, blockedURI }) =>
    blocked.push(`${effectiveDirective} does not permit ${blockedURI}`);
  document.addEventListener("securitypolicyviolation", notice);
  try {
    const [{ create }, sheet, program] = await Promise.all([
      // @ts-expect-error The build makes it.
      import("./broadsheet-viewer.js").catch(() =>
        diagnoseModuleError(new URL("./broadsheet-viewer.js", import.meta.url), /javascript/),
      ),
      get(styles).then(async (response) => {
        const sheet = new CSSStyleSheet();
        // Root em units belong to the host page, and the colour scheme is the one around the
        // element: see static/css/tokens.css.
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
        // Of another type it cannot be compiled while it arrives.
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
      ? codedError("policy", `The page's content security policy: ${blocked.join("; ")}.`)
      : error;
  } finally {
    document.removeEventListener("securitypolicyviolation", notice);
  }
}

// Wraps the exports of an instance. An error that comes out of one leaves the instance in no state
// to go on: from then on no call reaches it, and `onStopped` is called.
const guard = (onStopped) => (exports) => {
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
        // If the stack is full, this throws as well, and is done further out.
        if (!over) queueMicrotask(onStopped);
        over = true;
        throw error;
      }
    };
  }
  return guarded;
};

// Parts of the program that are loaded later, compiled once.
const codeParts = {};
const loadChunk = (url) =>
  (codeParts[url] ??= once(async () => WebAssembly.compile(await (await fetch(url)).arrayBuffer())))();

// Instances share their policies, since a page permits each name once.
const trustedPolicies = {};
function sharePolicy(instance, name) {
  try {
    instance.set_policy((trustedPolicies[name] ??= trustedTypes.createPolicy(name, { createHTML: String })));
  } catch {
    // The browser has no trusted types, or the page permits no such policy.
  }
}

// Loads the part that is needed after the first paint, if at all: players, and the notice of an
// error.
const loadMore = () => import("./embed-more.js");

// Creates an instance: the viewer, its container, and the positions of what is scrolled in that.
async function createInstance({ create, program }) {
  const instance = { container: document.createElement("section"), scrolled: new Map() };
  const onStopped = () => {
    instance.viewer.end();
    freeInstances.delete(instance);
    instance.element?.[stop]();
  };
  instance.viewer = create(guard(onStopped), loadChunk);
  await instance.viewer.start({ module_or_path: program });
  instance.viewer.set_feed_loader(loadFeed);
  sharePolicy(instance.viewer, "broadsheet-inert");
  return instance;
}

const loadFeed = once(async (forget) => {
  // @ts-expect-error The build makes it.
  const { create } = await import("./broadsheet-feed.js");
  // An instance that one feed has stopped is of no use to the next feed.
  const module = create(guard(() => (module.end(), forget())));
  await module.start();
  sharePolicy(module, "broadsheet-feed");
  return module;
});

// Keeps an instance for the next element, or frees its memory once the viewer has left it.
function retire(instance) {
  if (freeInstances.size < 4) freeInstances.add(instance);
  else setTimeout(instance.viewer.end);
}

const visibilityObserver =
  globalThis.IntersectionObserver &&
  new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) target[start]();
    },
    { rootMargin: "600px" },
  );

const start = Symbol("start");
const stop = Symbol("stop");

/**
 * The element's base class: outside a browser, where no element can be made, there is none.
 * @typedef {new () => HTMLElement & import("./embed.d.ts").BroadsheetViewerOptions} Base
 */

class BroadsheetViewer extends /** @type {Base} */ (globalThis.HTMLElement ?? Object) {
  static observedAttributes = [...OPTIONS, ...Object.keys(ROUTE_PARAMETERS), LOADING];

  #shadow = this.attachShadow({ mode: "open" });
  #fallback = document.createElement("slot");
  #instance;
  #view;
  #bundle;
  // Takes the viewer's place.
  #notice;
  // The route that stopped the viewer last.
  #stopping;
  #needsReset = true;
  #starting = false;
  #failed;
  #updateQueued;
  #pendingOpenId;
  #resolve;
  #reject;
  #ready;

  // The program's way to the element: see src/embed.rs and src/browser/host.rs.
  #host = {
    option: (name) => this.#option(name),
    emit: (kind, detail) => queueMicrotask(() => this.#handlers[kind](detail)),
  };

  constructor() {
    super();
    this.#shadow.append(this.#fallback);
    this.#resetReady();
  }

  get ready() {
    return this.#ready;
  }

  open(id) {
    this.#navigate({ ...fromQuery(this.#view ?? toQuery(this)), post: String(id) });
  }

  close() {
    this.#navigate({ ...fromQuery(this.#view ?? toQuery(this)), post: "" });
  }

  filter(filter = {}) {
    this.#navigate(filter);
  }

  reload() {
    if (this.#instance) {
      this.#needsReset = true;
      this.#resetReady();
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
    if (this.#instance) this.connectedMoveCallback();
    else this.#startWhenVisible();
  }

  // A move leaves the viewer as it is, but browsers forget scroll positions, Firefox even after
  // `moveBefore`.
  connectedMoveCallback() {
    for (const [element, top] of this.#instance?.scrolled ?? []) element.scrollTop = top;
  }

  disconnectedCallback() {
    visibilityObserver.unobserve(this);
    setTimeout(() => !this.isConnected && this.#release());
  }

  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === LOADING) return this.isConnected && !this.#instance && this.#startWhenVisible();
    if (name in ROUTE_PARAMETERS || name === "src") this.#view = undefined;
    if (name === "src" && this.#failed && this.isConnected) this[start]();
    if (this.#updateQueued || !this.#instance) return;
    // Attributes that change together are shown together.
    this.#updateQueued = true;
    queueMicrotask(() => {
      this.#updateQueued = false;
      if (this.#instance) this.#update(this.#view ? undefined : (this.#view = toQuery(this)));
    });
  }

  #option(name) {
    if (name === "bundle") return this.#bundle;
    const value = this.getAttribute(name);
    return name === "deep-link" && value !== null ? `${value || "broadsheet"}-` : (value ?? undefined);
  }

  #resetReady() {
    this.#failed = false;
    this.#ready = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A page that does not ask for the promise need not catch: there is an event as well.
    this.#ready.catch(() => {});
  }

  #startWhenVisible() {
    if (this.loading === "eager") this[start]();
    else visibilityObserver.observe(this);
  }

  async [start]() {
    if (this.#instance || this.#starting) return;
    this.#starting = true;
    if (this.#failed) this.#resetReady();
    visibilityObserver.unobserve(this);
    try {
      const program = await loadViewer();
      if (!this.isConnected) return;
      this.#shadow.adoptedStyleSheets = [program.sheet];
      this.#locate();
      const [spare] = freeInstances;
      freeInstances.delete(spare);
      const instance = spare ?? (await createInstance(program));
      if (!this.isConnected) return retire(instance);
      this.#instance = instance;
      instance.element = this;
      this.#notice?.remove();
      const { container } = instance;
      container.className = "broadsheet";
      container.part = "viewer";
      container.hidden = true;
      container.onclick = (event) => this.#clicked(event);
      container.addEventListener("scroll", this.#saveScroll, true);
      this.#shadow.append(container);
      this.#update((this.#view ??= toQuery(this)));
    } catch (error) {
      if (error.code === "address") this.#showError(error);
      else this.#fail()(error);
    } finally {
      this.#starting = false;
    }
  }

  // Finds the address of the bundle. Throws if `src` is no address.
  #locate() {
    this.#bundle = absolute(this.src, document.baseURI);
    if (this.#bundle === undefined) throw codedError("address", this.src);
  }

  // Shows, above the content of the element, why there is no viewer, and dispatches the event.
  async #showError(error, lang) {
    const fail = this.#fail();
    try {
      const { errorNotice } = await loadMore();
      const notice = errorNotice(error, [lang, this.getAttribute("lang")], () => this.reload());
      // It may have been started again meanwhile.
      if (this.#failed) {
        this.#notice?.remove();
        this.#shadow.prepend((this.#notice = notice));
      }
    } catch {
      // The event is dispatched all the same.
    }
    fail(error);
  }

  // Marks the element as failed. Returns a function that reports the reason.
  #fail() {
    const reject = this.#reject;
    this.#failed = true;
    return (error) => {
      const { code = "viewer", message } = error;
      reject(error);
      this.#dispatch("error", { code, message });
    };
  }

  // Called when an error inside has stopped the viewer. A route that stopped it twice is not shown
  // a third time: the attributes' route is.
  [stop]() {
    const { lang } = this.#instance.container;
    this.#remove();
    if (this.#view === this.#stopping) this.#view = undefined;
    this.#stopping = this.#view;
    this.#showError(codedError("viewer"), lang);
  }

  #saveScroll = ({ target }) => this.#instance?.scrolled.set(target, target.scrollTop);

  // Follows addresses such as `#heading`, which mean an anchor in the article and not one in the
  // page.
  #clicked(event) {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    const name = link.hash.slice(1);
    let target = this.#shadow.getElementById(name);
    try {
      target ??= this.#shadow.getElementById(decodeURIComponent(name));
    } catch {
      // The name was not encoded.
    }
    target?.scrollIntoView();
    target?.focus({ preventScroll: true });
  }

  #navigate(view, step) {
    this.#view = toQuery(view);
    if (this.#instance) this.#update(this.#view, step);
    else if (this.isConnected) this[start]();
  }

  // Shows the route in `query`, or the current one with other options. `step` adds a history entry.
  #update(query, step = false) {
    const { viewer, container } = this.#instance;
    try {
      this.#locate();
      viewer.embed_show({ container, host: this.#host, query, reset: this.#needsReset, push: step });
      this.#needsReset = false;
    } catch (error) {
      // Any other error is reported by the guard of the instance.
      if (error.code !== "address") return;
      this.#release();
      this.#showError(error, container.lang);
    }
  }

  #release() {
    const instance = this.#instance;
    if (!instance) return;
    this.#remove();
    this.#resetReady();
    instance.viewer.embed_suspend();
    retire(instance);
  }

  // Detaches the instance from the element.
  #remove() {
    const instance = this.#instance;
    instance.element = undefined;
    instance.container.remove();
    instance.container.onclick = null;
    instance.container.removeEventListener("scroll", this.#saveScroll, true);
    instance.scrolled.clear();
    this.#instance = undefined;
    this.#needsReset = true;
    this.#shadow.append(this.#fallback);
  }

  #dispatch(name, detail, cancelable = false) {
    return this.dispatchEvent(
      new CustomEvent(`broadsheet-${name}`, { bubbles: true, composed: true, cancelable, detail }),
    );
  }

  #handlers = {
    ready: (detail) => {
      if (!this.#instance) return;
      this.#fallback.remove();
      this.#instance.container.hidden = false;
      loadMore().catch(() => {});
      this.#resolve(detail);
      this.#dispatch("ready", detail);
    },
    // The reader wants to open an article; the page may do that itself.
    openRequest: ({ id, title, url }) => {
      if (!this.#instance || !this.#dispatch("open", { id, title, url: pageUrl(url), by: "reader" }, true))
        return;
      this.#pendingOpenId = id;
      this.#navigate({ ...fromQuery(this.#view), post: id }, true);
    },
    open: ({ id, title, url }) => {
      if (this.#pendingOpenId !== id) this.#dispatch("open", { id, title, url: pageUrl(url), by: "page" });
      this.#pendingOpenId = undefined;
    },
    close: (detail) => this.#dispatch("close", detail),
    filter: ({ query, shown }) => this.#dispatch("filter", { filter: fromQuery(query), shown }),
    route: ({ query }) => (this.#view = query),
    // The archive has a newer version; the page need not be loaded again for that.
    reload: () => this.reload(),
    error: (detail) => {
      if (this.#instance) this.#instance.container.hidden = false;
      this.#dispatch("error", detail);
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
