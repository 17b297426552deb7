import type { Evidence } from "../core/answer.ts";
import type { Chunk, Place } from "../core/document.ts";
import { estimateTokens } from "./tokens.ts";

/** What a passage takes in of its document: the chunk before and the one behind it, or all chunks under its heading. */
export interface Expansion {
  readonly by: "neighbours" | "section";
  /** All chunks of a document, in order. */
  chunksOf(document: string): readonly Chunk[];
  /** The text as indexed; undefined when the document is gone. */
  documentText(document: string): string | undefined;
}

interface Widened {
  readonly evidence: readonly Evidence[];
  readonly tokens: number;
  readonly widened: readonly { readonly chunk: string; readonly by: readonly string[] }[];
}

/**
 * Widens passages, best first, by neighbouring chunks while the budget lasts; a smaller passage finds more readily, a larger one
 * answers more readily ("small to big" retrieval). Keeps the chunk's id and the law that its text is a stretch of the document;
 * never takes in a chunk of another date, or one that is evidence already, and never touches a passage that was cut.
 */
export function widen(
  evidence: readonly Evidence[],
  { expand, tokens: packed, tokensMax }: { readonly expand: Expansion; readonly tokens: number; readonly tokensMax: number },
): Widened {
  const taken = new Set(evidence.map(({ hit }) => hit.chunk.id));
  const widened: { chunk: string; by: readonly string[] }[] = [];
  let tokens = packed;
  const wide = evidence.map((one): Evidence => {
    const { chunk } = one.hit;
    const text = expand.documentText(chunk.document);
    const chunks = expand.chunksOf(chunk.document);
    const at = chunks.findIndex(({ id }) => id === chunk.id);
    if (text === undefined || at < 0 || one.shownLength < chunk.text.length) return one;
    let grown: Chunk = chunk;
    const by: string[] = [];
    const takeIn = (other: Chunk | undefined): boolean => {
      if (other === undefined || taken.has(other.id) || other.date !== chunk.date) return false;
      if (expand.by === "section" && !isSameSection(chunk.heading, other.heading)) return false;
      const joined = join(grown, other, text);
      const more = estimateTokens(joined.text) - estimateTokens(grown.text);
      if (tokens + more > tokensMax) return false;
      tokens += more;
      grown = joined;
      taken.add(other.id);
      by.push(other.id);
      return true;
    };
    // What follows comes before what precedes: an answer more often goes on than it began earlier.
    const reach = expand.by === "neighbours" ? 1 : chunks.length;
    let [after, before] = [true, true];
    for (let step = 1; step <= reach && (after || before); step++) {
      after &&= takeIn(chunks[at + step]);
      before &&= takeIn(chunks[at - step]);
    }
    if (by.length === 0) return one;
    widened.push({ chunk: chunk.id, by });
    return { ...one, hit: { ...one.hit, chunk: grown }, shownLength: grown.text.length };
  });
  return { evidence: wide, tokens, widened };
}

/**
 * One heading path begins with the other. Not only the longer with the shorter: the first chunk's path ends with the document's
 * summary, and that of a table's later parts with its columns.
 */
function isSameSection(a: readonly string[], b: readonly string[]): boolean {
  const shared = Math.min(a.length, b.length);
  return a.slice(0, shared).every((title, depth) => title === b[depth]);
}

/** Two chunks that follow each other, or overlap, as one with the first one's id. */
function join(a: Chunk, b: Chunk, text: string): Chunk {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  const end = Math.max(first.end, second.end);
  const places = placesOf(first, second);
  const { places: _, ...rest } = a;
  return {
    ...rest,
    start: first.start,
    end,
    text: text.slice(first.start, end),
    locator: first.locator,
    ...(places !== undefined && { places }),
  };
}

/** Of both; a chunk that says where it begins and nothing more has one place. Without any, lines are counted on from the first. */
function placesOf(first: Chunk, second: Chunk): readonly Place[] | undefined {
  if (first.places === undefined && second.places === undefined && first.locator.kind === "line") return undefined;
  const own = ({ places, start, locator }: Chunk): readonly Place[] => places ?? [{ start, locator }];
  return [...own(first), ...own(second).filter(({ start }) => start >= first.end)];
}
