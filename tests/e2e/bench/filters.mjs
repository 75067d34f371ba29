// What it costs to switch a filter.
import { traffic } from "./loads.mjs";
import { GROUPS } from "./reader.mjs";

/** Milliseconds after which the page is at rest again. */
const REST = 300;

export async function measureFilters(reader, { switches }, into) {
  await measureFirstChoices(reader, into);
  into["filter.ms"] = [];
  into["filter.main"] = [];
  into["filter.after"] = [];
  await reader.withPage(async (visit) => {
    await visit.load();
    // Once without the stopwatch, so that all data is there and all code has run.
    for (const timed of [false, true]) {
      for (const group of Object.values(GROUPS)) {
        for (const value of await narrowing(visit, group, switches)) {
          // On, and off again: the list of all posts is a filter, too.
          for (let turn = 0; turn < 2; turn++)
            await switchChoice(visit, group, value, timed ? into : undefined);
        }
      }
    }
  });
}

/**
 * The first values of a group that leave fewer posts than are shown, so that there is something to
 * see.
 */
async function narrowing(visit, group, most) {
  const shown = await visit.shown();
  const choices = await visit.choices(group);
  return choices
    .filter(({ count }) => count > 0 && count < shown)
    .map(({ value }) => value)
    .slice(0, most);
}

async function switchChoice(visit, group, value, into) {
  const index = (await visit.choices(group)).findIndex((choice) => choice.value === value);
  // Found beforehand: to look for it takes the main thread a few milliseconds.
  const box = await visit.group(group).getByRole("checkbox").nth(index).elementHandle();
  const { result, main } = await visit.mainThread(() =>
    box.evaluate((box) => globalThis.stopwatch.switched(box)),
  );
  await box.dispose();
  // What is drawn around the new list when nothing more is chosen: not part of the frame that
  // answers the click.
  const { main: after } = await visit.mainThread(() => visit.page.waitForTimeout(REST));
  if (into) {
    into["filter.ms"].push(result);
    into["filter.main"].push(main);
    into["filter.after"].push(after);
  } else {
    await visit.page.waitForLoadState("networkidle");
  }
}

/**
 * Requests of the first choice in each facet. Rows that the list then shows are the list's, not the
 * facet's.
 */
async function measureFirstChoices(reader, into) {
  into["facet.requests"] = [];
  into["facet.bytes"] = [];
  for (const group of Object.values(GROUPS)) {
    await reader.withPage(async (visit) => {
      await visit.load();
      const [value] = await narrowing(visit, group, 1);
      if (value === undefined) return;
      const place = (await visit.choices(group)).findIndex((choice) => choice.value === value);
      const box = visit.group(group).getByRole("checkbox").nth(place);
      const requests = await visit.requestsOf(() =>
        box.evaluate((box) => globalThis.stopwatch.switched(box)),
      );
      const { dataBytes, dataRequests } = traffic(requests.filter(({ name }) => !name.startsWith("rows/")));
      into["facet.requests"].push(dataRequests);
      into["facet.bytes"].push(dataBytes);
    });
  }
}
