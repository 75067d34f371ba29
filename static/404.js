// @ts-check
// Finds the post that an address without a page means, and goes there. A host sends the page with
// this for any path, so the archive is looked for in all folders of the path.
// The build puts it into 404.html, whose policy has its hash.
"use strict";
(async () => {
  // Further folders are not looked into.
  const MOST_FOLDERS = 12;

  const main = document.querySelector("main");
  const parts = location.pathname.split("/").filter(Boolean);

  /** @param {string} text */
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      return text;
    }
  };

  /** @param {string} address */
  const load = async (address) => {
    try {
      const response = await fetch(address);
      return response.ok ? await response.json() : null;
    } catch (error) {
      // A host that sends a page for everything, or a file that is gone.
      return null;
    }
  };

  // Folders that can have the archive: the one that the page was made for, and those of the path.
  const folders = new Set(main.dataset.archive ? [main.dataset.archive] : []);
  for (let count = Math.min(parts.length, MOST_FOLDERS); count >= 0; count -= 1) {
    folders.add(["", ...parts.slice(0, count), ""].join("/"));
  }

  const findArchive = async () => {
    for (const folder of folders) {
      const head = await load(folder + "bundle.json");
      if (head && head.format === "broadsheet") return { folder, head };
    }
    return null;
  };

  // Texts are ordered by code points, as the program that packs them does.
  /** @param {string} text */
  const sortKey = (text) =>
    Array.from(text, (char) => char.codePointAt(0).toString(16).padStart(6, "0")).join("");
  /**
   * @param {{ from?: string, file: string }[]} ranges
   * @param {string} id
   */
  const rangeOf = (ranges, id) => ranges.filter(({ from = "" }) => sortKey(from) <= sortKey(id)).pop();

  const hasPost = async (archive, id) => {
    const directory = rangeOf(archive.head.directories || [], id);
    const found = directory && (await load(archive.folder + directory.file));
    if (!found) return false;
    if ((found.standalone || []).some((post) => post.id === id)) return true;
    const range = rangeOf(found.packs || [], id);
    const pack = range && (await load(archive.folder + range.file));
    return Boolean(pack) && pack.items.some((item) => item.id === id);
  };

  // The names that the path may mean: its last part, and the file that Jekyll makes it of.
  const names = parts.map((part) => decoded(part).normalize()).filter((part) => !/^index\.\w+$/.test(part));
  const name = (names[names.length - 1] || "").replace(/\.(html?|md|markdown)$/i, "");
  const ids = [new URLSearchParams(location.search).get("post"), name];
  const [year, month, day] = names.slice(-4, -1);
  if (/^\d{4}\/\d\d\/\d\d$/.test([year, month, day].join("/"))) ids.push([year, month, day, name].join("-"));

  // `true` if a post was found.
  const goToPost = async (archive) => {
    for (const id of ids.filter(Boolean)) {
      if (await hasPost(archive, id)) {
        location.replace(archive.folder + "?post=" + encodeURIComponent(id) + location.hash);
        return true;
      }
    }
    return false;
  };

  const offerLinks = (archive) => {
    const words = name
      .replace(/^\d{4}-\d\d-\d\d-/, "")
      .replace(/[-_+\s]+/g, " ")
      .trim();
    const search = /** @type {HTMLAnchorElement} */ (document.getElementById("search"));
    if (words) {
      search.href = archive.folder + "?q=" + encodeURIComponent(words);
      search.textContent = search.dataset.words.replace("{words}", () => words);
      search.parentElement.hidden = false;
    }
    const link = /** @type {HTMLAnchorElement} */ (document.getElementById("archive"));
    link.href = archive.folder;
    link.parentElement.hidden = false;
  };

  // Nobody is told that there is nothing before it is known.
  main.hidden = true;
  try {
    const archive = await findArchive();
    if (archive) {
      if (await goToPost(archive)) return;
      offerLinks(archive);
    }
    main.hidden = false;
  } catch (error) {
    main.hidden = false;
    throw error;
  }
})();
