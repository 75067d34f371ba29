// @ts-check
// Addresses and query strings of routes. The build puts this into embed.js.

// crates/broadsheet-bundle/src/facet.rs defines the facets.
const FACETS = ["tag", "author", "source", "category"];
// Attributes of the route, in their order, and their names in an address.
const ROUTE_PARAMETERS = {
  post: "post",
  ...Object.fromEntries(FACETS.map((facet) => [facet, facet])),
  from: "from",
  to: "to",
  query: "q",
  sort: "sort",
};

// Returns an absolute address; `undefined` if `url` is none.
function absolute(url, base) {
  try {
    return new URL(url, base).href;
  } catch {
    return undefined;
  }
}

const pageUrl = (url) => absolute(url, location) ?? url;

const splitConditions = (value) =>
  (Array.isArray(value) ? value : String(value ?? "").split(/(?<!\\)&/)).filter(Boolean);

// Returns a route as a query string, from members named like the attributes.
function toQuery(view) {
  const query = new URLSearchParams();
  for (const facet of FACETS) for (const part of splitConditions(view[facet])) query.append(facet, part);
  for (const name of ["from", "to", "query", "sort", "post"])
    if (view[name]) query.append(ROUTE_PARAMETERS[name], view[name]);
  return `?${query}`;
}

function fromQuery(query) {
  const view = {};
  for (const [name, value] of new URLSearchParams(query)) {
    if (FACETS.includes(name)) (view[name] ??= []).push(value);
    else view[name === "q" ? "query" : name] = value;
  }
  return view;
}
