// @ts-check
// Starts the viewer, and says why if it does not start or has stopped. A script of its own, as the
// page's policy asks for, and a classic one, since browsers refuse modules on file: pages.
// Its syntax is of 2018, so that browsers too old for the viewer can say that they are.
// The build fills in the texts and the choice of a language.
"use strict";
(() => {
  const script = document.currentScript;
  const root = document.getElementById("broadsheet");
  // Without this, the style sheet says that nothing has started.
  root.dataset.boot = "";

  // The keys are those of src/browser/storage.rs.
  const storedPreference = (name) => {
    try {
      return localStorage.getItem("broadsheet:" + name);
    } catch (forbidden) {
      return null;
    }
  };
  // Before the first paint.
  document.documentElement.dataset.theme = storedPreference("theme") || "system";

  // @include language.js
  const TEXTS = textsOf(
    "opened_as_file",
    "old_browser",
    "policy",
    "wrong_type",
    "not_loaded",
    "slow_start",
    "page_stopped",
    "retry",
    "reload",
  );
  const language = languageOf([storedPreference("language")].concat(navigator.languages));
  const messages = TEXTS[language];

  function messageBox(text, detail, label) {
    const add = (parent, name, text) => {
      const element = document.createElement(name);
      element.textContent = text;
      parent.append(element);
      return element;
    };
    const box = document.createElement("div");
    box.className = "boot-problem";
    box.lang = language;
    box.setAttribute("role", "alert");
    add(box, "p", text);
    if (detail) add(box, "p", detail);
    if (label) add(box, "button", label).onclick = () => location.reload();
    return box;
  }

  function showFailure(text, detail, label) {
    root.textContent = "";
    root.append(messageBox(text, detail, label));
  }
  const fail = (text, detail) => showFailure(text, detail, messages.retry);

  if (location.protocol === "file:") return showFailure(messages.opened_as_file);

  // Parameters that apps and mailings add to links that they pass on: those that Firefox strips
  // (https://firefox-source-docs.mozilla.org/toolkit/components/antitracking/anti-tracking/query-stripping/),
  // those of the general rules of AdGuard's filter of tracking addresses
  // (https://github.com/AdguardTeam/AdguardFilters), and those of WeChat, Weibo, Bilibili and
  // Taobao. They say nothing of a route, and are not to be passed on further.
  const trackingParameter =
    /^(utm_.*|(d|fb|g|tw|y)clid|msclkid|[gw]braid|igsh(id)?|mc_[ce]id|mkt_tok|_hs(enc|mi)|oly_(anon|enc)_id|vero_id|__s|isappinstalled|(sub)?scene|clicktime|enterid|weibo_id|spm|share_(token|source|medium|plat|from|tag))$/;
  const address = new URL(location.href);
  const names = Array.from(address.searchParams.keys()).filter((name) => trackingParameter.test(name));
  for (const name of names) address.searchParams.delete(name);
  try {
    if (names.length) history.replaceState(history.state, "", address);
  } catch (forbidden) {
    // So it is in frames without an origin.
  }

  // A module with the features that the compiler relies on: references, bulk memory, sign
  // extension, saturating conversion.
  const requiredFeatures = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 4, 4, 1, 111, 0, 0, 5, 3, 1, 0, 0, 10, 26, 1,
    24, 0, 65, 0, 65, 0, 65, 0, 252, 10, 0, 0, 65, 0, 192, 26, 67, 0, 0, 0, 0, 252, 0, 26, 11,
  ];
  // Dialogs came to Firefox and Safari after that, and with them the rest that the style sheet
  // relies on.
  if (
    !window.WebAssembly ||
    !WebAssembly.validate(new Uint8Array(requiredFeatures)) ||
    !window.HTMLDialogElement
  )
    return showFailure(messages.old_browser);

  let forbidden = false;
  document.addEventListener("securitypolicyviolation", (event) => {
    forbidden = forbidden || /^(script|connect)-src/.test(event.violatedDirective);
  });

  // An error inside the viewer leaves it in no state to go on. The page stays as it is drawn, and
  // from then on the browser follows the links by itself: an address is a view.
  let running = false;
  let stopped;
  const stop = (error) => {
    if (!running || stopped || !error || !/wasm/.test(error.stack)) return;
    stopped = messageBox(messages.page_stopped, "", messages.reload);
    stopped.className += " boot-stopped";
    document.body.append(stopped);
  };
  addEventListener("error", (event) => stop(event.error));
  addEventListener("unhandledrejection", (event) => stop(event.reason));
  for (const type of [
    "click",
    "keydown",
    "input",
    "change",
    "scroll",
    "visibilitychange",
    "online",
    "popstate",
  ]) {
    const blockEvent = (event) => {
      if (!stopped || (event.target instanceof Node && stopped.contains(event.target))) return;
      event.stopImmediatePropagation();
      if (type === "popstate") location.reload();
    };
    addEventListener(type, blockEvent, { capture: true, passive: true });
  }

  /** @type {any[]} */
  let folded = [];
  // Folded content is printed, too. Newer browsers do that by the style sheet, for elements in
  // other pages as well.
  addEventListener("beforeprint", () => {
    folded = Array.from(root.querySelectorAll(".content details:not([open])"));
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });

  const resolveUrl = (name) => new URL(name, document.baseURI).href;
  const js = resolveUrl(script.dataset.module);
  const wasm = resolveUrl(script.dataset.wasm);
  const tryFetch = (url, options) => fetch(url, options).catch(() => null);

  // Shows why the viewer does not start, by the server's answers for its files.
  async function diagnose(error) {
    // The browser tells of violations in a task of its own.
    await new Promise((done) => setTimeout(done));
    const detail = String(error);
    if (forbidden || /content security policy|\bCSP\b/i.test(detail)) return fail(messages.policy);
    for (const url of [js, wasm]) {
      const answer = await tryFetch(url);
      if (!answer || !answer.ok)
        return fail(messages.not_loaded, answer ? answer.status + " " + url : detail);
      const type = answer.headers.get("content-type") || "";
      if (!/script|wasm|octet-stream/.test(type)) return fail(messages.wrong_type, type + " " + url);
    }
    fail(messages.not_loaded, detail);
  }

  // Returns `true` if the page on the server starts another version of the viewer by now.
  const isReplaced = async () => {
    const answer = await tryFetch(location.pathname, { cache: "no-cache" });
    const page = answer && answer.ok ? await answer.text() : "";
    return page.includes("data-wasm") && !page.includes(wasm.split("/").pop());
  };

  // The module that only foreign feeds need: requested once, and after a failure under another
  // address, since browsers may remember that a module failed.
  let feed;
  let failures = 0;
  const loadFeed = () => {
    feed =
      feed ||
      import(resolveUrl("broadsheet-feed.js" + (failures ? "?" + failures : ""))).then(async (module) => {
        await module.default();
        return module;
      });
    return feed.catch(async (error) => {
      feed = undefined;
      failures += 1;
      throw (await isReplaced()) || error;
    });
  };

  const slow = setTimeout(() => root.append(messageBox(messages.slow_start, "", messages.retry)), 10000);
  import(js)
    .then(async (viewer) => {
      await viewer.default({ module_or_path: wasm });
      running = true;
      viewer.mount(root, loadFeed);
    })
    .catch(diagnose)
    .then(() => clearTimeout(slow));
})();
