import type { Candidate, OwnCost } from "../core/evaluation.ts";
import { listed } from "../text/listed.ts";

type Named = Pick<Candidate, "name" | "ownCost">;

/** For a report: of which servers and commands --max-cost caps nothing, or only a part. */
export function uncappedNotes(candidates: readonly Named[]): readonly string[] {
  return [
    ...noteOf(
      told(candidates, "maybe"),
      (names, { costs, its }) => `What ${names} ${costs} is counted, and capped by --max-cost, only as far as ${its} answers say it.`,
    ),
    ...noteOf(
      told(candidates, "never"),
      (names, { costs, its }) =>
        `What ${names} ${costs} is not capped, because nothing in ${its} answers says it: docs/candidates.md shows how they can.`,
    ),
  ];
}

/** Before a run with a cap: what it holds of each candidate that is not called through our own call desk. */
export function capNotes(candidates: readonly Named[]): readonly string[] {
  const functions = candidates.flatMap(({ name, ownCost }) => (ownCost?.of === "a function" ? [name] : []));
  return [
    ...noteOf(
      told(candidates, "always"),
      (names, { costs, its }) =>
        `What ${names} ${costs} is what ${its} answers say: --max-cost counts it after each, and none comes from the cache.`,
    ),
    ...uncappedNotes(candidates),
    ...noteOf(
      functions,
      (names, { costs, its }) => `Of what ${names} ${costs} --max-cost counts calls through firstfit, and what ${its} outputs say.`,
    ),
  ];
}

function told(candidates: readonly Named[], how: OwnCost["told"]): readonly string[] {
  return candidates.flatMap(({ name, ownCost }) => (ownCost?.told === how && ownCost.of !== "a function" ? [name] : []));
}

function noteOf(names: readonly string[], say: (names: string, words: Words) => string): readonly string[] {
  return names.length === 0 ? [] : [say(listed(names), names.length === 1 ? ONE : MANY)];
}

interface Words {
  readonly costs: string;
  readonly its: string;
}
const ONE: Words = { costs: "costs", its: "its" };
const MANY: Words = { costs: "cost", its: "their" };
