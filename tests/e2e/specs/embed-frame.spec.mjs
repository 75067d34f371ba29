// The viewer in a frame, what page and frame say to each other, and the snippets for both forms.
import path from "node:path";

import { build } from "../lib/build.mjs";
import { expect, test } from "../lib/embed.mjs";
import { root, work } from "../lib/paths.mjs";

test.describe("frames", () => {
  const frame = (host, query = "?view=list&amp;limit=5&amp;lang=en") =>
    `<iframe data-broadsheet title="List" width="400" height="200" src="${host.archive}many/embed.html${query}"></iframe>`;
  const script = (host) => `<script type="module" src="${host.archive}samples/embed-frame.js"></script>`;

  test("a short list gets the height that it needs, and a longer article another one", async ({ host }) => {
    await host.open(frame(host), { head: script(host) });
    const list = host.page.frameLocator("iframe");
    await expect(list.getByRole("article")).toHaveCount(5);
    const height = () => host.page.locator("iframe").evaluate((frame) => frame.clientHeight);
    await expect.poll(height).toBeGreaterThan(350);
    const short = await height();
    expect(
      await list.locator("html").evaluate((html) => html.scrollHeight - html.clientHeight),
    ).toBeLessThanOrEqual(1);
    await list.getByRole("link", { name: "Sheet 699" }).click();
    await expect(list.locator("article.post")).toContainText("Paragraph 1");
    await expect.poll(height).toBeGreaterThan(short);
    await list.getByRole("link", { name: "Back to the list" }).click();
    await expect.poll(height).toBe(short);
  });

  test("without a script the frame keeps its height and scrolls", async ({ host }) => {
    await host.open(frame(host), { head: "" });
    await expect(host.page.frameLocator("iframe").getByRole("article")).toHaveCount(5);
    expect(await host.page.locator("iframe").evaluate((frame) => frame.clientHeight)).toBe(200);
  });

  test("the page believes nobody but the frame, from where it should be, in the same version", async ({
    host,
    servers,
  }) => {
    servers.pages.set("/neighbour", {
      html: '<!DOCTYPE html><html lang="en"><title>Neighbour</title><p>Neighbour</p></html>',
    });
    // One of the page's own, and one from where the frame is as well.
    const others = `<iframe title="Neighbour" src="/neighbour"></iframe><iframe title="Other" src="${host.archive}samples/embed.html"></iframe>`;
    await host.open(frame(host) + others, { head: script(host) });
    await expect(host.page.frameLocator("iframe[data-broadsheet]").getByRole("article")).toHaveCount(5);
    const height = () => host.page.locator("iframe[data-broadsheet]").evaluate((frame) => frame.clientHeight);
    await expect.poll(height).toBeGreaterThan(350);
    const before = await height();
    await host.page.evaluate(() => {
      window.heard = 0;
      addEventListener("message", () => (window.heard += 1));
    });
    const inFrame = (address) =>
      host.page.frames().find((frame) => frame.url().includes(address) && frame.parentFrame());
    const say = (frame, ...messages) =>
      frame.evaluate((messages) => messages.forEach((message) => parent.postMessage(message, "*")), messages);
    const lie = { broadsheet: 1, type: "height", height: 9_999 };
    await say(inFrame("/neighbour"), lie);
    await say(inFrame("samples/embed.html"), lie);
    await say(
      inFrame("many/embed.html"),
      { ...lie, broadsheet: 2 },
      { ...lie, type: "hello" },
      { ...lie, height: -5 },
      { ...lie, height: "high" },
      "height",
      null,
    );
    await expect.poll(() => host.page.evaluate(() => window.heard)).toBe(8);
    expect(await height()).toBe(before);
    // Something else in the place of the frame's page.
    await inFrame("many/embed.html").goto(`${host.origin}/neighbour`);
    await host.page.evaluate(() => (window.heard = 0));
    await say(host.page.mainFrame().childFrames()[0], lie);
    await expect.poll(() => host.page.evaluate(() => window.heard)).toBe(1);
    expect(await height()).toBe(before);
  });

  test("the frame answers the page around it, when that asks in the same version, and nobody else", async ({
    host,
    servers,
  }) => {
    const { pages } = servers;
    pages.set("/neighbour", {
      html: '<!DOCTYPE html><html lang="en"><title>Neighbour</title><p>Neighbour</p></html>',
    });
    await host.open(`${frame(host)}<iframe title="Neighbour" src="/neighbour"></iframe>`, { head: "" });
    await expect(host.page.frameLocator("iframe[data-broadsheet]").getByRole("article")).toHaveCount(5);
    const neighbour = host.page.frames().find((frame) => frame.url().endsWith("/neighbour"));
    const listen = () => {
      window.heard = [];
      addEventListener("message", ({ data, origin, source }) =>
        window.heard.push({ data, origin, fromFrame: source === window.top.frames[0] }),
      );
    };
    await host.page.evaluate(listen);
    await neighbour.evaluate(listen);
    const heard = (frame) => frame.evaluate(() => window.heard);

    await neighbour.evaluate(() => parent.frames[0].postMessage({ broadsheet: 1, type: "hello" }, "*"));
    await host.page.evaluate(() => {
      for (const message of [
        { broadsheet: 2, type: "hello" },
        { broadsheet: 1, type: "height", height: 5 },
        { type: "hello" },
        "hello",
        null,
      ]) {
        frames[0].postMessage(message, "*");
      }
    });
    // Whatever the frame had to say to that, it has said when it has answered this.
    const inside = host.page.frames().find((frame) => frame.url().includes("embed.html"));
    await inside.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    expect(await heard(host.page)).toEqual([]);
    await host.page.evaluate(() => frames[0].postMessage({ broadsheet: 1, type: "hello" }, "*"));
    await expect.poll(() => heard(host.page)).not.toEqual([]);
    expect((await heard(host.page))[0]).toEqual({
      data: { broadsheet: 1, type: "height", height: expect.any(Number) },
      origin: new URL(host.archive).origin,
      fromFrame: true,
    });
    expect(await heard(neighbour)).toEqual([]);
  });

  test("frames without an address and numbers of other kinds are passed over", async ({ host }) => {
    await host.open(`<iframe data-broadsheet title="Empty"></iframe>${frame(host)}`, { head: script(host) });
    const sized = host.page.locator("iframe").nth(1);
    const height = () => sized.evaluate((frame) => frame.clientHeight);
    await expect.poll(height).toBeGreaterThan(350);
    const before = await height();
    await host.page.evaluate(() => {
      window.heard = 0;
      addEventListener("message", () => (window.heard += 1));
    });
    const lie = () => {
      for (const height of [9999n, Infinity, NaN, [9999], "9999"].slice(
        0,
        location.protocol === "about:" ? 5 : 1,
      )) {
        parent.postMessage({ broadsheet: 1, type: "height", height }, "*");
      }
    };
    for (const inside of host.page.mainFrame().childFrames()) await inside.evaluate(lie);
    await expect.poll(() => host.page.evaluate(() => window.heard)).toBe(6);
    expect(await height()).toBe(before);
  });

  test("where the archive says who may have it in a frame, nobody else learns how much a search finds", async ({
    host,
    servers,
  }, { testId }) => {
    for (const [at, [parents, told]] of /** @type {[string[], boolean][]} */ ([
      [["https://ours.example"], false],
      [["https://ours.example", "127.0.0.1"], false],
      [["https://ours.example", servers.origin], true],
      [[new URL(servers.origin).host], true],
      [[], true],
    ]).entries()) {
      const name = `parents-${testId}-${at}`;
      build(
        path.join(root, "samples"),
        path.join(work, "sites", name),
        ...parents.flatMap((parent) => ["--frame-parents", parent]),
      );
      await host.open(
        `<iframe title="List" width="400" height="200" src="${host.archive}${name}/embed.html?view=list&amp;limit=5"></iframe>`,
        { head: "" },
      );
      await expect(host.page.frameLocator("iframe").getByRole("article").first()).toBeVisible();
      await host.page.evaluate(() => {
        window.heard = [];
        addEventListener("message", ({ data }) => window.heard.push(data));
        frames[0].postMessage({ broadsheet: 1, type: "hello" }, "*");
      });
      // Whatever the frame had to say to that, it has said when it has answered this.
      const inside = host.page.frames().find((frame) => frame.url().includes("embed.html"));
      await inside.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
      await inside.evaluate(() => parent.postMessage("last", "*"));
      await expect.poll(() => host.page.evaluate(() => window.heard)).toContain("last");
      expect((await host.page.evaluate(() => window.heard)).length, parents.join(" ")).toBe(told ? 2 : 1);
    }
  });

  test("the options are those of the element", async ({ host }) => {
    await host.open(
      frame(host, "?tag=rare&amp;limit=3&amp;view=list&amp;theme=dark&amp;lang=zh-Hans&amp;heading-level=3"),
      { head: "" },
    );
    const inside = host.page.frameLocator("iframe");
    await expect(inside.getByRole("article")).toHaveCount(3);
    await expect(inside.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(inside.getByRole("feed", { name: "文章" })).toBeVisible();
    await expect(inside.getByRole("heading", { level: 4 }).first()).toBeVisible();
  });
});

test("the settings have snippets for the view on the screen, and they show it", async ({
  page,
  viewer,
  host,
  servers,
}) => {
  await viewer.open("many", "?tag=rare&q=sheet");
  await viewer.openSettings();
  await page.getByText("Embed this view").click();
  const element = await page.getByRole("textbox", { name: "As an element" }).inputValue();
  const frame = await page.getByRole("textbox", { name: "As a frame" }).inputValue();
  // The server of that page lets no other page read; the same site is on one that does.
  await host.open(element.replaceAll(process.env.BROADSHEET_SITES, servers.archive), { head: "" });
  await expect(host.viewer.getByRole("feed").getByRole("article").first()).toHaveAttribute(
    "aria-setsize",
    "20",
  );
  await host.open(frame, { head: "" });
  const inside = host.page.frameLocator("iframe").getByRole("feed").getByRole("article");
  await expect(inside.first()).toHaveAttribute("aria-setsize", "20");
});
