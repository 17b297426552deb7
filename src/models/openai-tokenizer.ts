import { createRequire } from "node:module";
import type { TiktokenBPE } from "js-tiktoken/lite";
import { bytePairCount, type BytePairRanks } from "./byte-pairs.ts";

export type OpenaiEncoding = "o200k_base" | "cl100k_base";

/** Counts tokens as OpenAI's published vocabularies do. Special tokens in a text are counted as the characters that they are. */
export type CountTokens = (text: string) => number;

/** Pieces whose count is remembered: the words of a text come again and again. */
const REMEMBERED_MAX = 50_000;
/** A longer piece is a blob that will not come again. */
const REMEMBERED_LENGTH_MAX = 64;

const loaded = new Map<OpenaiEncoding, CountTokens | undefined>();

/**
 * The tokenizer with this vocabulary, from the package js-tiktoken, of which only the one rank file is read (2.3 or 1.1 MB; its own
 * merge takes quadratic time). Undefined when the package is not installed: it is an optional peer, because all of it is 22 MB.
 * Loads without waiting, so that a test helper need not either.
 */
export function openaiTokenizer(encoding: OpenaiEncoding): CountTokens | undefined {
  if (!loaded.has(encoding)) loaded.set(encoding, load(encoding));
  return loaded.get(encoding);
}

function load(encoding: OpenaiEncoding): CountTokens | undefined {
  const require = createRequire(import.meta.url);
  let file: TiktokenBPE;
  try {
    const found: unknown = encoding === "o200k_base" ? require("js-tiktoken/ranks/o200k_base") : require("js-tiktoken/ranks/cl100k_base");
    file = ("default" in (found as object) ? (found as { default: unknown }).default : found) as TiktokenBPE; // as its types declare
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
  return tokenCount(ranksOf(file.bpe_ranks), file.pat_str);
}

/** The file's lines are "! OFFSET TOKEN TOKEN …": base64 of the bytes, ranked from the offset on. */
function ranksOf(lines: string): BytePairRanks {
  const ranks = new Map<string, number>();
  let bytesMax = 0;
  for (const line of lines.split("\n")) {
    if (line === "") continue;
    const [, offset, ...tokens] = line.split(" ");
    for (const [i, token] of tokens.entries()) {
      const bytes = Buffer.from(token, "base64").toString("latin1");
      bytesMax = Math.max(bytesMax, bytes.length);
      ranks.set(bytes, Number(offset) + i);
    }
  }
  return { ranks, bytesMax };
}

function tokenCount(ranks: BytePairRanks, pattern: string): CountTokens {
  const pieces = new RegExp(pattern, "gu");
  const remembered = new Map<string, number>();
  const countPiece = (piece: string): number => {
    const known = remembered.get(piece);
    if (known !== undefined) return known;
    const count = bytePairCount(Buffer.from(piece, "utf8").toString("latin1"), ranks);
    if (piece.length <= REMEMBERED_LENGTH_MAX && remembered.size < REMEMBERED_MAX) remembered.set(piece, count);
    return count;
  };
  return (text) => {
    let tokens = 0;
    for (const [piece] of text.matchAll(pieces)) tokens += countPiece(piece);
    return tokens;
  };
}
