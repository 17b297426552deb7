import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Usage } from "../../core/answer.ts";
import type { PriceRow } from "../../core/prices.ts";
import { costBounds, costOf } from "./cost-of.ts";
import { findPrice } from "./find-price.ts";
import { PRICE_TABLE } from "./table.ts";

const { rows } = PRICE_TABLE;
const TODAY = "2026-11-28";
const now = Date.parse(`${TODAY}T12:00:00Z`);
const anthropic = (model: string) => ({ operation: "complete", provider: "anthropic", model }) as const;
const used = (usage: Omit<Usage, "source">): Usage => ({ ...usage, source: "provider" });
const usd = (model: string, usage: Omit<Usage, "source">, dateMs = now) => {
  const cost = costOf(rows, anthropic(model), used(usage), dateMs);
  return cost.kind === "known" ? cost.usd : cost.reason;
};

describe("the row of a model is", () => {
  it.for([
    ["claude-opus-5", "claude-opus-5"],
    ["claude-opus-5-5", "claude-opus-5-5"],
    ["claude-haiku-4-5-20251001", "claude-haiku-4-5"],
  ] as const)("that of %s: %s", ([model, row]) => {
    expect(findPrice(rows, { provider: "anthropic", model }, TODAY)?.model).toBe(row);
  });

  it("that of a dated name where it has one of its own, else that of the name", () => {
    expect(findPrice(rows, { provider: "openai", model: "gpt-4o-2024-05-13" }, TODAY)?.usdPerMillion?.input).toBe(5);
    expect(findPrice(rows, { provider: "openai", model: "gpt-4o-2024-08-06" }, TODAY)?.usdPerMillion?.input).toBe(2.5);
  });

  it.for(["claude-opus-5-6", "claude-opus", "claude-opus-5-5-fast", "claude-opus-5-latest"])(
    "none for %s, which only begins alike",
    (model) => {
      expect(findPrice(rows, { provider: "anthropic", model }, TODAY)).toBeUndefined();
    },
  );

  it("none at another provider, and none before it is known to hold", () => {
    expect(findPrice(rows, { provider: "openrouter", model: "claude-opus-5-5" }, TODAY)).toBeUndefined();
    expect(findPrice(rows, { provider: "anthropic", model: "claude-opus-5-5" }, "2026-09-21")).toBeUndefined();
  });

  it("the one of its day, where the price changed", () => {
    const read = (day: string) => findPrice(rows, { provider: "anthropic", model: "claude-sonnet-5-5" }, day)?.usdPerMillion?.cacheRead;
    expect([read("2026-10-06"), read("2026-10-07")]).toEqual([0.2, 0.1]);
  });
});

describe("a request costs", () => {
  it("input and output, each at its price", () => {
    expect(usd("claude-opus-5-5", { inputTokens: 1_000_000, outputTokens: 100_000 })).toBeCloseTo(6, 12);
  });

  it("what its model asks for reading the cache, which is no common share", () => {
    const share = (model: string) =>
      Number(usd(model, { inputTokens: 50_000, cachedInputTokens: 50_000, outputTokens: 0 })) /
      Number(usd(model, { inputTokens: 50_000, outputTokens: 0 }));
    expect(["claude-fable-5-1", "claude-opus-5-5", "claude-opus-5"].map((model) => Number(share(model).toFixed(6)))).toEqual([
      0.025, 0.05, 0.1,
    ]);
  });

  it("more for what is written for an hour than for five minutes", () => {
    const usage = { inputTokens: 1_000_000, outputTokens: 0, cacheWriteTokens: 1_000_000 };
    expect(usd("claude-opus-5-5", usage)).toBeCloseTo(5, 12);
    expect(usd("claude-opus-5-5", { ...usage, cacheWriteHourTokens: 600_000 })).toBeCloseTo(0.4 * 5 + 0.6 * 8, 12);
  });

  it("the long prompt's price as a whole, output and cached tokens too, from one token above the limit on", () => {
    const at = (inputTokens: number) => usd("claude-haiku-5-5", { inputTokens, outputTokens: 1_000, cachedInputTokens: 90_000 });
    expect(at(100_000)).toBeCloseTo((10_000 * 0.1 + 90_000 * 0.01 + 1_000 * 0.5) / 1e6, 12);
    expect(at(100_001)).toBeCloseTo((10_001 * 0.5 + 90_000 * 0.05 + 1_000 * 2.5) / 1e6, 12);
  });

  it("less in two short requests than in one long one with the same tokens", () => {
    const one = Number(usd("claude-haiku-5-5", { inputTokens: 120_000, outputTokens: 200 }));
    const half = Number(usd("claude-haiku-5-5", { inputTokens: 60_000, outputTokens: 100 }));
    expect(one / (2 * half)).toBeCloseTo(5, 9);
  });

  it("nothing at a provider that is one's own machine, and nothing for counting tokens", () => {
    expect(costOf(rows, { operation: "complete", provider: "ollama", model: "llama3.1:8b" }, { source: "none" }, now)).toEqual({
      kind: "known",
      usd: 0,
    });
    expect(costOf(rows, { operation: "count", provider: "anthropic", model: "claude-opus-5-5" }, { source: "none" }, now)).toEqual({
      kind: "known",
      usd: 0,
    });
  });

  it("by searches at a reranker that bills these", () => {
    const call = { operation: "rerank", provider: "cohere", model: "rerank-v3.5" } as const;
    expect(costOf(rows, call, used({ searchUnits: 3 }), now)).toEqual({ kind: "known", usd: 0.006 });
    expect(costOf(rows, call, used({}), now)).toMatchObject({ kind: "unknown" });
  });

  it("its input alone where there is no output", () => {
    expect(
      costOf(rows, { operation: "embed", provider: "openai", model: "text-embedding-3-small" }, used({ inputTokens: 500_000 }), now),
    ).toEqual({ kind: "known", usd: 0.01 });
  });
});

