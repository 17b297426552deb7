import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { FirstfitError } from "../core/errors.ts";
import type { TokenCounter } from "../core/tokens.ts";
import { estimateFamilyTokens, tokenFamily } from "../text/token-families.ts";
import { openaiTokenizer } from "./openai-tokenizer.ts";

const require = createRequire(import.meta.url);

/** Of @huggingface/tokenizers, whose own types a compiler that asks for file extensions cannot read. */
interface HuggingFaceTokenizer {
  encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: readonly number[] };
}
interface HuggingFaceTokenizers {
  readonly Tokenizer: new (tokenizer: unknown, settings: object) => HuggingFaceTokenizer;
}

export interface TokenCounterOptions {
  /** A tokenizer.json of the model, as Hugging Face writes them. */
  readonly tokenizerFile?: string;
}

/**
 * Who counts the tokens of this model without a network: its tokenizer.json when one is named, the published vocabulary of its family when js-tiktoken
 * is installed, else our estimate for the family. Throws BAD_INPUT for a tokenizer.json that cannot be used.
 */
export function tokenCounter(model: string, { tokenizerFile }: TokenCounterOptions = {}): TokenCounter {
  if (tokenizerFile !== undefined) return fileCounter(model, tokenizerFile);
  const family = tokenFamily(model);
  const count = family.vocabulary === undefined ? undefined : openaiTokenizer(family.vocabulary);
  if (family.vocabulary !== undefined && count !== undefined) return { model, source: "tokenizer", by: family.vocabulary, count };
  const better = family.vocabulary === undefined ? family.better : "Install the family's own vocabulary: npm i js-tiktoken";
  return {
    model,
    source: "estimate",
    by: `characters, for ${family.name}`,
    ...(better === undefined ? {} : { better }),
    count: (text) => estimateFamilyTokens(text, family),
  };
}

function fileCounter(model: string, file: string): TokenCounter {
  const tokenizer = readTokenizer(file);
  return {
    model,
    source: "tokenizer",
    by: file,
    count: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids.length,
  };
}

function readTokenizer(file: string): HuggingFaceTokenizer {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
    const { Tokenizer } = require("@huggingface/tokenizers") as HuggingFaceTokenizers; // see above
    return new Tokenizer(parsed, {}); // it throws for what is none
  } catch (cause) {
    throw new FirstfitError(
      "BAD_INPUT",
      `${file} cannot be used as a tokenizer (${cause instanceof Error ? cause.message : String(cause)}).`,
      "Name the tokenizer.json from the model's page at Hugging Face, under `tokenizers` in firstfit.config.ts.",
      { cause },
    );
  }
}
