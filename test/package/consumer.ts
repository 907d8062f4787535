import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Somebody else's folder, where the packed package is installed. */
export class Consumer {
  readonly folder = mkdtempSync(join(tmpdir(), "lehr-consumer-"));
  /** Paths in the tarball. */
  readonly files: string[];

  /** Packs what was built and installs it. Without a network: the dependency comes from the project's own modules. */
  constructor() {
    if (!existsSync(join(root, "dist/index.js"))) throw new Error("there is no dist/; run npm run build first");
    const lehr = this.pack(root);
    const loader = this.pack(join(root, "node_modules/@assemblyscript/loader"));
    this.files = lehr.files;
    this.write("package.json", JSON.stringify({ name: "consumer", private: true }));
    this.npm("install", "--offline", "--no-audit", "--no-fund", lehr.tarball, loader.tarball);
    cpSync(join(root, "examples"), join(this.folder, "examples"), { recursive: true });
  }

  /** Contents of a file of the installed package. */
  read(path: string): Buffer {
    return readFileSync(join(this.folder, "node_modules/lehr", path));
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** What a program prints that runs in the folder. */
  evaluate(type: "module" | "commonjs", program: string): string {
    const args = [`--input-type=${type}`, "--eval", program];
    return execFileSync(process.execPath, args, {
      cwd: this.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** Runs the installed `lehr` command. */
  lehr(...args: string[]): { code: number | null; stdout: string; stderr: string } {
    const command = join(this.folder, "node_modules/.bin/lehr");
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: this.folder, encoding: "utf8" });
    return { code: status, stdout, stderr };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private pack(package_: string): { tarball: string; files: string[] } {
    const output = this.npm("pack", package_, "--json", "--ignore-scripts");
    const [{ filename, files }] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
    return { tarball: join(this.folder, filename), files: files.map(({ path }) => path) };
  }

  private npm(...args: string[]): string {
    return execFileSync("npm", args, { cwd: this.folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }
}
