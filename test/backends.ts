import { readFileSync } from "node:fs";
import { type Backend, createLehrSync, type Kernels, type Lehr, wasmFrom } from "../bindings/index.js";
import { reference } from "../bindings/reference.js";

export interface TestedBackend {
  name: string;
  kernels: Kernels;
  lehr: Lehr;
}

/** The Wasm kernels as they are published, and with their bounds checks and assertions on. */
export const wasmBackends: TestedBackend[] = ["release", "debug"].map((build) =>
  tested(`wasm (${build})`, wasmFrom(readFileSync(new URL(`../build/${build}.wasm`, import.meta.url)))),
);

export const backends: TestedBackend[] = [tested("reference", reference), ...wasmBackends];

function tested(name: string, backend: Backend): TestedBackend {
  return { name, kernels: backend.loadSync(), lehr: createLehrSync({ backend }) };
}
