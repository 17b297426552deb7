import type { Candidate, OwnCost } from "../core/evaluation.ts";

type Named = Pick<Candidate, "name" | "ownCost">;

/** A sentence for servers and commands that are alike in it: how what they cost comes to be known, and what of it --max-cost caps. */
export function ownCostNotes(candidates: readonly Named[]): readonly string[] {
  const told = (how: OwnCost["told"]): readonly string[] =>
    candidates.flatMap(({ name, ownCost }) => (ownCost?.told === how && ownCost.of !== "a function" ? [name] : []));
  const note = (names: readonly string[], say: (names: string, them: Words) => string): readonly string[] =>
    names.length === 0 ? [] : [say(listed(names), names.length === 1 ? ONE : MANY)];
  return [
    ...note(
      told("always"),
      (names, { costs, its }) =>
        `What ${names} ${costs} is what ${its} answers say: --max-cost counts it after each, and none comes from the cache.`,
    ),
    ...note(
      told("maybe"),
      (names, { costs, its }) => `What ${names} ${costs} is counted, and capped by --max-cost, only where ${its} answers say it.`,
    ),
    ...note(
      told("never"),
      (names, { costs, its }) =>
        `What ${names} ${costs} is not capped, because nothing in ${its} answers says it: docs/candidates.md shows how they can.`,
    ),
  ];
}

/** Before a run that is capped: the same, and what of functions the cap holds. */
export function capNotes(candidates: readonly Named[]): readonly string[] {
  const functions = candidates.flatMap(({ name, ownCost }) => (ownCost?.of === "a function" ? [name] : []));
  const { costs, its } = functions.length === 1 ? ONE : MANY;
  return [
    ...ownCostNotes(candidates),
    ...(functions.length === 0
      ? []
      : [`Of what ${listed(functions)} ${costs} --max-cost counts calls through firstfit, and what ${its} outputs say.`]),
  ];
}

interface Words {
  readonly costs: string;
  readonly its: string;
}
const ONE: Words = { costs: "costs", its: "its" };
const MANY: Words = { costs: "cost", its: "their" };

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
