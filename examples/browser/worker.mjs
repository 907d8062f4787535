import { decide, load } from "./decide.mjs";

const { lehr, refusal } = await load();
postMessage({ backend: lehr.backend, refusal, answers: decide(lehr) });
