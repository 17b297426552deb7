import type { Prompt } from "../../core/prompt.ts";

/** Words of a rule that an answer hangs on, in English, German, French and Spanish. */
const RULE =
  /\b(?:must|never|always|only|do not|don't|cannot|may not|exactly|required|critical|important|muss|müssen|darf|dürfen|niemals|nie|immer|nur|ausschließlich|doit|doivent|jamais|toujours|uniquement|seulement|debe|deben|nunca|siempre|solo|únicamente)\b/i;

export function isLoadBearing(text: string): boolean {
  return RULE.test(text);
}

/** An order to the model at the beginning of a sentence or a list item. */
const ORDER =
  /(?:^|[.!?:]\s+|[\n\r]\s*(?:[-*•]|\d+[.)])?\s*)(?:answer|avoid|begin|call|cite|check|do|end|explain|follow|format|give|ignore|include|keep|list|make|mention|name|no|omit|output|prefer|provide|put|quote|refuse|reply|respond|return|say|skip|start|stop|summari[sz]e|translate|treat|use|write)\b/i;

export function isInstruction(text: string): boolean {
  return isLoadBearing(text) || ORDER.test(text.trimStart());
}

/** Below it no loss has been shown: Liu et al. 2023 begin at about 2,000 tokens ("Lost in the Middle", https://arxiv.org/abs/2307.03172). */
const LONG_PROMPT_TOKENS = 2_000;
const MIDDLE = { from: 0.25, to: 0.75 } as const;
const NAMED_MAX = 3;

interface Sentence {
  readonly text: string;
  /** Where in the prompt it stands: 0 its beginning, 1 its end. */
  readonly at: number;
}

/**
 * Rules that stand in the middle half of a long prompt and at neither end: what stands there is used least (Liu et al. 2023).
 * `tokens` are those of the parts, in their order.
 */
export function buriedRules(prompt: Prompt, tokens: readonly number[]): readonly string[] {
  const total = tokens.reduce((sum, each) => sum + each, 0);
  if (total < LONG_PROMPT_TOKENS) return [];
  const rules: Sentence[] = [];
  let before = 0;
  for (const [i, part] of prompt.parts.entries()) {
    const own = tokens[i] ?? 0;
    // only instructions: a "must" in a document is its author's, not this prompt's
    if (part.section === "system")
      for (const match of part.text.matchAll(/[^.!?\n]+(?:[.!?]+|\n|$)/g))
        if (isLoadBearing(match[0]))
          rules.push({ text: match[0].trim(), at: (before + own * (match.index / Math.max(1, part.text.length))) / total });
    before += own;
  }
  const isMiddle = ({ at }: Sentence): boolean => at >= MIDDLE.from && at <= MIDDLE.to;
  const ends = rules.filter((rule) => !isMiddle(rule)).map(({ text }) => shingles(text));
  return rules
    .filter((rule) => isMiddle(rule) && !ends.some((end) => overlap(shingles(rule.text), end) >= REPEATED))
    .slice(0, NAMED_MAX)
    .map(
      ({ text, at }) =>
        `A rule stands in the middle of a long prompt, ${Math.round(at * 100)}% of the way in, and is read least there. Say it at the beginning or the end too: "${excerpt(text)}"`,
    );
}

/** Of a rule's runs of two words, those that must come again for it to count as repeated. */
const REPEATED = 0.5;

export function excerpt(text: string, lengthMax = 80): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= lengthMax ? line : `${line.slice(0, lengthMax).toWellFormed().trimEnd()} …`;
}

/** Runs of two words, which tell whether two sentences say the same. */
export function shingles(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.length < 2 ? words : words.slice(1).map((word, i) => `${words[i]} ${word}`));
}

/** Share of `part` that is also in `whole`. */
export function overlap(part: ReadonlySet<string>, whole: ReadonlySet<string>): number {
  if (part.size === 0) return 0;
  let shared = 0;
  for (const each of part) if (whole.has(each)) shared++;
  return shared / part.size;
}
