import type { ClaimToken } from "../../text/claim-tokens.ts";
import type { WordForms } from "./word-knowledge.ts";

/** A place in an order: "the second phase", "phase 2", "the third largest city". */
export interface Rank {
  readonly value: number;
  /** Stems of the words behind it, those that many things are called left out. */
  readonly of: readonly string[];
  /** "largest": the order that is counted in. */
  readonly superlative?: string;
}

const ORDINAL = /^(\d{1,3})th$/;
/** "the second main body": these tell no order from another. */
const GENERIC = /^(?:main|major|big|large|new|great|important|full|whole|official|single|such|own)$/;
/** What is numbered as it is counted: phase 2 is the second one. Tanker 9 need not be the ninth. */
const NUMBERED =
  /^(?:phase|stage|step|round|part|chapter|section|level|floor|storey|quarter|week|day|season|episode|sprint|milestone|series|volume|act|scene|grade)$/;
const WORDS_MAX = 3;

/** The ranks that a text's tokens say, in order; those at `skipped` places are parts of dates. Linear in the tokens. */
export function ranks(tokens: readonly ClaimToken[], skipped: ReadonlySet<number>, forms: WordForms): Rank[] {
  const found: Rank[] = [];
  /** Of the rank behind, for "the second and third test". */
  let behind: { readonly at: number; readonly rank: Omit<Rank, "value"> } | undefined;
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    if (skipped.has(at)) continue;
    const value = ordinalOf(tokens[at]);
    const next = tokens[at + 1];
    const isJoined = next !== undefined && (/^(?:and|or|to)$/.test(next.word) || next.before === ",");
    if (value === undefined) {
      const last = ordinalOf(tokens[at - 1]);
      if (forms.isSuperlative(tokens[at]?.word ?? "") && last === undefined) found.push({ value: 1, ...ranked(tokens, at, forms) });
      else if (/^\d{1,3}$/.test(tokens[at]?.key ?? "") && NUMBERED.test(tokens[at - 1]?.word ?? "") && tokens[at]?.before === "")
        found.push({ value: Number(tokens[at]?.key), of: [tokens[at - 1]?.key ?? ""] });
      continue;
    }
    const own = ranked(tokens, at + 1, forms);
    const rank = own.of.length === 0 && isJoined && behind !== undefined && behind.at - at <= 2 ? behind.rank : own;
    behind = { at, rank };
    found.push({ value, ...rank });
  }
  return found.toReversed();
}

function ordinalOf(token: ClaimToken | undefined): number | undefined {
  const figure = ORDINAL.exec(token?.key ?? "")?.[1];
  return figure === undefined ? undefined : Number(figure);
}

/** The words from this place on up to one that only joins, a superlative first among them told apart. */
function ranked(tokens: readonly ClaimToken[], from: number, forms: WordForms): Omit<Rank, "value"> {
  const first = tokens[from]?.word ?? "";
  const superlative = forms.isSuperlative(first) ? first : undefined;
  const of: string[] = [];
  for (let at = superlative === undefined ? from : from + 1; of.length < WORDS_MAX; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.role !== "content" || token.kind === "figure" || token.before !== "") break;
    if (!GENERIC.test(token.word)) of.push(token.key);
  }
  return { of, ...(superlative === undefined ? {} : { superlative }) };
}

/** Whether the two count the same things in the same order: "test" and "bench test", but not by the verb behind, "phase costs" and "kit costs". */
export function areRankedAlike(a: Rank, b: Rank): boolean {
  if (a.superlative !== b.superlative) return false;
  return b.of.includes(a.of[0] ?? "") || a.of.includes(b.of[0] ?? "");
}
