import { tokenWeight } from "./tokens.ts";

/** How a family of models cuts text into tokens, as far as it is known. */
export interface TokenFamily {
  readonly name: string;
  /** The published vocabulary. Absent where there is none. */
  readonly vocabulary?: "o200k_base" | "cl100k_base";
  /**
   * Our estimate is fitted to o200k_base; it is multiplied by these for other families: `latin` for Latin letters and for ASCII, `other` for all
   * other scripts.
   */
  readonly factors: { readonly latin: number; readonly other: number };
  /** The family has a tokenizer that can be asked for: what to do for its count. */
  readonly better?: string;
}

const PLAIN = { latin: 1, other: 1 } as const;

const O200K: TokenFamily = { name: "OpenAI from GPT-4o on", vocabulary: "o200k_base", factors: PLAIN };
const CL100K: TokenFamily = {
  name: "OpenAI from GPT-3.5 to GPT-4 Turbo",
  vocabulary: "cl100k_base",
  // Of XQuAD's paragraphs: German 1.24, Chinese 1.48 and Arabic 2.16 times as many tokens as our estimate, English 0.98.
  factors: { latin: 1.05, other: 1.75 },
};
const OPENAI_LATER: TokenFamily = { name: "OpenAI after GPT-5, whose vocabulary is not published", factors: PLAIN };

const WITH_A_KEY = "With ANTHROPIC_API_KEY set and the model configured, its own count endpoint counts, free of charge.";
/**
 * Claude 3.5 Sonnet counted 16% more tokens than GPT-4o on English articles, 21% more on mathematics and 30% more on Python (VentureBeat,
 * May 2025, "Hidden costs in AI deployment", read in second hand). Nobody outside has the vocabulary.
 */
const CLAUDE: TokenFamily = { name: "Claude before 4.7", factors: { latin: 1.2, other: 1.2 }, better: WITH_A_KEY };
/**
 * "About 30% more" (Anthropic, overview of Haiku 5.5). The growth lies in text of Latin script: measured through the count endpoint, English and
 * German prose 1.45, Python 1.20, JSON 1.31, and Chinese, Japanese, Korean, Arabic, Hindi and Russian 1.00 times the tokens of 4.6
 * (https://sol.ava.dev/writings/2026-04-17-opus-4-7-tokenizer.html).
 */
const CLAUDE_FROM_4_7: TokenFamily = { name: "Claude from 4.7 on", factors: { latin: 1.2 * 1.3, other: 1.2 }, better: WITH_A_KEY };

const OTHER: TokenFamily = {
  name: "a family that is not known",
  factors: PLAIN,
  better: "Name its tokenizer.json in firstfit.config.ts, under `tokenizers`.",
};

/** Of a model's name, with or without its provider: "openai/gpt-5.4", "claude-haiku-4-5", "ollama/llama3.1:8b". */
export function tokenFamily(model: string): TokenFamily {
  const name = model.slice(model.lastIndexOf("/") + 1).toLowerCase();
  if (/^(?:gpt-4o|gpt-4\.1|gpt-4\.5|chatgpt-4o|gpt-5|gpt-oss|o[134](?:$|-))/.test(name)) return O200K;
  if (/^(?:gpt-4|gpt-3\.5|gpt-35|text-embedding-3|text-embedding-ada-002)/.test(name)) return CL100K;
  if (/^gpt-\d/.test(name)) return OPENAI_LATER;
  const claude = /^claude-(?:[a-z]+-)?(\d{1,2})(?:[.-](\d{1,2})(?!\d))?/.exec(name);
  if (claude !== null) return Number(claude[1]) + Number(claude[2] ?? 0) / 10 >= 4.7 ? CLAUDE_FROM_4_7 : CLAUDE;
  return OTHER;
}

/** Estimated tokens of a text for a family: `estimateTokens`, with the weight of each character multiplied by its script's factor. */
export function estimateFamilyTokens(text: string, { factors }: TokenFamily): number {
  let latin = 0;
  let other = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < LATIN_END) latin += tokenWeight(unit);
    else other += tokenWeight(unit);
  }
  return Math.ceil(latin * factors.latin + other * factors.other);
}

/** After the Latin letters of Unicode's first blocks, up to Latin Extended-B. */
const LATIN_END = 0x250;
