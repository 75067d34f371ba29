// What it costs to come to a view: the first list, a post, a filtered list by their addresses, a
// post from the list.

/** Tells the kinds of bytes of some requests apart. */
export function traffic(requests) {
  const data = requests.filter((request) => request.data);
  const bytes = (some) => some.reduce((sum, request) => sum + request.bytes, 0);
  return {
    bytes: bytes(requests),
    requests: requests.length,
    dataBytes: bytes(data),
    dataRequests: data.length,
  };
}

export async function measureLoads(reader, { loads, posts }, ids, into) {
  // Everything once, so that the server has it compressed.
  await reader.withPage((visit) => visit.load());
  into["list.ms"] = [];
  into["list.first_contentful"] = [];
  for (let turn = 0; turn < loads; turn++) {
    await reader.withPage(async (visit) => {
      const { ms, requests } = await visit.load();
      into["list.ms"].push(ms);
      const paint = await visit.page.evaluate(() => globalThis.stopwatch.firstContentful());
      if (paint !== null) into["list.first_contentful"].push(paint);
      const { bytes, requests: count, dataBytes, dataRequests } = traffic(requests);
      Object.assign(into, {
        "list.bytes": bytes,
        "list.requests": count,
        "list.data_bytes": dataBytes,
        "list.data_requests": dataRequests,
      });
    });
  }
  const some = ids.filter((_, place) => place % Math.ceil(ids.length / posts) === 0);
  await measureQueries(
    reader,
    some.map((id) => `?post=${encodeURIComponent(id)}`),
    "post",
    into,
  );
  await measureQueries(reader, (await filterQueries(reader)).slice(0, posts), "filtered", into);
}

async function measureQueries(reader, queries, name, into) {
  const samples = { ms: [], data_bytes: [], data_requests: [], place_bytes: [], place_requests: [] };
  for (const query of queries) {
    // Once so that the server has it compressed; what goes wrong here goes wrong below as well, or
    // took too long.
    await reader.withPage((visit) => visit.load(query)).catch(() => undefined);
    await reader.tryPage(into, query, async (visit) => {
      const { ms, requests } = await visit.load(query);
      // What only says where a post stands in the list follows once it is drawn; a test holds that.
      const isAfter = ({ name: file }) => name === "post" && file.startsWith("rows/");
      const { dataBytes, dataRequests } = traffic(requests.filter((request) => !isAfter(request)));
      samples.ms.push(ms);
      samples.data_bytes.push(dataBytes);
      samples.data_requests.push(dataRequests);
      const place = traffic(requests.filter(isAfter));
      samples.place_bytes.push(place.bytes);
      samples.place_requests.push(place.requests);
    });
  }
  for (const [part, values] of Object.entries(samples)) into[`${name}.${part}`] = values;
}

/** The addresses of lists under frequent and rare values of each filter, and combinations. */
async function filterQueries(reader) {
  const values = {};
  await reader.withPage(async (visit) => {
    await visit.load();
    for (const [facet, group] of [
      ["tag", "Tags"],
      ["author", "Authors"],
      ["source", "Sources"],
    ]) {
      const choices = await visit.choices(group);
      values[facet] = choices
        .filter((choice) => !choice.checked)
        .map((choice) => encodeURIComponent(choice.value));
    }
  });
  const { tag = [], author = [], source = [] } = values;
  const queries = [
    tag[0] && `?tag=${tag[0]}`,
    author[0] && `?author=${author[0]}`,
    source[3] && `?source=${source[3]}`,
    tag[5] && `?tag=${tag[5]}&from=2015`,
    tag[1] && `?tag=${tag[0]},${tag[1]}`,
    author[2] && source[0] && `?author=${author[2]}&source=${source[0]}`,
    tag[9] && `?tag=-${tag[9]}&sort=old`,
    "?from=2016-03&to=2016-05",
  ];
  return queries.filter(Boolean);
}

/** Posts opened one after the other, from the list of all and from filtered ones. */
export async function measureOpening(reader, { opens }, into) {
  into["open.ms"] = [];
  into["open.main"] = [];
  const ofOneList = 4;
  for (const query of ["", "?sort=old", ...(await filterQueries(reader))]) {
    if (into["open.ms"].length >= opens) break;
    await reader.withPage((visit) => visit.load(query)).catch(() => undefined);
    await reader.tryPage(into, query, async (visit) => {
      await visit.load(query);
      // The first is not measured: its pack has to be compressed, and the code runs for the first
      // time.
      for (let place = 0; place <= ofOneList && place < (await visit.rows.count()); place++) {
        const link = await visit.rows.nth(place).getByRole("link").first().elementHandle();
        const { result, main } = await visit.mainThread(() =>
          link.evaluate((link) => globalThis.stopwatch.opened(link)),
        );
        await link.dispose();
        if (place === 0) continue;
        into["open.ms"].push(result);
        into["open.main"].push(main);
      }
    });
  }
}
