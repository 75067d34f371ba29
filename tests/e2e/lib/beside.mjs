// Files beside a post that would like to run: each payload under every ending that a picture, sound
// or film may have.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What a payload does where it runs: the console of a page under test has to stay empty. */
const RUN = "console.error('ran')";

const ENDINGS = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "mp3", "m4a", "ogg", "mp4", "webm"];

const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><body><script>${RUN}</script></body></html>`;
const SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const HTML = `<script>${RUN}</script>`;
const XSLT = Buffer.from(
  `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><html><script>${RUN}</script></html></xsl:template></xsl:stylesheet>`,
).toString("base64");
const FRAMED = `data:text/html;base64,${Buffer.from(HTML).toString("base64")}`;

const svg = (inside, attributes = "") =>
  `<svg ${SVG} ${attributes}>${inside}<rect width="9" height="9"/></svg>`;
const utf16 = (text) => Buffer.from(`\ufeff${text}`, "utf16le");
const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part, "latin1")));

const PAYLOADS = {
  xhtml: XHTML,
  "xhtml after a declaration": `<?xml version="1.0"?>\n${XHTML}`,
  html: `<!doctype html>${HTML}`,
  "html after white space": `\n\t ${HTML}`,
  "html after a byte order mark": `\ufeff<!doctype html>${HTML}`,
  "html in UTF-16": utf16(`<!doctype html>${HTML}`),
  "svg with a script": svg(`<script>${RUN}</script>`),
  "svg with a script of another prefix": `<x:svg xmlns:x="http://www.w3.org/2000/svg"><x:script>${RUN}</x:script></x:svg>`,
  "svg with a script of HTML": svg(`<script xmlns="http://www.w3.org/1999/xhtml">${RUN}</script>`),
  "svg with a script by data": svg(`<script xlink:href="data:text/javascript,${RUN}"/>`),
  "svg with handlers": svg(
    `<image href="data:x" onerror="${RUN}"/><set onbegin="${RUN}" attributeName="x"/>`,
    `onload="${RUN}"`,
  ),
  "svg with a page": svg(
    `<foreignObject width="9" height="9"><body xmlns="http://www.w3.org/1999/xhtml"><img src="x:" onerror="${RUN}"/></body></foreignObject>`,
  ),
  "svg with a frame": svg(
    `<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="&lt;script&gt;${RUN}&lt;/script&gt;"/></foreignObject>`,
  ),
  "svg with a frame by data": svg(
    `<foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="${FRAMED}"/></foreignObject>`,
  ),
  "svg with a link": svg(`<a href="javascript:${RUN}"><rect width="99" height="99"/></a>`),
  "svg with an animated link": svg(
    `<a><set attributeName="href" to="javascript:${RUN}"/><rect width="99" height="99"/></a>`,
  ),
  "svg with a use of data": svg(
    `<use href="data:image/svg+xml,${encodeURIComponent(svg(`<script>${RUN}</script>`, 'id="x"'))}#x"/>`,
  ),
  "svg in UTF-16": utf16(svg(`<script>${RUN}</script>`)),
  "svg with a script behind an entity": `<!DOCTYPE svg [<!ENTITY x "&#60;script&#62;${RUN}&#60;/script&#62;">]>${svg("&x;")}`,
  "svg with a handler by default": `<!DOCTYPE svg [<!ATTLIST svg onload CDATA "${RUN}">]>${svg("")}`,
  "svg in a comment of html": `<!-- --><html><script>${RUN}</script>${svg("")}</html>`,
  "xml with a style sheet": `<?xml-stylesheet type="text/xsl" href="data:text/xsl;base64,${XSLT}"?><x/>`,
  "svg with a style sheet": `<?xml-stylesheet type="text/xsl" href="data:text/xsl;base64,${XSLT}"?>${svg("")}`,
  "svg whose title is a script": svg(
    `<title>&lt;script&gt;${RUN}&lt;/script&gt;</title><desc><![CDATA[<script>${RUN}</script>]]></desc>`,
  ),
  mhtml: `MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\nContent-Location: cid:a\n\n${HTML}\n--x--\n`,
  pdf: `%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj\ntrailer<</Root 1 0 R>>\n`,
  "gif that is a script": `GIF89a/*\x01\x00\x01\x00\x00*/=1;${RUN}`,
  "gif that is a page": bytes("GIF89a\x01\x00\x01\x00\x00\x00\x00", HTML),
  "jpeg that is a page": bytes("\xff\xd8\xff\xfe\x00\x40", HTML, "\xff\xd9"),
  "png that is a page": bytes(
    "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x09\x00\x00\x00\x09\x08\x02\x00\x00\x00",
    HTML,
  ),
  "webp that is a page": bytes("RIFF\x40\x00\x00\x00WEBPVP8L", HTML),
  "webp whose start is a page": bytes("<!--RIFFWEBP-->", HTML),
  "film that is a page": bytes("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp41", HTML),
  "film whose length is a page": bytes("<!--ftypisom\x00\x00\x00\x00isommp41-->", HTML),
  "avif whose length is a page": bytes("<!--ftypavif\x00\x00\x00\x00mif1miaf-->", HTML),
  "sound that is a page": bytes("ID3\x04\x00\x00\x00\x00\x00\x00", HTML),
  "ogg that is a page": bytes("OggS\x00\x02", HTML),
  "webm that is a page": bytes("\x1aE\xdf\xa3\x87\x42\x82\x84webm", HTML),
};

/** The files, by their names. */
export function filesBeside() {
  const files = {};
  Object.values(PAYLOADS).forEach((content, number) => {
    for (const ending of ENDINGS) files[`p${number}.${ending}`] = content;
  });
  return files;
}

/** The name of the payload in a file. */
export function payloadOf(file) {
  return `${Object.keys(PAYLOADS)[Number(file.match(/^p(\d+)/)[1])]} in ${file}`;
}

/** Writes a post that shows and links to all of them into `folder`, which is returned. */
export function writeFilesBeside(folder) {
  mkdirSync(folder, { recursive: true });
  const files = Object.entries(filesBeside());
  for (const [name, content] of files) writeFileSync(path.join(folder, name), content);
  const shown = files.map(
    ([name]) =>
      `<p><img src="${name}" alt="${name}"><a href="${name}">${name}</a></p><video src="${name}" poster="${name}"></video>`,
  );
  writeFileSync(
    path.join(folder, "beside.html"),
    `---\ntitle: Beside\n---\n<p>Files beside this post.</p>\n${shown.join("\n")}\n`,
  );
  return folder;
}
