// A worker that answers with the answers of both backends, and with what becomes of bytes.
import * as lehr from "lehr";
import { readProblem } from "lehr/import";
import { reference } from "lehr/reference";
import { answersOf } from "./scenario.mjs";

// At the top of a module, where workers prepare what all requests share.
const shared = lehr.createLehrSync();

export default {
  async fetch() {
    const answers = [
      answersOf(shared, lehr),
      answersOf(await lehr.createLehr({ backend: lehr.wasm }), lehr),
      answersOf(lehr.createLehrSync({ backend: reference }), lehr),
    ];
    return Response.json({
      answers,
      names: Object.keys(lehr).sort(),
      bytes: await fromBytes(),
      isOneClass: isOneClass(),
    });
  },
};

/** What is said of bytes, which workerd does not compile. */
async function fromBytes() {
  const backend = lehr.wasmFrom(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  return lehr.createLehr({ backend }).then(
    () => "compiled",
    ({ code, message }) => ({ code, message }),
  );
}

/** Whether errors of other entries are of the classes that this one exports. */
function isOneClass() {
  try {
    const source = { name: "problem.json", text: '{ "tasks": 1 }' };
    readProblem({ workflow: source, cluster: source });
  } catch (error) {
    return error instanceof lehr.InvalidProblemError;
  }
}
