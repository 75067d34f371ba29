// Starts the viewer. A script of its own, since the page's content security policy allows none within the page, and a
// classic one, since browsers refuse modules on file: pages: there, it can still say so.
"use strict";
(() => {
  const script = document.currentScript;
  const root = document.getElementById("broadsheet");

  // The reader's colours, before the first paint. The same key as in src/store/memory.rs.
  try {
    document.documentElement.dataset.theme = localStorage.getItem("broadsheet:theme") ?? "system";
  } catch {
    // Storage is forbidden here: the system's colours.
  }

  const texts = {
    en: {
      file: "This archive cannot be read from a file. Put the folder on a web server, or run “broadsheet serve”.",
      old: "This browser is too old for this archive: it has no WebAssembly.",
      failed: "The viewer could not be loaded.",
      retry: "Retry",
    },
    "zh-Hans": {
      file: "不能直接从文件打开此存档。请将文件夹放到网站服务器上，或运行 “broadsheet serve”。",
      old: "浏览器版本过旧，不支持 WebAssembly，无法显示此存档。",
      failed: "阅读器无法加载。",
      retry: "重试",
    },
    "zh-Hant": {
      file: "無法直接從檔案開啟此典藏。請將資料夾放到網站伺服器上，或執行 “broadsheet serve”。",
      old: "瀏覽器版本過舊，不支援 WebAssembly，無法顯示此典藏。",
      failed: "閱讀器無法載入。",
      retry: "重試",
    },
  };

  function language() {
    for (const tag of navigator.languages ?? []) {
      if (/^(zh|yue)\b/i.test(tag)) return /hant|tw|hk|mo|yue/i.test(tag) && !/hans/i.test(tag) ? "zh-Hant" : "zh-Hans";
      if (/^en\b/i.test(tag)) return "en";
    }
    return "en";
  }

  function fail(reason, detail) {
    const say = texts[language()];
    const box = document.createElement("div");
    box.className = "boot-problem";
    box.setAttribute("role", "alert");
    const what = document.createElement("p");
    what.textContent = say[reason];
    box.append(what);
    if (detail) {
      const why = document.createElement("p");
      why.textContent = String(detail);
      box.append(why);
    }
    if (reason === "failed") {
      const retry = document.createElement("button");
      retry.textContent = say.retry;
      retry.addEventListener("click", () => location.reload());
      box.append(retry);
    }
    root.replaceChildren(box);
  }

  if (location.protocol === "file:") return fail("file");
  if (typeof WebAssembly !== "object") return fail("old");

  const here = (name) => new URL(name, document.baseURI).href;
  // What only foreign bundles need: asked for once, and again if that failed.
  let feed;
  const loadFeed = () =>
    (feed ??= import(here("broadsheet-feed.js"))
      .then(async (module) => {
        await module.default();
        return module;
      })
      .catch((error) => {
        feed = undefined;
        throw error;
      }));
  import(here(script.dataset.module))
    .then(async (viewer) => {
      await viewer.default({ module_or_path: here(script.dataset.wasm) });
      viewer.mount(root, loadFeed);
    })
    .catch((error) => fail("failed", error));
})();
