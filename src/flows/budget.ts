import type { BudgetComparison, BudgetReport, BudgetSection, ProposedCut } from "../core/budget.ts";
import { FirstfitError, isModelFailure } from "../core/errors.ts";
import type { Model } from "../core/model.ts";
import type { Prompt, PromptSection } from "../core/prompt.ts";
import type { TokenCounter } from "../core/tokens.ts";
import { cacheablePrefix } from "./budget/cache.ts";
import { checkCut, type CutCases } from "./budget/check-cut.ts";
import { timesCost, unknownCost, type ModelPrice } from "./budget/costs.ts";
import { planCut } from "./budget/cut.ts";
import { withEdits } from "./budget/json.ts";
import { buriedRules } from "./budget/load-bearing.ts";
import { promptOf } from "./budget/prompt-parts.ts";
import { requestOf } from "./budget/request.ts";

/** One model to count for. */
export interface BudgetModel {
  /** Absent when no model is named: then the count is our plain estimate. */
  readonly name?: string;
  readonly counter: TokenCounter;
  readonly price?: ModelPrice;
  /** Where there is a key: it counts by its provider's endpoint, and runs the cut. */
  readonly model?: Model;
}

export interface BudgetOptions {
  readonly name: string;
  readonly target: BudgetModel;
  readonly compare: readonly BudgetModel[];
  /** Inputs a month; each is one call unless `repeats` says more. */
  readonly callsMonth?: number;
  /** How often an input is asked where the model takes no temperature. Default: 1 */
  readonly repeats?: number;
  readonly outputTokensMax?: number;
  readonly tokensMax?: number;
  /** What the cut is tried on; without them it is only proposed. */
  readonly cases?: CutCases;
  readonly signal: AbortSignal;
}

/** What a prompt costs, where its tokens are, and what could go. `cutPrompt` is the prompt after the proposed cut. */
export interface Budgeted {
  readonly report: BudgetReport;
  readonly cutPrompt: Prompt;
}

/**
 * Counts a prompt by section, prices a call and a month of calls, finds the prefix that can be cached, proposes 30% less of the largest section,
 * and with cases tries the cut. Makes no call but the free one that counts, unless cases are given. Throws BAD_INPUT for an empty prompt.
 */
export async function budget(prompt: Prompt, options: BudgetOptions): Promise<Budgeted> {
  const { target } = options;
  const counts = await countParts(prompt, target);
  const inputTokens = sum(counts.tokens);
  if (inputTokens === 0) throw new FirstfitError("BAD_INPUT", `${options.name} holds no text.`, "Name a prompt with something in it.");
  const outputTokensMax = options.outputTokensMax ?? prompt.outputTokensMax;
  const sections = sectionsOf(prompt, counts.tokens, outputTokensMax);
  const largest = largestOf(sections);
  const reason = target.name === undefined ? "no model is named" : `the price of ${target.name} is not known`;
  const costOf = (outputTokens: number) => target.price?.cost({ inputTokens, outputTokens }) ?? unknownCost(reason);
  const call = {
    low: costOf(0),
    high: outputTokensMax === undefined ? unknownCost("the output has no limit; give one with --output") : costOf(outputTokensMax),
  };
  const callsEach = target.price?.takesTemperature === false ? (options.repeats ?? 1) : 1;
  const callsMonth = options.callsMonth === undefined ? undefined : options.callsMonth * callsEach;
  const { cut, cutPrompt } = await cutOf(prompt, largest, options);
  const report: BudgetReport = {
    name: options.name,
    form: prompt.form,
    ...(target.name === undefined ? {} : { model: target.name }),
    counted: counts.counted,
    sections,
    inputTokens,
    ...(outputTokensMax === undefined ? {} : { outputTokensMax }),
    largest,
    call,
    ...(callsMonth === undefined
      ? {}
      : { month: { calls: callsMonth, low: timesCost(call.low, callsMonth), high: timesCost(call.high, callsMonth) } }),
    cache: cacheablePrefix(prompt, counts.tokens, {
      reason,
      ...(target.price === undefined ? {} : { price: target.price }),
      ...(callsMonth === undefined ? {} : { callsMonth }),
    }),
    cut,
    warnings: [
      ...windowWarning(inputTokens + (outputTokensMax ?? 0), target.price?.contextTokensMax),
      ...buriedRules(prompt, counts.tokens),
    ],
    notes: [...repeatsNote(callsEach), ...counts.notes, ...prompt.notes],
    ...(options.tokensMax === undefined ? {} : { max: { tokens: options.tokensMax, isExceeded: inputTokens > options.tokensMax } }),
    compare: await Promise.all(options.compare.map((other) => comparison(prompt, other, inputTokens))),
  };
  return { report, cutPrompt };
}

function repeatsNote(callsEach: number): readonly string[] {
  return callsEach === 1
    ? []
    : [`The model takes no temperature, so that each input is asked ${callsEach} times; a month has that many calls for each.`];
}

interface Counted {
  /** Of each part. */
  readonly tokens: readonly number[];
  readonly counted: BudgetReport["counted"];
  readonly notes: readonly string[];
}

