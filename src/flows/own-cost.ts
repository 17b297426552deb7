import type { Candidate } from "../core/evaluation.ts";

type Named = Pick<Candidate, "name" | "ownCost">;

/** A sentence for each server and command: how what it costs comes to be known, and what of it --max-cost caps. */
export function ownCostNotes(candidates: readonly Named[]): readonly string[] {
  return candidates.flatMap(({ name, ownCost }) => {
    if (ownCost === undefined || ownCost.of === "a function") return [];
    const { of, told } = ownCost;
    switch (told) {
      case "always":
        return [`What ${name} costs is what its answers say: --max-cost counts it after each, and none is replayed from the cache.`];
      case "maybe":
        return [`${name} is ${of}: what it costs is counted, and capped by --max-cost, only where its answers say it.`];
      case "never":
        return [
          `What ${name} costs is not capped: it is ${of} of your own, and nothing in its answers says what they cost. docs/candidates.md shows how they can.`,
        ];
    }
  });
}

/** Before a run that is capped: the same, and what of functions the cap holds. */
export function capNotes(candidates: readonly Named[]): readonly string[] {
  const functions = candidates.flatMap(({ name, ownCost }) => (ownCost?.of === "a function" ? [name] : []));
  return [
    ...ownCostNotes(candidates),
    ...(functions.length === 0
      ? []
      : [
          `Of what ${functions.join(", ")} ${functions.length === 1 ? "spends" : "spend"} --max-cost counts calls through firstfit, and what ${functions.length === 1 ? "its" : "their"} outputs say they cost.`,
        ]),
  ];
}
