import type { CutStep } from "../../core/budget.ts";
import type { Prompt, PromptPart, PromptSection } from "../../core/prompt.ts";
import { candidatesOf, type Candidate } from "./cut-rules.ts";
import type { Edit } from "./json.ts";
import { excerpt } from "./load-bearing.ts";

/** What is asked for of the largest section. */
export const CUT_SHARE = 0.3;

export interface PlannedCut {
  readonly steps: readonly CutStep[];
  readonly edits: readonly Edit[];
  /** The rules found as much as was asked for. */
  readonly isReached: boolean;
}

/**
 * What to leave out of a section, rule after rule, until `CUT_SHARE` of its tokens are saved: first what is said twice, then what the section
 * can spare. Never cuts more than one step beyond it. `count` is that of the model.
 */
export function planCut(prompt: Prompt, section: PromptSection, count: (text: string) => number): PlannedCut {
  const parts = prompt.parts.filter((part) => part.section === section);
  const wanted = CUT_SHARE * parts.reduce((sum, { text }) => sum + count(text), 0);
  const steps: CutStep[] = [];
  const edits: Edit[] = [];
  const taken = new Map<PromptPart, { readonly start: number; readonly end: number }[]>();
  let saved = 0;
  for (const candidate of candidatesOf(prompt, section, count)) {
    if (saved >= wanted) break;
    if (!isFree(candidate, taken)) continue;
    const tokens = count(candidate.text) - count(candidate.by);
    if (tokens <= 0) continue;
    for (const { part, start, end } of candidate.places) taken.set(part, [...(taken.get(part) ?? []), { start, end }]);
    steps.push({ rule: candidate.rule, text: excerpt(candidate.text), tokens });
    edits.push(...candidate.edits);
    saved += tokens;
  }
  return { steps, edits, isReached: saved >= wanted && wanted > 0 };
}

function isFree(
  candidate: Candidate,
  taken: ReadonlyMap<PromptPart, readonly { readonly start: number; readonly end: number }[]>,
): boolean {
  return candidate.places.every(({ part, start, end }) => !(taken.get(part) ?? []).some((each) => start < each.end && each.start < end));
}