/** By the provider, where it counts: its one number, shared out over the parts as our own counter sees them. */
async function countParts(prompt: Prompt, { counter, model }: BudgetModel): Promise<Counted> {
  const own = prompt.parts.map(({ text }) => counter.count(text));
  const { source, by, better } = counter;
  const counted = { source, by, ...(better === undefined ? {} : { better }) };
  if (model === undefined || sum(own) === 0) return { tokens: own, counted, notes: [] };
  try {
    const { tokens, source: providers } = await model.count(requestOf(prompt));
    if (providers === "estimate") return { tokens: own, counted, notes: [] };
    const shared = { source: providers, by: `${model.id}, shared out over the sections by ${by}` };
    return { tokens: inProportion(own, tokens), counted: shared, notes: [] };
  } catch (error) {
    // a count is not worth a failed run: there is another one, and it says what it is
    if (!isModelFailure(error)) throw error;
    return { tokens: own, counted, notes: [`${model.id} did not count: ${error.message}`] };
  }
}

function windowWarning(tokens: number, contextTokensMax: number | undefined): readonly string[] {
  if (contextTokensMax === undefined || tokens <= contextTokensMax) return [];
  const [all, room] = [tokens.toLocaleString("en-US"), contextTokensMax.toLocaleString("en-US")];
  return [`It does not fit: ${all} tokens with the output, and the model has room for ${room}.`];
}

/** Whole numbers in the proportion of `weights` that sum to `total`: the largest remainders are rounded up (Hamilton's method). */
function inProportion(weights: readonly number[], total: number): readonly number[] {
  const all = sum(weights);
  const exact = weights.map((weight) => (weight * total) / all);
  const whole = exact.map(Math.floor);
  const order = exact.map((_, i) => i).sort((a, b) => ((exact[b] ?? 0) % 1) - ((exact[a] ?? 0) % 1) || a - b);
  for (const i of order.slice(0, total - sum(whole))) whole[i] = (whole[i] ?? 0) + 1;
  return whole;
}

function sectionsOf(prompt: Prompt, tokens: readonly number[], outputTokensMax: number | undefined): readonly BudgetSection[] {
  const sections = new Map<BudgetSection["section"], number>();
  for (const [i, { section }] of prompt.parts.entries()) sections.set(section, (sections.get(section) ?? 0) + (tokens[i] ?? 0));
  if (outputTokensMax !== undefined) sections.set("output", outputTokensMax);
  const total = sum([...sections.values()]);
  return [...sections].filter(([, own]) => own > 0).map(([section, own]) => ({ section, tokens: own, share: own / total }));
}

/** Of the input; the output is a limit, and nothing can be cut out of it. */
function largestOf(sections: readonly BudgetSection[]): PromptSection {
  let largest: { readonly section: PromptSection; readonly tokens: number } = { section: "input", tokens: 0 };
  for (const { section, tokens } of sections) if (section !== "output" && tokens > largest.tokens) largest = { section, tokens };
  return largest.section;
}

async function cutOf(
  prompt: Prompt,
  section: PromptSection,
  options: BudgetOptions,
): Promise<{ readonly cut: ProposedCut; readonly cutPrompt: Prompt }> {
  const { counter, model } = options.target;
  const planned = planCut(prompt, section, (text) => counter.count(text));
  const cutPrompt = planned.edits.length === 0 ? prompt : promptOf(withEdits(prompt.value, planned.edits));
  const tokensOf = ({ parts }: Prompt): number =>
    sum(parts.filter((part) => part.section === section).map(({ text }) => counter.count(text)));
  const tokensBefore = tokensOf(prompt);
  const tokensAfter = tokensOf(cutPrompt);
  const base = {
    section,
    steps: planned.steps,
    tokensBefore,
    tokensAfter,
    share: 1 - tokensAfter / tokensBefore,
    isReached: planned.isReached,
  };
  const untried = (reason: string): ProposedCut => ({ ...base, verdict: "not run", reason, checks: [] });
  if (planned.steps.length === 0) return { cut: untried("No rule found anything to leave out."), cutPrompt };
  if (options.cases === undefined) return { cut: untried("Give three inputs with --cases before you call it safe."), cutPrompt };
  if (model === undefined) return { cut: untried("No chat model is configured to try it with."), cutPrompt };
  const checked = await checkCut(options.cases, {
    before: prompt,
    after: cutPrompt,
    model,
    signal: options.signal,
  });
  return { cut: { ...base, ...checked }, cutPrompt };
}

async function comparison(prompt: Prompt, other: BudgetModel, inputTokens: number): Promise<BudgetComparison> {
  const { tokens, counted } = await countParts(prompt, other);
  const total = sum(tokens);
  return {
    model: other.name ?? "",
    source: counted.source,
    by: counted.by,
    inputTokens: total,
    ratio: total / inputTokens,
    inputCost: other.price?.cost({ inputTokens: total, outputTokens: 0 }) ?? unknownCost(`the price of ${other.name ?? "it"} is not known`),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
