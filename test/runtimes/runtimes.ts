/** Where the runtimes of this folder's own package.json are. They are hundreds of megabytes, so nothing else installs them. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));
const { platform, arch } = process;

/** The packages that hold the programs themselves; what installs them for npm's commands would download. */
const programs = {
  "Node 20": `node-20-${platform}-${arch}/bin/node`,
  "Node 22": `node-22-${platform}-${arch}/bin/node`,
  "Node 24": `node-24-${platform}-${arch}/bin/node`,
  Deno: `@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}/deno`,
  Bun: `@oven/bun-${platform}-${arch === "arm64" ? "aarch64" : arch}/bin/bun`,
  workerd: `@cloudflare/workerd-${platform}-${arch === "x64" ? "64" : arch}/bin/workerd`,
};
export type Runtime = keyof typeof programs;

/** Installs what the lock file names, unless that has been done. What cannot be had is missed by the tests that need it. */
export function installRuntimes(): void {
  const lock = readFileSync(`${folder}package-lock.json`, "utf8");
  const installed = `${folder}node_modules/.installed.json`;
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return;
  console.log("Installing Node 20, 22 and 24, Deno, Bun and workerd …");
  try {
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
    writeFileSync(installed, lock);
  } catch (error) {
    console.error(`The runtimes could not be installed: ${error}`);
  }
}

/** Where browsers usually are. They come with the system: as Debian's packages `chromium` and `firefox-esr` for instance. */
const browsers = {
  Chromium: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
  Firefox: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
};
export type Browser = keyof typeof browsers;

/** Tests in a browser, given its program. Where there is none they are skipped, and the title says so. */
export function describeIn(browser: Browser, suite: (program: string) => void): void {
  const program = browsers[browser].find((path) => existsSync(path));
  if (!existsSync(`${folder}node_modules/puppeteer-core`)) skip(browser, "puppeteer-core could not be installed");
  else if (program) describe(browser, () => suite(program));
  else skip(browser, "not on this machine");
}

/** Tests on a runtime, given its program. Where there is none they are skipped, and the title says so. */
export function describeOn(runtime: Runtime, suite: (program: string) => void): void {
  const program = `${folder}node_modules/${programs[runtime]}`;
  if (existsSync(program)) describe(runtime, () => suite(program));
  else skip(runtime, `${programs[runtime]} could not be installed`);
}

function skip(name: string, reason: string): void {
  describe(name, () => test.skip(`skipped: ${reason}`));
}
