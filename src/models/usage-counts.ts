import type { Usage } from "../core/answer.ts";

/**
 * Token counts as a provider reports them, once or again and again while it streams. A count is believed as far as it can be true: one
 * that is negative, broken, or smaller than it was before is unknown.
 */
export class UsageCounts {
  readonly #counts = new Map<string, number>();
  readonly #broken = new Set<string>();

  /** Takes a report: numbers by name, also in objects within it ("input_tokens_details.cached_tokens"). What is null was not counted. */
  see(report: unknown, prefix = ""): void {
    if (typeof report !== "object" || report === null) return;
    for (const [name, value] of Object.entries(report)) {
      const key = `${prefix}${name}`;
      if (typeof value === "object" && !Array.isArray(value)) this.see(value, `${key}.`);
      if (typeof value !== "number") continue;
      if (!Number.isSafeInteger(value) || value < (this.#counts.get(key) ?? 0)) this.#broken.add(key);
      this.#counts.set(key, value);
    }
  }

  get(name: string): number | undefined {
    return this.#broken.has(name) ? undefined : this.#counts.get(name);
  }

  /** A count and what is counted beside it, where it is counted at all; unknown when one of them is not believed. */
  sum(name: string, ...beside: readonly string[]): number | undefined {
    const first = this.get(name);
    if (first === undefined || beside.some((other) => this.#broken.has(other))) return undefined;
    return beside.reduce((sum, other) => sum + (this.get(other) ?? 0), first);
  }
}

/** Leaves out what is absent, and what is zero where something was there to be counted. */
export function providerUsage(counts: { readonly [Count in keyof Omit<Usage, "source">]: number | undefined }, hasOutput: boolean): Usage {
  const { inputTokens, outputTokens, reasoningTokens, ...ofInput } = counts;
  const read = inputTokens !== undefined && inputTokens > 0;
  const written = outputTokens !== undefined && (outputTokens > 0 || !hasOutput);
  const known = { ...(read ? { inputTokens, ...ofInput } : {}), ...(written ? { outputTokens, reasoningTokens } : {}) };
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, count]) => count !== undefined)),
    source: read || written ? "provider" : "none",
  };
}