describe("what is not known stays unknown, with its reason:", () => {
  it.for([
    ["a model without a row", "claude-9", { inputTokens: 1, outputTokens: 1 }, "no price of anthropic/claude-9 is known for 2026-11-28"],
    ["no input count", "claude-opus-5-5", { outputTokens: 1 }, "did not say how many tokens it read"],
    ["no output count", "claude-opus-5-5", { inputTokens: 1 }, "did not say how many tokens it wrote"],
    ["a negative count", "claude-opus-5-5", { inputTokens: 1, outputTokens: -1 }, "token counts that cannot be"],
    [
      "more cached than there was",
      "claude-opus-5-5",
      { inputTokens: 1, cachedInputTokens: 2, outputTokens: 1 },
      "token counts that cannot be",
    ],
    ["no number", "claude-opus-5-5", { inputTokens: Number.NaN, outputTokens: 1 }, "token counts that cannot be"],
    [
      "a cache write without a price",
      "claude-sonnet-5-5",
      { inputTokens: 9, cacheWriteTokens: 9, outputTokens: 1 },
      "written to its prompt cache is not known",
    ],
  ] as const)("%s", ([, model, usage, reason]) => {
    expect(usd(model, usage)).toContain(reason);
  });

  it("a long prompt whose price nobody told", () => {
    const call = { operation: "complete", provider: "openai", model: "gpt-6-sol" } as const;
    expect(costOf(rows, call, used({ inputTokens: 272_001, outputTokens: 1 }), now)).toMatchObject({ kind: "unknown" });
  });

  it("counts that were estimated, not told", () => {
    expect(costOf(rows, anthropic("claude-opus-5-5"), { inputTokens: 1, outputTokens: 1, source: "estimate" }, now)).toMatchObject({
      kind: "unknown",
    });
  });
});

it("bounds what a call comes to, however its prompt is cached and however much is said", () => {
  const models = rows.filter(({ operation, usdPerMillion }) => operation === "complete" && usdPerMillion?.cacheWriteHour !== undefined);
  fc.assert(
    fc.property(
      fc.constantFrom(...models),
      fc.integer({ min: 0, max: 400_000 }),
      fc.integer({ min: 0, max: 20_000 }),
      fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 4, maxLength: 4 }),
      (row, inputTokens, outputTokensMax, [read = 0, write = 0, hour = 0, out = 0]) => {
        const call = anthropic(row.model);
        const { high } = costBounds(rows, call, { inputTokens, outputTokensMax }, now);
        const cachedInputTokens = Math.floor((inputTokens * read) / 1_000);
        const cacheWriteTokens = Math.floor(((inputTokens - cachedInputTokens) * write) / 1_000);
        const usage = {
          inputTokens,
          outputTokens: Math.floor((outputTokensMax * out) / 1_000),
          cachedInputTokens,
          cacheWriteTokens,
          cacheWriteHourTokens: Math.floor((cacheWriteTokens * hour) / 1_000),
        };
        const cost = costOf(rows, call, used(usage), now);
        if (cost.kind === "unknown" || high.kind === "unknown") throw new Error("a model with all prices has a known cost");
        expect(cost.usd).toBeLessThanOrEqual(high.usd + 1e-9);
      },
    ),
  );
});

describe("the table", () => {
  const key = ({ provider, model, from }: PriceRow): string => `${provider} ${model} ${from}`;

  it("has one row for a model and a day, each with a source and the day it was read", () => {
    expect(new Set(rows.map(key)).size).toBe(rows.length);
    for (const row of rows) {
      expect(row.source, key(row)).not.toBe("");
      expect(row.checked, key(row)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(row.checked <= PRICE_TABLE.reviewed, key(row)).toBe(true);
      expect(row.from <= row.checked, key(row)).toBe(true);
    }
  });

  it("asks less for reading a cache than for reading anew, and more for output than for input", () => {
    for (const row of rows) {
      for (const prices of [row.usdPerMillion, row.longPrompt?.usdPerMillion]) {
        if (prices === undefined) continue;
        expect(prices.cacheRead ?? 0, key(row)).toBeLessThan(prices.input);
        if (prices.output !== undefined) expect(prices.output, key(row)).toBeGreaterThan(prices.input);
      }
    }
  });
});
