import { resolve } from "node:path";
import { FirstfitError } from "../core/errors.ts";
import type { Model } from "../core/model.ts";
import type { PriceRow } from "../core/prices.ts";
import type { BudgetModel } from "../flows/budget.ts";
import type { ModelPrice } from "../flows/budget/costs.ts";
import { costOf } from "../models/prices/cost-of.ts";
import { dayOf, findPrice } from "../models/prices/find-price.ts";
import { tokenCounter } from "../models/token-counter.ts";
import { chatModel } from "./names.ts";
import type { NameParts } from "./providers.ts";

export interface BudgetModelParts {
  readonly names: NameParts;
  readonly folder: string;
  readonly prices: () => Promise<readonly PriceRow[]>;
  readonly nowMs: () => number;
}

/**
 * The model that a prompt is budgeted for: the one named, else the configured one. It is counted by its provider where there is a key, and by
 * what runs here where there is none or no model is named.
 */
export async function budgetModel(name: string | undefined, parts: BudgetModelParts): Promise<BudgetModel> {
  const model = await modelWithKey(name === undefined ? undefined : withProvider(name), parts.names);
  const asked = name === undefined ? model?.id : withProvider(name);
  if (asked === undefined) return { counter: tokenCounter("") };
  const file = parts.names.config.tokenizers?.[asked];
  return {
    name: asked,
    counter: tokenCounter(asked, file === undefined ? {} : { tokenizerFile: resolve(parts.folder, file) }),
    ...(model === undefined ? {} : { model }),
    price: modelPrice(asked, await parts.prices(), parts.nowMs()),
  };
}

/**
 * A name that somebody typed has to be one: with its provider, or known without. Another provider's than ours is counted by an estimate.
 * Throws BAD_INPUT for any other.
 */
export function mustNameModel(name: string, { config }: Pick<NameParts, "config">): void {
  const asked = withProvider(name);
  const own = typeof config.model === "object" ? config.model.id : config.model;
  const slash = asked.indexOf("/");
  if ((slash > 0 && slash < asked.length - 1) || asked === own || Object.hasOwn(config.tokenizers ?? {}, asked)) return;
  throw new FirstfitError(
    "BAD_INPUT",
    `There is no model named ${JSON.stringify(name)}.`,
    "Write the provider before it: anthropic/claude-haiku-4-5, openai/gpt-4o, ollama/llama3.1:8b; models of any other provider are counted by an estimate.",
  );
}

/** Undefined where the name is no chat model's, and where its key is missing: then it is counted and priced all the same. */
async function modelWithKey(name: string | undefined, names: NameParts): Promise<Model | undefined> {
  const configured = names.config.model;
  const isConfigured = name === undefined || (typeof configured === "object" && configured.id === name);
  try {
    return await chatModel(isConfigured ? configured : name, "budget", names);
  } catch (error) {
    if (error instanceof FirstfitError && ["BAD_CONFIG", "MISSING_KEY", "MISSING_DEPENDENCY"].includes(error.code)) return undefined;
    throw error;
  }
}

function modelPrice(name: string, rows: readonly PriceRow[], nowMs: number): ModelPrice {
  const slash = name.indexOf("/");
  const [provider, model] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
  const row = findPrice(rows, { provider, model }, dayOf(nowMs));
  return {
    cost: (usage) => costOf(rows, { operation: "complete", provider, model }, { ...usage, source: "provider" }, nowMs),
    ...(row?.cacheablePrefixMin === undefined ? {} : { cacheTokensMin: row.cacheablePrefixMin }),
    ...(row?.takesTemperature === undefined ? {} : { takesTemperature: row.takesTemperature }),
    ...(row?.contextTokensMax === undefined ? {} : { contextTokensMax: row.contextTokensMax }),
  };
}

/** A request names its model without its provider. */
function withProvider(name: string): string {
  if (name.includes("/")) return name;
  if (name.startsWith("claude-")) return `anthropic/${name}`;
  return /^(?:gpt-|chatgpt-|o\d)/.test(name) ? `openai/${name}` : name;
}
