// Starts the viewer, and speaks when the viewer cannot: a script of its own, as the page's policy asks for, and a classic one,
// since browsers refuse modules on file: pages. Its syntax is of 2018: browsers too old for the viewer can say that they are.
"use strict";
(() => {
  const script = document.currentScript;
  const root = document.getElementById("broadsheet");
  // Until here, the style sheet says that nothing has started.
  root.dataset.boot = "";

  // By the same keys as in src/store/memory.rs.
  const chosen = (name) => {
    try {
      return localStorage.getItem("broadsheet:" + name);
    } catch (forbidden) {
      return null;
    }
  };
  // Before the first paint.
  document.documentElement.dataset.theme = chosen("theme") || "system";

  const texts = {
    en: {
      file: "This archive cannot be read from a file. Put the folder on a web server, or run “broadsheet serve”.",
      old: "This browser is too old for this archive, which needs Chrome or Edge 96, Firefox 101 or Safari 15.4, or a newer one.",
      policy:
        "A content security policy keeps the viewer from starting. It has to allow script-src 'self' 'wasm-unsafe-eval'.",
      type: "The viewer could not be loaded: the server sends a file of another type.",
      failed: "The viewer could not be loaded.",
      slow: "The viewer is taking long to load. You can go on waiting, or try again.",
      stopped:
        "The viewer has stopped because of an error. What is on the page can still be read, and links still work.",
      retry: "Retry",
      reload: "Reload",
    },
    "zh-Hans": {
      file: "不能直接从文件打开此存档。请将文件夹放到网站服务器上，或运行 “broadsheet serve”。",
      old: "浏览器版本过旧，无法打开此存档：需要 Chrome 或 Edge 96、Firefox 101、Safari 15.4，或更新的版本。",
      policy: "内容安全策略阻止了阅读器启动，需要允许 script-src 'self' 'wasm-unsafe-eval'。",
      type: "阅读器无法加载：服务器返回的文件类型不对。",
      failed: "阅读器无法加载。",
      slow: "阅读器加载时间较长。可以继续等待，也可以重试。",
      stopped: "阅读器因出错而停止。页面上的内容仍可阅读，链接仍可使用。",
      retry: "重试",
      reload: "刷新",
    },
    "zh-Hant": {
      file: "無法直接從檔案開啟此典藏。請將資料夾放到網站伺服器上，或執行 “broadsheet serve”。",
      old: "瀏覽器版本過舊，無法開啟此典藏：需要 Chrome 或 Edge 96、Firefox 101、Safari 15.4，或更新的版本。",
      policy: "內容安全政策阻止了閱讀器啟動，需要允許 script-src 'self' 'wasm-unsafe-eval'。",
      type: "閱讀器無法載入：伺服器傳回的檔案類型不對。",
      failed: "閱讀器無法載入。",
      slow: "閱讀器載入時間較長。可以繼續等候，也可以重試。",
      stopped: "閱讀器因發生錯誤而停止。頁面上的內容仍可閱讀，連結仍可使用。",
      retry: "重試",
      reload: "重新整理",
    },
  };

  // As src/i18n chooses.
  let language = "en";
  for (const tag of [chosen("language")].concat(navigator.languages)) {
    const [, known, rest] = /^(zh|yue|en)\b(.*)/i.exec(tag) || [];
    if (!known) continue;
    if (known !== "en")
      language = /hant|tw|hk|mo/i.test(rest) || (known === "yue" && !rest) ? "zh-Hant" : "zh-Hans";
    break;
  }
  const say = texts[language];

  function message(reason, detail, label) {
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
    add(box, "p", say[reason]);
    if (detail) add(box, "p", detail);
    if (label) add(box, "button", label).onclick = () => location.reload();
    return box;
  }

  function fail(reason, detail) {
    root.textContent = "";
    root.append(message(reason, detail, /file|old/.test(reason) ? "" : say.retry));
  }

  if (location.protocol === "file:") return fail("file");

  // What apps and mailings add to the links that they pass on says nothing of a view, and is not to travel on: what Firefox
  // strips (https://firefox-source-docs.mozilla.org/toolkit/components/antitracking/anti-tracking/query-stripping/), the
  // general rules of AdGuard's filter of tracking addresses (https://github.com/AdguardTeam/AdguardFilters), and what WeChat,
  // Weibo, Bilibili and Taobao add.
  const added =
    /^(utm_.*|(d|fb|g|tw|y)clid|msclkid|[gw]braid|igsh(id)?|mc_[ce]id|mkt_tok|_hs(enc|mi)|oly_(anon|enc)_id|vero_id|__s|isappinstalled|(sub)?scene|clicktime|enterid|weibo_id|spm|share_(token|source|medium|plat|from|tag))$/;
  const address = new URL(location.href);
  const names = Array.from(address.searchParams.keys()).filter((name) => added.test(name));
  for (const name of names) address.searchParams.delete(name);
  try {
    if (names.length) history.replaceState(history.state, "", address);
  } catch (forbidden) {
    // As in frames without an origin.
  }

  // What the compiler takes for granted: references, bulk memory, sign extension, saturating conversion.
  const needed = [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 4, 4, 1, 111, 0, 0, 5, 3, 1, 0, 0, 10, 26, 1,
    24, 0, 65, 0, 65, 0, 65, 0, 252, 10, 0, 0, 65, 0, 192, 26, 67, 0, 0, 0, 0, 252, 0, 26, 11,
  ];
  // Dialogs came to Firefox and Safari after that, and with them the rest that the style sheet takes for granted.
  if (!window.WebAssembly || !WebAssembly.validate(new Uint8Array(needed)) || !window.HTMLDialogElement)
    return fail("old");

  let forbidden = false;
  document.addEventListener("securitypolicyviolation", (event) => {
    forbidden = forbidden || /^(script|connect)-src/.test(event.violatedDirective);
  });

  // An error inside the viewer leaves it in no state to go on. What it has drawn stays, and from then on the browser follows
  // the links by itself: an address is a view.
  let running = false;
  let stopped;
  const stop = (error) => {
    if (!running || stopped || !error || !/wasm/.test(error.stack)) return;
    stopped = message("stopped", "", say.reload);
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
    const keepOut = (event) => {
      if (!stopped || (event.target instanceof Node && stopped.contains(event.target))) return;
      event.stopImmediatePropagation();
      if (type === "popstate") location.reload();
    };
    addEventListener(type, keepOut, { capture: true, passive: true });
  }

  // What is folded is printed, too. Newer browsers do that by the style sheet, for elements in other pages as well.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = Array.from(root.querySelectorAll(".content details:not([open])"));
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });

  const here = (name) => new URL(name, document.baseURI).href;
  const js = here(script.dataset.module);
  const wasm = here(script.dataset.wasm);
  const ask = (url, options) => fetch(url, options).catch(() => null);

  // Why the viewer does not start: what the server says of its files tells.
  async function diagnose(error) {
    // The browser tells of violations in a task of its own.
    await new Promise((done) => setTimeout(done));
    const detail = String(error);
    if (forbidden || /content security policy|\bCSP\b/i.test(detail)) return fail("policy");
    for (const url of [js, wasm]) {
      const answer = await ask(url);
      if (!answer || !answer.ok) return fail("failed", answer ? answer.status + " " + url : detail);
      const type = answer.headers.get("content-type") || "";
      if (!/script|wasm|octet-stream/.test(type)) return fail("type", type + " " + url);
    }
    fail("failed", detail);
  }

  // Whether the page on the server starts another version of the viewer by now.
  const replaced = async () => {
    const answer = await ask(location.pathname, { cache: "no-cache" });
    const page = answer && answer.ok ? await answer.text() : "";
    return page.includes("data-wasm") && !page.includes(wasm.split("/").pop());
  };

  // What only foreign bundles need: asked for once, and after a failure under another address, since browsers may remember
  // that a module failed.
  let feed;
  let failures = 0;
  const loadFeed = () => {
    feed =
      feed ||
      import(here("broadsheet-feed.js" + (failures ? "?" + failures : ""))).then(async (module) => {
        await module.default();
        return module;
      });
    return feed.catch(async (error) => {
      feed = undefined;
      failures += 1;
      throw (await replaced()) || error;
    });
  };

  const slow = setTimeout(() => root.append(message("slow", "", say.retry)), 10000);
  import(js)
    .then(async (viewer) => {
      await viewer.default({ module_or_path: wasm });
      running = true;
      viewer.mount(root, loadFeed);
    })
    .catch(diagnose)
    .then(() => clearTimeout(slow));
})();
