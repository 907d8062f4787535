import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const pages = readdirSync(join(root, "docs"), { encoding: "utf8", recursive: true }).filter((name) =>
  name.endsWith(".md"),
);
const documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...pages.map((name) => `docs/${name}`)];

/** Programs run here, beside the examples, with the built package installed. */
const folder = mkdtempSync(join(tmpdir(), "lehr-readme-"));
cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });
mkdirSync(join(folder, "node_modules"));
symlinkSync(root, join(folder, "node_modules/lehr"));
symlinkSync(join(root, "node_modules/fast-check"), join(folder, "node_modules/fast-check"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(documents)("%s", (path) => {
  const text = readFileSync(join(root, path), "utf8");

  test.each(programs(text))("the program in line $line runs", ({ line, language, program }) => {
    const file = join(folder, `${path.replaceAll("/", "-")}-${line}.mjs`);
    writeFileSync(file, language === "ts" ? transformSync(program, { loader: "ts" }).code : program);
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(flat(stdout)).toMatch(promised(program));
  });

  test("links lead somewhere", () => {
    expect(localLinks(text).filter((link) => !leadsSomewhere(path, link))).toEqual([]);
  });

  if (path === "README.md") {
    test("shows how to embed the package", () => {
      expect(programs(text).length).toBeGreaterThan(0);
    });
  }
});

interface Program {
  /** Where it begins. */
  line: number;
  language: string;
  program: string;
}

/** The blocks fenced as `js` or `ts`. A block that imports nothing goes on with the program before it. */
function programs(markdown: string): Program[] {
  const found: Program[] = [];
  for (const { 1: language, 2: block, index } of markdown.matchAll(/^```(js|ts)\n(.*?)^```$/gms)) {
    const before = found.at(-1);
    if (before && !/^import /m.test(block!)) before.program += block!;
    else found.push({ line: markdown.slice(0, index).split("\n").length, language: language!, program: block! });
  }
  return found;
}

/** What the comments `// => …` say that a program prints, in this order; `…` stands for anything. */
function promised(program: string): RegExp {
  const outputs = [...program.matchAll(/\/\/ => (.*)$/gm)].map(([, output]) => flat(output!));
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(outputs.map((output) => output.split("…").map(literal).join(".*")).join(".*"));
}

/** Node breaks long lines. */
function flat(output: string): string {
  return output.replace(/\s+/g, " ").trim();
}

function localLinks(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link!);
  return [...new Set(links)].filter((link) => !/^\w+:/.test(link));
}

/** To a file that exists, and in a page to a heading that it has. */
function leadsSomewhere(page: string, link: string): boolean {
  const [target, anchor] = link.split("#") as [string, string?];
  const file = target === "" ? join(root, page) : join(root, dirname(page), target);
  if (!existsSync(file)) return false;
  return anchor === undefined || anchors(readFileSync(file, "utf8")).includes(anchor);
}

/** Those of the headings, as hosts of Markdown make them. */
function anchors(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!.toLowerCase());
  return headings.map((heading) => heading.replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-"));
}
