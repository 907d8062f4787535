// Serves the page on this machine, bundled:  node examples/browser/serve.mjs [port]
// At /, its policy lets it compile WebAssembly and nothing else that is unsafe; at /strict/ not even that.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const policies = { "/": "script-src 'self' 'wasm-unsafe-eval'", "/strict/": "script-src 'self'" };
const here = fileURLToPath(new URL(".", import.meta.url));

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["page.mjs", "worker.mjs"],
  outdir: here,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  write: false,
  logLevel: "error",
});
const files = new Map(outputFiles.map(({ path, contents }) => [path.slice(here.length), contents]));
files.set("", readFileSync(`${here}index.html`));

const server = createServer(({ url }, response) => {
  const folder = url.startsWith("/strict/") ? "/strict/" : "/";
  const name = url.slice(folder.length);
  const content = files.get(name);
  response.writeHead(content ? 200 : 404, {
    "content-type": name.endsWith(".mjs") ? "text/javascript" : "text/html",
    "content-security-policy": policies[folder],
  });
  response.end(content ?? "not found");
});
server.listen(Number(process.argv[2] ?? 8080), "127.0.0.1", () => {
  const root = `http://127.0.0.1:${server.address().port}`;
  for (const folder of Object.keys(policies)) console.log(`${root}${folder}`);
});
