import type { Usage } from "../../core/answer.ts";
import type { CallOperation, Cost } from "../../core/calls.ts";
import type { PriceRow, TokenPrices } from "../../core/prices.ts";
import { dayOf, findPrice } from "./find-price.ts";

/** Providers whose models run on hardware that is there anyway: what they cost is known, and nothing. */
export const FREE_PROVIDERS: ReadonlySet<string> = new Set([
  "builtin",
  "scripted",
  "ollama",
  "llamacpp",
  "lmstudio",
  "vllm",
  "gguf",
  "onnx",
]);

export interface PricedCall {
  readonly operation: CallOperation;
  readonly provider: string;
  readonly model: string;
}

const unknown = (reason: string): Cost => ({ kind: "unknown", reason });
const FREE: Cost = { kind: "known", usd: 0 };

/**
 * What one request costs. To be asked request by request: a prompt above a model's long-prompt limit makes the whole request dearer, which
 * no total of tokens shows. Unknown with its reason when there is no price, when a count that has a price did not come, and when a count
 * cannot be (negative, or more cached than there was).
 */
export function costOf(rows: readonly PriceRow[], call: PricedCall, usage: Usage, dateMs: number): Cost {
  // Counting tokens costs nothing anywhere: it is limited, not billed.
  if (call.operation === "count" || FREE_PROVIDERS.has(call.provider)) return FREE;
  if (call.operation === "run") return unknown("what a server, a command or a function costs is not known to firstfit");
  const day = dayOf(dateMs);
  const row = findPrice(rows, call, day);
  if (row === undefined) return unknown(`no price of ${call.provider}/${call.model} is known for ${day}`);
  if (usage.source !== "provider") return unknown(`${call.provider}/${call.model} did not say what it used`);
  if (row.usdPerThousandSearches !== undefined) {
    const { searchUnits } = usage;
    if (searchUnits === undefined || !isCount(searchUnits))
      return unknown(`${call.provider}/${call.model} did not say how many searches it bills`);
    return { kind: "known", usd: (searchUnits * row.usdPerThousandSearches) / 1_000 };
  }
  return tokenCost(row, usage, call);
}

function tokenCost(row: PriceRow, usage: Usage, { provider, model, operation }: PricedCall): Cost {
  const name = `${provider}/${model}`;
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === undefined) return unknown(`${name} did not say how many tokens it read`);
  const prices = pricesFor(row, inputTokens);
  if (prices === undefined) return unknown(`the price of ${name} for a token is not known`);
  if (outputTokens === undefined && operation === "complete") return unknown(`${name} did not say how many tokens it wrote`);
  const read = usage.cachedInputTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const writtenHour = usage.cacheWriteHourTokens ?? 0;
  const plain = inputTokens - read - written;
  const counts = [inputTokens, outputTokens ?? 0, read, written, writtenHour, plain, written - writtenHour];
  if (!counts.every(isCount)) return unknown(`${name} gave token counts that cannot be`);
  const parts: readonly (readonly [tokens: number, price: number | undefined, what: string])[] = [
    [plain, prices.input, "input"],
    [read, prices.cacheRead, "input from its prompt cache"],
    [written - writtenHour, prices.cacheWrite, "input written to its prompt cache"],
    [writtenHour, prices.cacheWriteHour, "input written to its prompt cache for an hour"],
    [outputTokens ?? 0, prices.output, "output"],
  ];
  let usd = 0;
  for (const [tokens, price, what] of parts) {
    if (tokens === 0) continue;
    if (price === undefined) return unknown(`the price of ${name} for ${what} is not known`);
    usd += (tokens * price) / 1_000_000;
  }
  return { kind: "known", usd };
}

/** Of a request with so many tokens of input, cached ones included. */
export function pricesFor({ usdPerMillion, longPrompt }: PriceRow, inputTokens: number): TokenPrices | undefined {
  return longPrompt !== undefined && inputTokens > longPrompt.aboveTokens ? longPrompt.usdPerMillion : usdPerMillion;
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

export interface ExpectedTokens {
  readonly inputTokens: number;
  readonly outputTokensMax: number;
}

/**
 * What a call can cost: `low` with no output, `high` with all of it and the whole prompt at the dearest price that it may be read at. A
 * call that the provider may cut into several searches is expected to be one.
 */
export function costBounds(
  rows: readonly PriceRow[],
  call: PricedCall,
  expected: ExpectedTokens,
  dateMs: number,
): { readonly low: Cost; readonly high: Cost } {
  const { inputTokens, outputTokensMax } = expected;
  const usage = (outputTokens: number): Usage => ({ inputTokens, outputTokens, searchUnits: 1, source: "provider" });
  const low = costOf(rows, call, usage(0), dateMs);
  const plain = costOf(rows, call, usage(outputTokensMax), dateMs);
  const row = findPrice(rows, call, dayOf(dateMs));
  if (plain.kind === "unknown" || row === undefined || call.operation === "count" || FREE_PROVIDERS.has(call.provider))
    return { low, high: plain };
  const prices = pricesFor(row, inputTokens);
  if (prices === undefined) return { low, high: plain };
  const dearest = Math.max(prices.input, prices.cacheWrite ?? 0, prices.cacheWriteHour ?? 0);
  return { low, high: { kind: "known", usd: plain.usd + (inputTokens * (dearest - prices.input)) / 1_000_000 } };
}
