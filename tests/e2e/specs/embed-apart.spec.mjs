// What stops one element, or is wrong with it, is said there and leaves the others as they are.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { build } from "../lib/build.mjs";
import { expect, test } from "../lib/embed.mjs";
import { MANY } from "../lib/many.mjs";
import { work } from "../lib/paths.mjs";

test.beforeEach(async ({ host }) => host.noteEvents());

/** Lives: it obeys, and shows what it is asked for. */
async function lives(viewer) {
  await viewer.evaluate((element) => element.filter({ tag: "rare" }));
  await expect(viewer.getByRole("status")).toHaveText(`20 of ${MANY} posts`);
  await viewer.evaluate((element) => element.open("2023-10-30-sheet-699"));
  await expect(viewer.locator("article.post")).toContainText("Paragraph 1 of sheet 699");
  await viewer.evaluate((element) => element.filter());
  await expect(viewer.getByRole("status")).toHaveText(`${MANY} posts`);
}

/**
 * From now on, whatever is put into an element within which `window.breaks` says so fails, as it
 * would for want of memory: the program does not go on after that.
 */
async function breakable(host) {
  await host.page.evaluate(() => {
    const insert = Node.prototype.insertBefore;
    Node.prototype.insertBefore = function (...values) {
      const element = this.getRootNode().host;
      if (element && window.breaks?.(element, this)) throw new Error("broken by the test");
      return insert.apply(this, values);
    };
  });
}

const stopped = (viewer) =>
  viewer.getByRole("alert").filter({ hasText: "The viewer has stopped because of an error." });

for (const src of ["http://[", "//[", "https://", "http://h:99999/"]) {
  test(`an address that is none, ${src}: said in that element alone`, async ({ host }) => {
    await host.open(
      host.element("many", 'id="good"') +
        `<broadsheet-viewer id="bad" lang="en" src="${src}"><a href="/">Ours</a></broadsheet-viewer>`,
    );
    const [good, bad] = [host.page.locator("#good"), host.page.locator("#bad")];
    await expect(bad.getByRole("alert")).toContainText(`This is not the address of an archive: ${src}`);
    await expect(bad.getByRole("link", { name: "Ours" })).toBeVisible();
    await expect
      .poll(() => host.events("error"))
      .toEqual([{ name: "error", id: "bad", code: "address", message: expect.stringContaining(src) }]);
    expect(await bad.evaluate((element) => element.ready.catch(({ code }) => code))).toBe("address");
    await lives(good);

    // Changed while the viewer is there, and back again.
    const address = await good.getAttribute("src");
    await good.evaluate((element, src) => (element.src = src), src);
    await expect(good.getByRole("alert")).toContainText("This is not the address of an archive");
    for (const viewer of [good, bad]) {
      await viewer.evaluate((element, address) => (element.src = address), address);
      await expect(viewer.getByRole("alert")).toHaveCount(0);
      await viewer.evaluate((element) => element.ready);
      await lives(viewer);
    }
    expect(await host.events("error")).toHaveLength(2);
  });
}

test("an element that stops says so and can be started again, as often as it takes; the others live", async ({
  host,
  problems,
}) => {
  problems.allow(/unreachable|panicked|broken by the test|failed to (append|insert)|RuntimeError/);
  await host.open(
    host.element("many", 'id="one"', '<a href="/">Ours</a>') +
      host.element("many", 'id="two"') +
      host.element("samples", 'id="three"'),
  );
  await host.ready();
  await breakable(host);
  const [one, two, three] = ["one", "two", "three"].map((id) => host.page.locator(`#${id}`));
  for (const time of [1, 2, 3]) {
    await one.evaluate((element) => {
      window.breaks = ({ id }) => id === "one";
      element.filter({ tag: "even" });
    });
    await expect(stopped(one)).toBeVisible();
    await expect(one.getByRole("feed")).toHaveCount(0);
    await expect(one.getByRole("link", { name: "Ours" })).toBeVisible();
    await expect.poll(() => host.events("error")).toHaveLength(time);
    expect((await host.events("error")).at(-1)).toEqual({
      name: "error",
      id: "one",
      code: "viewer",
      message: expect.any(String),
    });
    await lives(two);
    await three.getByRole("link", { name: "葱油饼的耐心" }).click();
    await expect(three.locator("article.post")).toBeVisible();
    await three.evaluate((element) => element.close());

    await host.page.evaluate(() => (window.breaks = undefined));
    await stopped(one).getByRole("button", { name: "Retry" }).click();
    await expect(one.getByRole("status")).toHaveText(/^\d+( of \d+)? posts$/);
    await expect(stopped(one)).toHaveCount(0);
    await lives(one);
  }
  // One that comes later.
  await host.page.evaluate(
    (html) => document.body.insertAdjacentHTML("beforeend", html),
    host.element("many", 'id="late" loading="eager"'),
  );
  await lives(host.page.locator("#late"));
});

