// @ts-check
// Loading of the viewer's files, and errors with codes. The build puts this into embed.js.

// Returns a function that calls `load` once, and again after it has failed or called `forget`.
const once = (load) => {
  let promise;
  const forget = () => (promise = undefined);
  return () =>
    (promise ??= load(forget).catch((error) => {
      forget();
      throw error;
    }));
};

const codedError = (code, message) => Object.assign(new Error(message), { code });

async function get(url, integrity = "") {
  if (url.protocol === "file:")
    throw codedError("file", "Put the viewer on a web server: files cannot load it.");
  const response = await fetch(url, { integrity }).catch(async () => {
    // A request without the hash shows if that was the reason.
    if (integrity && (await get(url)))
      throw codedError("integrity", `${url} is not the file that it should be.`);
    throw codedError("network", `${url}: no answer, or not permitted (CORS).`);
  });
  if (!response.ok) throw codedError("status", `${url}: HTTP status ${response.status}.`);
  return response;
}

// Throws the reason why a module cannot be imported: browsers say only that it failed.
async function diagnoseModuleError(url, type) {
  const found = (await get(url)).headers.get("content-type") ?? "no type";
  throw type.test(found)
    ? codedError("module", `${url} is no module for this browser.`)
    : codedError("mime", `${url} is served as ${found}, not as JavaScript.`);
}
