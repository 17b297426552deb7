import { inputText } from "../../core/evaluation.ts";
import type { Case } from "../../core/evaluation.ts";
import type { CasePair } from "../../core/results.ts";
import { similarPairs } from "../../search/near-duplicates.ts";
import { textHash } from "../../search/text-hash.ts";
import { analyze } from "../../text/analyze.ts";
import { plain } from "../../text/plain.ts";

/** Share of common runs of five terms from which on two inputs are nearly the same. */
const SIMILARITY_MIN = 0.7;
/** Inputs of fewer terms have too few runs to compare. */
const TERMS_MIN = 8;

type WithInput = Pick<Case, "id" | "input">;

/** An input without what makes no difference. Two cases with the same one ask the same. */
export function plainInput({ input }: Pick<Case, "input">): string {
  return plain(inputText(input));
}

/** Cases with long inputs that are nearly the same, most similar first. */
export function nearPairs(cases: readonly WithInput[]): readonly CasePair[] {
  const documents = cases
    .map(({ id, input }) => ({ id, terms: Uint32Array.from(analyze(inputText(input)), (term) => textHash(term) % 2 ** 32) }))
    .filter(({ terms }) => terms.length >= TERMS_MIN);
  return similarPairs(documents, { similarityMin: SIMILARITY_MIN });
}
