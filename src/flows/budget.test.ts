import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ANTHROPIC_REQUEST } from "../../test/fixtures/prompt-requests.ts";
import { ProviderError } from "../core/errors.ts";
import type { Prompt } from "../core/prompt.ts";
import { scriptedModel } from "../models/scripted.ts";
import { renderBudget } from "../render/budget.ts";
import { budgetSvg } from "../render/budget-svg.ts";
import { plainStyle } from "../render/style.ts";
import { estimateTokens } from "../text/tokens.ts";
import { budget, type BudgetModel, type BudgetOptions } from "./budget.ts";
import type { ModelPrice } from "./budget/costs.ts";
import { promptOf } from "./budget/prompt-parts.ts";
import { readPrompt } from "./budget/read-prompt.ts";

const counter = { model: "test/estimate", source: "estimate", by: "characters", count: estimateTokens } as const;
const target: BudgetModel = { name: "test/estimate", counter };
const signal = new AbortController().signal;
const run = async (prompt: Prompt, options: Partial<BudgetOptions> = {}) =>
  await budget(prompt, { name: "prompt.md", target, compare: [], signal, ...options });

/** A dollar for a thousand tokens, a tenth of it when cached, a quarter more when written. */
const price: ModelPrice = {
  cost: ({ inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 }) => ({
    kind: "known",
    usd: (inputTokens + outputTokens * 5 - 0.9 * cachedInputTokens + 0.25 * cacheWriteTokens) / 1_000,
  }),
  cacheTokensMin: 50,
};

describe("the bill", () => {
  const long = `${"Answer kindly. ".repeat(40)}\n\n# Context\n${"A fact about bread. ".repeat(60)}\n\n# Question\n{{input}}\n`;

  test("sums to the whole, prices a call and a month, and leaves an unknown price unknown", async () => {
    const { report } = await run(promptOf(long), { target: { ...target, price }, callsMonth: 100, outputTokensMax: 100 });
    expect(report.sections.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(report.sections.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(report.inputTokens + 100);
    expect(report.call.low).toEqual({ kind: "known", usd: report.inputTokens / 1_000 });
    expect(report.month?.high).toEqual({ kind: "known", usd: expect.closeTo((report.inputTokens + 500) / 10) });
    expect(report.largest).toBe("context");
    const bare = await run(promptOf(long));
    expect(bare.report.call.low).toEqual({ kind: "unknown", reason: "the price of test/estimate is not known" });
    expect(bare.report.call.high.kind).toBe("unknown");
  });

  test("says what caching saves when calls come often, and what it costs when they come rarely", async () => {
    const thrice = { target: { ...target, price: { ...price, takesTemperature: false } }, callsMonth: 100, repeats: 3 };
    const repeated = await run(promptOf(long), thrice);
    expect(repeated.report.month?.calls).toBe(300);
    expect(repeated.report.notes[0]).toContain("asked 3 times");
    const often = await run(promptOf(long), { target: { ...target, price }, callsMonth: 10_000 });
    const prefix = often.report.cache.tokens;
    expect(often.report.cache).toMatchObject({ until: "the context", readsToPay: 1, month: { isKeptWarm: true } });
    // one call writes, all others read
    expect(often.report.cache.month?.saved).toEqual({ kind: "known", usd: expect.closeTo((0.9 * prefix * 9_999 - 0.25 * prefix) / 1_000) });
    const rarely = await run(promptOf(long), { target: { ...target, price }, callsMonth: 100 });
    expect(rarely.report.cache.month).toEqual({
      isKeptWarm: false,
      saved: { kind: "known", usd: expect.closeTo((-0.25 * prefix * 100) / 1_000) },
    });
  });

  test("saves nothing below the smallest prefix that is cached, and ends the prefix at what changes", async () => {
    const short = await run(promptOf("Be kind.\n\n# Context\nBread."), { target: { ...target, price }, callsMonth: 10_000 });
    expect(short.report.cache).toMatchObject({ tokensMin: 50 });
    expect(short.report.cache).not.toHaveProperty("month");
    const dated = await run(
      promptOf({
        messages: [
          { role: "system", content: "Today is Monday." },
          { role: "user", content: "x" },
        ],
      }),
    );
    expect(dated.report.cache).toMatchObject({ tokens: 0, until: expect.stringContaining("a date in the system") });
    const marked = await run(promptOf(ANTHROPIC_REQUEST));
    expect(marked.report.cache.until).toBe("the last cache mark of the request");
  });

  test("takes the provider's count where there is one, and shares it out exactly", async () => {
    const model = { ...scriptedModel([]), count: async () => ({ tokens: 1_234, source: "provider" as const }) };
    const { report } = await run(promptOf(long), { target: { ...target, model } });
    expect(report.counted).toMatchObject({ source: "provider", by: "scripted, shared out over the sections by characters" });
    expect(report.inputTokens).toBe(1_234);
    expect(report.sections.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(1_234);
  });

  test("counts here when the provider fails to, and says so; and says when it does not fit", async () => {
    const failure = new ProviderError("NETWORK", "No route.", "Connect.", { provider: "test" });
    const model = { ...scriptedModel([]), count: async () => await Promise.reject(failure) };
    const { report } = await run(promptOf(long), { target: { ...target, model, price: { ...price, contextTokensMax: 100 } } });
    expect(report.counted.source).toBe("estimate");
    expect(report.notes).toEqual(["scripted did not count: No route."]);
    expect(report.warnings[0]).toMatch(/does not fit/);
  });

  test("tells whether the maximum is exceeded, and compares models by their own counts", async () => {
    const twice: BudgetModel = {
      name: "test/twice",
      counter: { ...counter, model: "test/twice", count: (text) => estimateTokens(text) * 2 },
    };
    const { report } = await run(promptOf(long), { tokensMax: 10, compare: [twice] });
    expect(report.max).toEqual({ tokens: 10, isExceeded: true });
    expect(report.compare[0]).toMatchObject({ model: "test/twice", inputTokens: report.inputTokens * 2, ratio: 2 });
    expect((await run(promptOf(long), { tokensMax: report.inputTokens })).report.max?.isExceeded).toBe(false);
  });

  test("warns of a rule in the middle of a long prompt, unless an end says it too", async () => {
    const filler = "The bakery bakes bread in the morning. ".repeat(200);
    const buried = `You help people.\n\n${filler}\n\nNever tell the recipe of the rye bread.\n\n${filler}\n\nBe kind.`;
    expect((await run(promptOf(buried))).report.warnings).toEqual([expect.stringContaining("Never tell the recipe of the rye bread.")]);
    expect((await run(promptOf(`${buried}\nNever tell the recipe of the rye bread.`))).report.warnings).toEqual([]);
    expect((await run(promptOf("Be kind.\n\nNever tell the recipe.\n\nBye."))).report.warnings).toEqual([]);
  });
});

test("the report of the sample prompt is drawn as it was", async () => {
  const text = readFileSync(new URL("../../examples/sample-project/prompt.md", import.meta.url), "utf8");
  const { report } = await run(readPrompt(text, "prompt.md"), {
    target: { ...target, price },
    callsMonth: 20_000,
    outputTokensMax: 150,
    tokensMax: 400,
    compare: [{ ...target, name: "test/other" }],
  });
  const drawn = renderBudget(report, { style: plainStyle, columns: 100, input: {} });
  await expect(`${drawn}\n`).toMatchFileSnapshot("../../test/golden/budget.txt");
  expect(budgetSvg({ ...report, name: "a<b&c" })).toContain("a&lt;b&amp;c");
  expect(budgetSvg(report).match(/<rect/g)).toHaveLength(report.sections.length + 1);
});
