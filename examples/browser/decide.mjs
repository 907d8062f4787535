// All verbs, checked. Runs on the page, in a worker, and anywhere else.
import { createLehr, KernelError, verifyPacking, verifyPlacement, verifySequence } from "lehr";
import { fleet, queue, workflow } from "./problems.mjs";

/** The kernels; where the page's policy forbids WebAssembly, the reference, which is fetched only then. */
export async function load() {
  try {
    return { lehr: await createLehr() };
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    const { reference } = await import("lehr/reference");
    return { lehr: await createLehr({ backend: reference }), refusal: error.message };
  }
}

export function decide(lehr) {
  const placement = lehr.place(workflow);
  const sequence = lehr.sequence(queue, { schedule: 2000 });
  const packing = lehr.pack(fleet);
  const violations = [
    ...verifyPlacement(workflow, placement),
    ...verifySequence(queue, sequence),
    ...verifyPacking(fleet, packing),
  ];
  return { placement, sequence, packing, violations };
}
