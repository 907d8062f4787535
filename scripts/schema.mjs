/**
 * Writes the JSON Schemas (draft 2020-12) of problem and result files to `schema/`: the types of the model with
 * their doc comments, refined by what types cannot say. With `--check` it writes nothing and fails when a file there is
 * not what it would write.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  EnumType,
  SchemaGenerator,
} from "ts-json-schema-generator";
import { problemFileRefinements, resultRefinements } from "./schema-refinements.mjs";
import { allocationRefinements, memoryFileRefinements } from "./schema-refinements-memory.mjs";
import { packFileRefinements, packResultRefinements } from "./schema-refinements-pack.mjs";
import { sequenceFileRefinements, sequenceResultRefinements } from "./schema-refinements-sequence.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));

const schemas = [
  { file: "place-problem.schema.json", type: "PlaceProblem", refinements: problemFileRefinements },
  { file: "placement.schema.json", type: "Placement", refinements: resultRefinements },
  { file: "pack-problem.schema.json", type: "PackProblem", refinements: packFileRefinements },
  { file: "packing.schema.json", type: "Packing", refinements: packResultRefinements },
  { file: "memory-problem.schema.json", type: "MemoryProblem", refinements: memoryFileRefinements },
  { file: "allocation.schema.json", type: "Allocation", refinements: allocationRefinements },
  { file: "sequence-problem.schema.json", type: "SequenceProblem", refinements: sequenceFileRefinements },
  { file: "sequence.schema.json", type: "Sequence", refinements: sequenceResultRefinements },
];

const config = {
  ...DEFAULT_CONFIG,
  path: `${root}bindings/{place,sequence,pack,pack/memory}/model.ts`,
  tsconfig: `${root}tsconfig.json`,
  skipTypeCheck: true,
};

/** Lets the compiler say what `(typeof list)[number]` stands for: the generator cannot read lists made by spreading. */
const literalsOfList = {
  supportsNode: (node) => node.objectType?.type?.exprName !== undefined,
  createType(node) {
    const type = program.getTypeChecker().getTypeFromTypeNode(node);
    const literals = (type.isUnion() ? type.types : [type]).map(({ value }) => value);
    return new EnumType(node.getText(), literals.sort());
  },
};

const program = createProgram(config);
const parser = createParser(program, config, (chain) => chain.addNodeParser(literalsOfList));
const generator = new SchemaGenerator(program, parser, createFormatter(config), config);

const folder = `${root}schema/`;
const texts = schemas.map((schema) => ({ file: schema.file, text: textOf(schema) }));
const stale = texts.filter(
  ({ file, text }) => !existsSync(folder + file) || readFileSync(folder + file, "utf8") !== text,
);
if (process.argv.includes("--check")) {
  for (const { file } of stale) console.error(`schema/${file} is not up to date; run node scripts/schema.mjs`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  mkdirSync(folder, { recursive: true });
  for (const { file, text } of stale) writeFileSync(folder + file, text);
}

function textOf({ file, type, refinements }) {
  const { definitions } = generator.createSchema(type);
  for (const [name, refinement] of Object.entries(refinements)) {
    definitions[name] = refine(definitions[name], refinement);
  }
  const { [type]: body, ...others } = definitions;
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:lehr:${file}`,
    ...body,
    $defs: reachable(body, others),
  };
  return formatted(file, JSON.stringify(schema).replaceAll("#/definitions/", "#/$defs/"));
}

function refine(schema, { properties = {}, ...rest }) {
  const refined = { ...schema, ...rest };
  for (const [key, refinement] of Object.entries(properties)) {
    const { [key]: property, ...others } = refined.properties;
    refined.properties = refinement === false ? others : { ...refined.properties, [key]: refine(property, refinement) };
  }
  return refined;
}

/** The definitions that a schema refers to, directly or through others. */
function reachable(schema, definitions, found = {}) {
  for (const [, name] of JSON.stringify(schema).matchAll(/"#\/definitions\/(\w+)"/g)) {
    if (name in found) continue;
    found[name] = definitions[name];
    reachable(definitions[name], definitions, found);
  }
  return found;
}

function formatted(file, json) {
  const biome = `${root}node_modules/@biomejs/biome/bin/biome`;
  const input = { input: json, cwd: root, encoding: "utf8" };
  return execFileSync(process.execPath, [biome, "format", `--stdin-file-path=schema/${file}`], input);
}
