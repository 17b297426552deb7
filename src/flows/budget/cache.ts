import type { CacheablePrefix } from "../../core/budget.ts";
import type { Prompt, PromptPart } from "../../core/prompt.ts";
import { lessCost, plusCost, timesCost, unknownCost, type ModelPrice } from "./costs.ts";

/** How long a prefix is kept after it was last read: five minutes at Anthropic without a surcharge, and about as long at OpenAI. */
const LIFETIME_SECONDS = 300;
const MONTH_SECONDS = 30 * 86_400;

/** What differs from call to call although it stands among the instructions. */
const CLOCK = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b(?:today(?:'s date)? is|today:|current (?:date|time)|date and time)\b/i;

/**
 * The stretch that a provider can keep between calls: all that stands before the first thing that changes, in the order tools, system,
 * messages. Marks in the request end it where they say. `tokens` are those of the parts; `reason` says why there is no price.
 */
export function cacheablePrefix(
  prompt: Prompt,
  tokens: readonly number[],
  options: { readonly price?: ModelPrice; readonly reason: string; readonly callsMonth?: number },
): CacheablePrefix {
  const { end, until } = prefixEnd(prompt.parts);
  const prefix = tokens.slice(0, end).reduce((sum, each) => sum + each, 0);
  const inputTokens = tokens.reduce((sum, each) => sum + each, 0);
  const costOf = (call: { readonly cachedInputTokens?: number; readonly cacheWriteTokens?: number }) =>
    options.price?.cost({ inputTokens, outputTokens: 0, ...call }) ?? unknownCost(options.reason);
  const uncached = costOf({});
  const write = costOf({ cacheWriteTokens: prefix });
  const read = costOf({ cachedInputTokens: prefix });
  const tokensMin = options.price?.cacheTokensMin;
  const readsToPay = readsUntilItPays(uncached, write, read);
  const base = {
    tokens: prefix,
    until,
    uncached,
    write,
    read,
    ...(tokensMin === undefined ? {} : { tokensMin }),
    ...(readsToPay === undefined ? {} : { readsToPay }),
  };
  const calls = options.callsMonth;
  if (calls === undefined || prefix === 0 || prefix < (tokensMin ?? 0)) return base;
  const isKeptWarm = MONTH_SECONDS / calls <= LIFETIME_SECONDS;
  const cached = isKeptWarm ? plusCost(write, timesCost(read, calls - 1)) : timesCost(write, calls);
  return { ...base, month: { saved: lessCost(timesCost(uncached, calls), cached), isKeptWarm } };
}

function readsUntilItPays(
  uncached: CacheablePrefix["uncached"],
  write: CacheablePrefix["write"],
  read: CacheablePrefix["read"],
): number | undefined {
  if (uncached.kind !== "known" || write.kind !== "known" || read.kind !== "known" || uncached.usd <= read.usd) return undefined;
  return Math.max(1, Math.ceil((write.usd - uncached.usd) / (uncached.usd - read.usd)));
}

function prefixEnd(parts: readonly PromptPart[]): { readonly end: number; readonly until: string } {
  const marked = parts.findLastIndex(({ cacheMark }) => cacheMark === true);
  if (marked >= 0) return { end: marked + 1, until: "the last cache mark of the request" };
  for (const [i, part] of parts.entries()) {
    if (part.text.includes("{{")) return { end: i, until: `the placeholder ${/\{\{[^}]*\}\}/.exec(part.text)?.[0] ?? "{{"}` };
    if (part.text.includes(SIMILAR_EXAMPLES)) return { end: i, until: "the examples, which are chosen for each input" };
    if (part.section !== "system" && part.section !== "tools" && part.section !== "examples")
      return { end: i, until: `the ${part.section}` };
    if (CLOCK.test(part.text)) return { end: i, until: `a date in the ${part.section}; move it behind what stays the same` };
  }
  return { end: parts.length, until: "the end of the prompt" };
}

/** The tag around examples that change with the input. */
export const SIMILAR_EXAMPLES = "<similar-examples>";
