// What a browser's translation does to a page, now and later: elements take the place of the text
// nodes.

/**
 * Translates what `root`, an element or a shadow root, holds: every text gets brackets. To be
 * called in the page.
 */
export function translate(root) {
  const translated = (text) => {
    if (!text.data.trim() || text.parentNode === null || text.parentElement?.closest("font, textarea"))
      return;
    const outer = document.createElement("font");
    outer.append(document.createElement("font"));
    outer.firstChild.textContent = `[${text.data.trim()}]`;
    text.replaceWith(outer);
  };
  const within = (node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    const texts = node.nodeType === Node.TEXT_NODE ? [node] : [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    texts.forEach(translated);
  };
  within(root);
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes)
      (type === "characterData" ? [target] : addedNodes).forEach(within);
  }).observe(root, { childList: true, characterData: true, subtree: true });
}
