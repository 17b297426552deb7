import type { Usage } from "./answer.ts";

export const NO_USAGE: Usage = { source: "none" };

/** Tokens of several calls. A count that one of them does not know is not known of the sum either; an estimate makes the sum one. */
export function usageSum(...usages: readonly Usage[]): Usage {
  const [first = NO_USAGE, ...others] = usages.filter(({ source }) => source !== "none");
  return others.reduce(added, first);
}

const COUNTS = [
  "inputTokens",
  "outputTokens",
  "cachedInputTokens",
  "cacheWriteTokens",
  "cacheWriteHourTokens",
  "reasoningTokens",
  "searchUnits",
] as const;

function added(a: Usage, b: Usage): Usage {
  const counts = COUNTS.flatMap((count) => {
    const [left, right] = [a[count], b[count]];
    return left === undefined || right === undefined ? [] : [[count, left + right] as const];
  });
  return { ...Object.fromEntries(counts), source: a.source === "provider" && b.source === "provider" ? "provider" : "estimate" };
}
