import type { Lehr } from "../../lehr.js";
import type { PackerSnapshot } from "../../pack/packer/model.js";
import type { PackerCase, PackerEvent } from "../case.js";
import { violationsOfPlaces } from "./packing.js";
import { answerOrRefusal, type Trial, unlessEqual, unlessSound } from "./trial.js";

/** What each event was answered, and what is known in the end. */
interface History {
  answers: unknown[];
  snapshot: PackerSnapshot;
}

export function packerTrial(subject: PackerCase): Trial<History> {
  return {
    call: (lehr) => lived(lehr, subject, true),
    check(lehr, history) {
      const { placed } = history.snapshot;
      const items = placed.map(({ item }) => item);
      const places = placed.map(({ item, ...place }) => ({ item: item.id, ...place }));
      return (
        unlessSound(violationsOfPlaces({ items, bins: subject.cluster.bins }, places)) ??
        unlessEqual("restoration", lived(lehr, subject, false), history)
      );
    },
  };
}

/** @param restores whether events that restore the packer do so, or let it be */
function lived(lehr: Lehr, { cluster, options, events }: PackerCase, restores: boolean): History {
  let packer = lehr.packer(cluster, options);
  const answers = events.map((event) => [answerOrRefusal(() => answer(event)), packer.fragmentation()]);
  return { answers, snapshot: packer.snapshot() };

  function answer(event: PackerEvent): unknown {
    if ("place" in event) return packer.place(event.place);
    if ("remove" in event) return packer.remove(event.remove);
    if ("explain" in event) return packer.explain(event.explain);
    if (restores) packer = lehr.packer(cluster, options, JSON.parse(JSON.stringify(packer.snapshot())));
    return undefined;
  }
}
