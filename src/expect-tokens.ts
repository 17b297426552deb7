import { AssertionError } from "node:assert";
import { resolve } from "node:path";
import type { Json } from "./core/calls.ts";
import { FirstfitError } from "./core/errors.ts";
import type { PromptSection } from "./core/prompt.ts";
import { promptOf } from "./flows/budget/prompt-parts.ts";
import { tokenCounter } from "./models/token-counter.ts";

export interface ExpectTokensOptions {
  /** The model that the tokens are counted for. A budget without one would hold for none. */
  readonly model: string;
  /** Its tokenizer.json, where its family's own is not known. */
  readonly tokenizerFile?: string;
  /** Count this section of the prompt alone. */
  readonly section?: PromptSection;
}

/** A count that can be held against a limit. */
export interface TokenExpectation {
  readonly tokens: number;
  readonly source: "tokenizer" | "estimate";
  /** Throws an AssertionError that names the sections when there are `limit` tokens or more. */
  toBeUnder(limit: number): void;
}

/**
 * Holds a prompt to a budget of tokens in any test runner: `expectTokens(prompt, { model: "openai/gpt-4o" }).toBeUnder(2_000)`. The prompt is a text, or a request
 * in the form of Anthropic's or OpenAI's messages. Counts here and now: by the family's own vocabulary where js-tiktoken is
 * installed or a tokenizer.json is named, else by estimate, which the message says. Never calls a provider.
 */
export function expectTokens(prompt: string | Readonly<Record<string, unknown>>, options: ExpectTokensOptions): TokenExpectation {
  const { model, section, tokenizerFile } = options;
  const counter = tokenCounter(model, tokenizerFile === undefined ? {} : { tokenizerFile: resolve(tokenizerFile) });
  const value = typeof prompt === "string" ? prompt : (JSON.parse(JSON.stringify(prompt)) as Json); // as it would be sent
  const sections = new Map<PromptSection, number>();
  for (const part of promptOf(value).parts)
    if (section === undefined || part.section === section)
      sections.set(part.section, (sections.get(part.section) ?? 0) + counter.count(part.text));
  const tokens = [...sections.values()].reduce((sum, each) => sum + each, 0);
  return {
    tokens,
    source: counter.source,
    toBeUnder(limit) {
      if (!Number.isFinite(limit) || limit <= 0)
        throw new FirstfitError("BAD_INPUT", `${limit} is no limit of tokens.`, "Give a number above 0, for example toBeUnder(2_000).");
      if (tokens < limit) return;
      const largest = [...sections].toSorted(([, a], [, b]) => b - a).map(([name, own]) => `  ${name}: ${own.toLocaleString("en-US")}`);
      throw new AssertionError({
        message: [
          `The prompt has ${tokens.toLocaleString("en-US")} tokens for ${model}, and should be under ${limit.toLocaleString("en-US")} (${counter.source}: ${counter.by}).`,
          ...largest,
        ].join("\n"),
        actual: tokens,
        expected: limit,
        operator: "<",
        stackStartFn: this.toBeUnder,
      });
    },
  };
}
