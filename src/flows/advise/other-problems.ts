import type { OtherProblem } from "../../core/advice.ts";
import { sentences } from "../../text/sentences.ts";
import { READ_MAX } from "./features.ts";
import type { Match, Matcher } from "./match.ts";

/** A part counts as a problem of its own from this belief on. Of 1,577 texts about one problem 11 have such a part; at .6 it was 56. */
const PART_BELIEF_MIN = 0.8;
const PARTS_MAX = 12;
const WORDS_MIN = 3;
/** More than two others nobody wants to hear at once. */
const OTHERS_MAX = 2;
const SHOWN_MAX = 80;

/** Where a sentence goes on with something else: "and it …", "but the …". */
const AND_THE = /\s*[,;]?\s+(?:and|but|also|besides|while)\s+(?=(?:it|the|we|our|its|they|also|my|is|there)\b)|;\s+/i;

/**
 * Problems that a text names beside the one that it was matched with: sentences and clauses that by themselves surely belong to another row, each row once,
 * in the order of the text. Of a text that no row answers all of them.
 */
export async function otherProblems(
  claim: string,
  { unsure, matches: [whole] }: Match,
  matcher: Matcher,
): Promise<readonly OtherProblem[]> {
  const text = claim.slice(0, READ_MAX);
  const parts = sentences(text)
    .flatMap(({ start, end }) => text.slice(start, end).split(AND_THE))
    .map((part) => part.replaceAll(/\s+/g, " ").trim())
    .filter((part) => part.split(" ").length >= WORDS_MIN)
    .slice(0, PARTS_MAX);
  if (parts.length < 2) return [];
  const found = new Map<string, OtherProblem>();
  for (const part of parts) {
    const { unsure: isUnsure, matches } = await matcher.match(part);
    const [best] = matches;
    if (isUnsure || best === undefined || best.confidence < PART_BELIEF_MIN) continue;
    if ((!unsure && best.row === whole?.row) || found.has(best.row)) continue;
    found.set(best.row, { text: part, ...best });
  }
  return [...found.values()].slice(0, OTHERS_MAX);
}

/** They as a sentence's middle: “it is too slow” (cheaper-faster → cache). */
export function problemsListed(problems: readonly OtherProblem[]): string {
  return problems
    .map(
      ({ text, row, move }) =>
        `“${text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX).trimEnd()}…` : text.replace(/[.!?]+$/, "")}” (${row} → ${move})`,
    )
    .join(" and ");
}
