import type { Explained, GlossaryEntry } from "../../core/advice.ts";
import { FirstfitError } from "../../core/errors.ts";
import { editDistance } from "../../text/edit-distance.ts";
import { DECISION_TERMS } from "./glossary-decision.ts";
import { LEARNING_TERMS } from "./glossary-learning.ts";
import { MODELS_TERMS } from "./glossary-models.ts";
import { RETRIEVAL_TERMS } from "./glossary-retrieval.ts";

/** Every term, by the alphabet. */
export const GLOSSARY: readonly GlossaryEntry[] = [...MODELS_TERMS, ...LEARNING_TERMS, ...RETRIEVAL_TERMS, ...DECISION_TERMS].toSorted(
  (a, b) => (a.term.toLowerCase() < b.term.toLowerCase() ? -1 : 1),
);

/** One term, or without one the list. Other names and other spellings of hyphens and plurals do as well. Throws NOT_FOUND with the nearest term. */
export function explain(asked: string | undefined): Explained {
  if (asked === undefined || asked.trim() === "") return { kind: "terms", terms: GLOSSARY.map(({ term }) => term) };
  const key = keyOf(asked);
  const entry = GLOSSARY.find(({ term, alias }) => [term, ...alias].some((name) => keyOf(name) === key));
  if (entry !== undefined) return { kind: "term", asked, ...entry };
  const near = nearest(key);
  throw new FirstfitError(
    "NOT_FOUND",
    `There is no term "${asked.slice(0, 60)}".`,
    near === undefined ? "All terms: firstfit explain" : `Did you mean: firstfit explain "${near}"`,
  );
}

/** The terms that a text names, by any of their names, in the order in which they are named; at most `max`, and none of the everyday words of a decision. */
export function termsNamed(text: string, max: number): readonly string[] {
  const words = text.slice(0, 4_000).split(/[^\p{L}\p{N}-]+/u);
  const found = new Set<string>();
  for (const start of words.keys())
    for (const length of [3, 2, 1]) {
      const key = keyOf(words.slice(start, start + length).join(" "));
      const entry = GLOSSARY.find(({ term, alias }) => [term, ...alias].some((name) => keyOf(name) === key));
      if (entry !== undefined && !DECISION_TERMS.includes(entry)) found.add(entry.term);
    }
  return [...found].slice(0, max);
}

function keyOf(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .replace(/s$/, "");
}

/** The term whose name, or one of whose other names, is the fewest letters away: at most a third of what was typed; else one that it is a part of. */
function nearest(key: string): string | undefined {
  const max = Math.max(1, Math.floor(key.length / 3));
  const scored = GLOSSARY.flatMap(({ term, alias }) =>
    [term, ...alias].map((name) => ({ term, distance: editDistance(key.slice(0, 60), keyOf(name), max) })),
  ).filter(({ distance }) => distance <= max);
  const best = scored.toSorted((a, b) => a.distance - b.distance || (a.term < b.term ? -1 : 1))[0]?.term;
  if (best !== undefined || key.length < 3) return best;
  return GLOSSARY.find(({ term, alias }) =>
    [term, ...alias].some((name) => keyOf(name).includes(key) || (keyOf(name).length > 3 && key.includes(keyOf(name)))),
  )?.term;
}
