/** Holds what would be published to the rules of its ecosystem: exports, types, and licences of what it brings along. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const licences = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC"];

const tarball = pack();
const complaints = [...(await aboutExports()), ...(await aboutTypes()), ...aboutLicences()];
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;

/** Of what was built: the scripts of packing would build again. */
function pack() {
  const folder = mkdtempSync(join(tmpdir(), "lehr-package-"));
  try {
    const output = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder]);
    const [{ filename }] = JSON.parse(output);
    return new Uint8Array(readFileSync(join(folder, filename)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function aboutExports() {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer } });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

/**
 * The package is made of ES modules. Node requires them too, in every version that it supports, and a test compiles a
 * CommonJS consumer; TypeScript's older resolutions know neither that nor `exports`. The kernels' bytes have no types.
 */
async function aboutTypes() {
  const ignored = ["node10", "node16-cjs"];
  const package_ = createPackageFromTarballData(tarball);
  const { problems } = await checkPackage(package_, { excludeEntrypoints: ["./kernels.wasm"] });
  return problems
    .filter(({ resolutionKind }) => !ignored.includes(resolutionKind))
    .map((problem) => `types: ${JSON.stringify(problem)}`);
}

/** Of runtime dependencies, and of the libraries that the build has bundled. */
function aboutLicences() {
  const { dependencies } = manifestIn(".");
  const texts = readFileSync("dist/THIRD-PARTY-LICENSES.txt", "utf8").split(`\n${"-".repeat(80)}\n\n`);
  const bundled = texts.map((text) => text.slice(0, text.indexOf(" ")));
  return [...Object.keys(dependencies), ...bundled].flatMap((name) => {
    const { license } = manifestIn(`node_modules/${name}`);
    return licences.includes(license) ? [] : [`licence: ${name} has ${license}; allowed are ${licences.join(", ")}`];
  });
}

function manifestIn(folder) {
  return JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
}
