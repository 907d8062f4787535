import type { Backend } from "../lehr.js";
import { wasmFrom } from "./backend.js";
import module from "./kernels.wasm";

/** The default backend on workerd, which compiles no bytes, but imports modules that were compiled when it was deployed. */
export const wasm: Backend = wasmFrom(module);
