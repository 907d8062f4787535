/**
 * Builds everything that is published: the kernels (debug and release), the module that carries the release bytes, the
 * bundles and their type declarations.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { build } from "esbuild";

for (const target of ["debug", "release"]) run("asc", "--config", "asconfig.json", "--target", target);
inlineKernels();
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
copyFileSync("build/release.wasm", "dist/kernels.wasm");
copyFileSync("build/debug.wasm", "dist/kernels.debug.wasm");
await bundle();
run("tsc", "-p", "tsconfig.build.json");

function inlineKernels() {
  const base64 = readFileSync("build/release.wasm").toString("base64");
  // The type is written out, so that the declarations do not repeat the bytes.
  const source = `/** Written by the build: the kernels' bytes. */\nexport const kernelsBase64: string =\n  "${base64}";\n`;
  const file = "bindings/wasm/inlined.ts";
  if (!existsSync(file) || readFileSync(file, "utf8") !== source) writeFileSync(file, source);
}

/**
 * Shared code goes into chunks, so that the kernels are carried once; libraries of the command line are bundled. What
 * `lehr fuzz` hunts with is a bundle of its own: it carries fast-check and the reference, and reads the kernels as files.
 */
async function bundle() {
  const hunt = "./fuzz/hunt.js";
  const inputs = [
    ...(await bundled({
      entryPoints: {
        index: "bindings/index.ts",
        workerd: "workerd",
        reference: "bindings/reference.ts",
        "import/index": "bindings/import/index.ts",
        "export/index": "bindings/export/index.ts",
        "bench/index": "bindings/bench/index.ts",
        "testing/index": "bindings/testing/index.ts",
        "lehr-cli": "bindings/cli/main.ts",
      },
      splitting: true,
      external: [hunt, "fast-check"],
    })),
    ...(await bundled({ entryPoints: { "fuzz/hunt": "bindings/cli/fuzz/hunt.ts" }, minify: true, external: [] })),
  ];
  writeFileSync("dist/THIRD-PARTY-LICENSES.txt", licencesOf(inputs));
  chmodSync("dist/lehr-cli.js", 0o755);
}

/** Writes bundles; returns what went into them. */
async function bundled({ external, ...options }) {
  const { metafile } = await build({
    ...options,
    outdir: "dist",
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    format: "esm",
    target: "es2023",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["node:*", "@assemblyscript/loader", "./kernels.wasm", ...external],
    plugins: [workerdEntry()],
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

/**
 * The entry for workerd: the main one with another default backend. All else is shared with the other entries, so that an
 * error is of the same class wherever it comes from.
 */
function workerdEntry() {
  return {
    name: "workerd",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^workerd$/ }, ({ path }) => ({ path, namespace: "workerd" }));
      onLoad({ filter: /.*/, namespace: "workerd" }, () => {
        const source = readFileSync("bindings/index.ts", "utf8");
        const contents = source.replaceAll('"./wasm/default.js"', '"./wasm/precompiled.js"');
        return { contents, loader: "ts", resolveDir: "bindings" };
      });
    },
  };
}

/** Licence texts of the libraries that are bundled. */
function licencesOf(inputs) {
  const packages = inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean);
  return [...new Set(packages)]
    .sort()
    .map((name) => {
      const folder = `node_modules/${name}`;
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
      return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

function run(command, ...args) {
  execFileSync(`node_modules/.bin/${command}`, args, { stdio: "inherit" });
}