test("a view that stops the viewer twice gives way to what the attributes say", async ({
  host,
  problems,
}) => {
  problems.allow(/unreachable|panicked|broken by the test|failed to (append|insert)|RuntimeError/);
  await host.open(host.element("many", 'view="list" limit="3"'));
  await host.ready();
  await breakable(host);
  await host.page.evaluate(() => (window.breaks = (_, parent) => Boolean(parent.closest?.("article.post"))));
  await host.rows.getByRole("link", { name: "Sheet 699" }).click();
  await expect(stopped(host.viewer)).toBeVisible();
  await stopped(host.viewer).getByRole("button", { name: "Retry" }).click();
  await expect.poll(() => host.events("error")).toHaveLength(2);
  await stopped(host.viewer).getByRole("button", { name: "Retry" }).click();
  await expect(host.rows).toHaveCount(3);
  await expect(stopped(host.viewer)).toHaveCount(0);
});

for (const [lang, text, retry] of [
  ["zh-Hans", "阅读器因出错而停止。", "重试"],
  ["zh-Hant", "閱讀器因發生錯誤而停止。", "重試"],
]) {
  test(`what has stopped says so in the reader's language: ${lang}`, async ({ host, problems }) => {
    problems.allow(/unreachable|panicked|broken by the test|failed to (append|insert)|RuntimeError/);
    await host.open(host.element("many").replace('lang="en"', `lang="${lang}"`));
    await host.ready();
    await breakable(host);
    await host.page.evaluate(() => (window.breaks = () => true));
    await host.viewer.evaluate((element) => element.filter({ tag: "even" }));
    await expect(host.viewer.getByRole("alert")).toContainText(text);
    await expect(host.viewer.getByRole("button", { name: retry })).toBeVisible();
  });
}

test.describe("an article of its own", () => {
  const MEDIA = "https://media.example.org/";

  /** A site with one post. */
  function site(name, body) {
    const posts = path.join(work, name);
    mkdirSync(posts, { recursive: true });
    writeFileSync(
      path.join(posts, "2020-01-01-post.md"),
      `---\ntitle: Post\ndate: 2020-01-01\n---\n${body}\n`,
    );
    build(posts, path.join(work, "sites", name));
    return name;
  }

  test("a heading with a percent sign in its name is reached", async ({ host }, { testId }) => {
    const filling = "<p>Filling.</p>".repeat(80);
    const name = site(
      `percent-${testId}`,
      `<p><a href="#100%">There</a></p>${filling}<h2 id="100%">All of it</h2>${filling}`,
    );
    await host.open(host.element(name, 'view="article" post="2020-01-01-post"'));
    await host.reader.getByRole("link", { name: "There" }).click();
    await expect(host.reader.getByRole("heading", { name: "All of it" })).toBeInViewport();
  });

  test("sounds, films and their posters are loaded without a referrer, however freely the page gives it", async ({
    host,
    problems,
  }, { testId }) => {
    problems.allow(/media\.example\.org/);
    const name = site(
      `media-${testId}`,
      `<p><img src="${MEDIA}picture.png" alt="Picture"></p>
<div><video poster="${MEDIA}poster.png" controls><source src="${MEDIA}film.mp4"></video></div>
<div><audio controls><source src="${MEDIA}sound.mp3"></audio></div>`,
    );
    const referrers = new Map();
    await host.page.route(`${MEDIA}**`, async (route) => {
      referrers.set(path.basename(route.request().url()), (await route.request().allHeaders()).referer);
      await route.abort();
    });
    const head = `<meta name="referrer" content="unsafe-url">${host.script()}`;
    await host.open(host.element(name, 'view="article" post="2020-01-01-post"'), {
      head,
      query: "?secret=1",
    });
    await expect.poll(() => [...referrers.keys()].sort()).toEqual(["picture.png", "poster.png"]);
    // Wherever the players are: what plays them loads them.
    const load = () => {
      const inside = (root) =>
        [...root.querySelectorAll("*")].flatMap((element) => [
          element,
          ...(element.shadowRoot ? inside(element.shadowRoot) : []),
        ]);
      for (const media of inside(document))
        if (media.matches("audio, video")) Object.assign(media, { preload: "auto" }).load();
    };
    await expect(async () => {
      for (const frame of host.page.frames()) await frame.evaluate(load);
      expect([...referrers.keys()].sort()).toEqual(["film.mp4", "picture.png", "poster.png", "sound.mp3"]);
    }).toPass();
    expect(Object.fromEntries(referrers)).toEqual({
      "film.mp4": undefined,
      "picture.png": undefined,
      "poster.png": undefined,
      "sound.mp3": undefined,
    });
  });
});
