// The package for bundlers: valid, typed, and at work in a Vite project.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";
import { build, createServer, preview } from "vite";

import { expect, test } from "../lib/embed.mjs";
import { e2e, root, work } from "../lib/paths.mjs";
import { serve } from "../lib/server.mjs";

const NAME = "broadsheet-viewer";
const built = process.env.BROADSHEET_EMBED ?? path.join(root, "dist/embed");

/** An empty project with the package in it, and what the tests have beside it. */
function project(name, files) {
  const folder = path.join(work, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, "node_modules/@types"), { recursive: true });
  cpSync(built, path.join(folder, "node_modules", NAME), { recursive: true });
  for (const other of ["vue", "@types/react", "csstype"]) {
    const from = path.join(e2e, "node_modules", other);
    if (existsSync(from)) symlinkSync(from, path.join(folder, "node_modules", other));
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  return folder;
}

test("the package has what its manifest names", () => {
  const manifest = JSON.parse(readFileSync(path.join(built, "package.json"), "utf8"));
  expect(manifest).toMatchObject({ name: NAME, type: "module", customElements: "./custom-elements.json" });
  expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(manifest.version).not.toBe("0.0.0");
  const named = JSON.stringify(manifest.exports).match(/\.\/[^"]+\.[a-z.]+/g);
  const packed = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json"], {
      cwd: built,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const files = packed[0].files.map(({ path }) => path);
  for (const file of named) expect(files).toContain(file.slice(2));
  const script = readFileSync(path.join(built, "embed.js"), "utf8");
  for (const [, file] of script.matchAll(/"\.\/([^"]+)"/g)) expect(files).toContain(file);
});

test("it can be imported where there is no document", () => {
  const script = `const { BroadsheetViewer } = await import(${JSON.stringify(path.join(built, "embed.js"))}); console.log(typeof BroadsheetViewer)`;
  expect(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).trim(),
  ).toBe("function");
});

test("the guide's examples for React and Vue are right, as the types have it", () => {
  const guide = readFileSync(path.join(root, "docs/embedding.md"), "utf8");
  const examples = [...guide.matchAll(/^```(tsx?)\n([\s\S]*?)^```/gm)];
  expect(examples.map(([, kind]) => kind)).toEqual(["tsx", "ts"]);
  const wrong = `import type { BroadsheetViewer } from "${NAME}";
    declare const viewer: BroadsheetViewer;
    // @ts-expect-error: there is no such view
    viewer.view = "everything";
    // @ts-expect-error: an id is needed
    viewer.open();
    viewer.addEventListener("broadsheet-filter", ({ detail }) => detail.shown.toFixed());
    document.querySelector("broadsheet-viewer")?.filter({ tag: ["a", "-b"] });`;
  const files = Object.fromEntries(examples.map(([, kind, text], at) => [`example-${at}.${kind}`, text]));
  const folder = project("types", { ...files, "use.ts": wrong });
  const program = ts.createProgram(
    [...Object.keys(files), "use.ts"].map((file) => path.join(folder, file)),
    {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      jsx: ts.JsxEmit.ReactJSX,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      types: [],
    },
  );
  const problems = ts.getPreEmitDiagnostics(program);
  expect(
    problems.map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    ),
  ).toEqual([]);
});

test("without a bundler the package is files on a server, by an import map or as they are", async ({
  host,
  servers,
}) => {
  const server = await serve(built, "/package/", { "access-control-allow-origin": "*" });
  const script = `${server.origin}/package/embed.js`;
  const element = host.element("many", 'view="list" limit="5"');
  const feed = `<broadsheet-viewer lang="en" src="${servers.archive}feeds/feeds/foreign.json"></broadsheet-viewer>`;
  try {
    for (const head of [
      `<script type="module" src="${script}"></script>`,
      `<script type="importmap">{ "imports": { "${NAME}": "${script}" } }</script><script type="module">import "${NAME}";</script>`,
    ]) {
      await host.open(element + feed, { head });
      await expect(host.rows).toHaveCount(5);
      await host.rows.getByRole("link", { name: "Sheet 699" }).click();
      await expect(host.viewer.nth(0).locator("article.post")).toContainText("Paragraph 1 of sheet 699");
      await host.rowsIn(host.viewer.nth(1)).getByRole("link").first().click();
      await expect(host.viewer.nth(1).locator("article.post .content")).toBeVisible();
    }
  } finally {
    await server.close();
  }
});

test.describe("in a Vite project", () => {
  const files = (servers) => ({
    "index.html": `<!DOCTYPE html><html lang="en"><title>Vite</title><link rel="icon" href="data:,"><script type="module" src="main.js"></script>
      <broadsheet-viewer src="${servers.archive}many/bundle.json" view="list" limit="5"></broadsheet-viewer>`,
    "main.js": `import "${NAME}";`,
    "package.json": `{ "type": "module" }`,
  });
  // As the guide has it.
  /** @returns {import("vite").InlineConfig} */
  const config = (folder) => ({
    root: folder,
    configFile: false,
    logLevel: "error",
    optimizeDeps: { exclude: [NAME] },
  });

  test("it is built", async ({ host, servers }) => {
    const folder = project("vite-build", files(servers));
    await build(config(folder));
    const server = await preview({ ...config(folder), preview: { host: "127.0.0.1", port: 0 } });
    try {
      await host.page.goto(server.resolvedUrls.local[0]);
      await expect(host.rows).toHaveCount(5);
      await host.rows.getByRole("link", { name: "Sheet 699" }).click();
      await expect(host.viewer.locator("article.post")).toContainText("Paragraph 1 of sheet 699");
    } finally {
      await server.close();
    }
  });

  test("it is served while one works on it", async ({ host, problems, servers }) => {
    // That of Vite, which is switched off here.
    problems.allow(/websocket|connection to the server at ws:/i);
    const folder = project("vite-serve", files(servers));
    const server = await createServer({
      ...config(folder),
      server: { host: "127.0.0.1", port: 0, ws: false },
    });
    await server.listen();
    try {
      await host.page.goto(server.resolvedUrls.local[0]);
      await expect(host.rows).toHaveCount(5);
      await host.rows.getByRole("link", { name: "Sheet 699" }).click();
      await expect(host.viewer.locator("article.post")).toContainText("Paragraph 1 of sheet 699");
    } finally {
      await server.close();
    }
  });
});
