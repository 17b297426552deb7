import type { Document } from "../core/document.ts";
import { isWhiteSpace, sectionTree, spanTokens, trimSpan } from "./atoms.ts";
import { clip, datedRuns } from "./chunk-units.ts";
import type { Run, Unit } from "./chunk-units.ts";
import { pieces } from "./fragments.ts";
import type { Span } from "./sentences.ts";
import { tokenWeight } from "./tokens.ts";

interface Windows {
  readonly chunkTokensMax: number;
  readonly chunkOverlapTokens?: number;
}

/** Windows of as many tokens as fit, cut between words; a word is cut only when it alone exceeds a window. */
export function fixedUnits(document: Document, settings: Windows): Unit[] {
  const { text } = document;
  return datedRuns(sectionTree(document)).flatMap((run) => clip(text, run, fixedSpans(text, run, settings)));
}

/** As many whole sentences, or lines of code and tables, as fit. */
export function sentenceUnits(document: Document, settings: Windows): Unit[] {
  const { text } = document;
  const { chunkTokensMax } = settings;
  return datedRuns(sectionTree(document)).flatMap((run) =>
    clip(
      text,
      run,
      packedSpans(
        text,
        run.atoms.flatMap((atom) => pieces(text, atom, chunkTokensMax)),
        settings,
      ),
    ),
  );
}

/** More would be said twice than once. */
function overlapOf({ chunkTokensMax, chunkOverlapTokens = 0 }: Windows): number {
  return Math.min(chunkOverlapTokens, chunkTokensMax / 2);
}

function fixedSpans(text: string, { atoms }: Run, settings: Windows): Span[] {
  const start = atoms[0]?.start ?? 0;
  const end = atoms.at(-1)?.end ?? start;
  const spans: Span[] = [];
  let from = start;
  while (from < end) {
    const to = windowEnd(text, from, end, settings.chunkTokensMax);
    const before = spans.at(-1)?.end ?? start;
    const span = trimSpan(text, from, to);
    // The next word is too long to fit behind what would be repeated.
    if (span !== undefined && span.end <= before) {
      from = before;
      continue;
    }
    if (span !== undefined) spans.push(span);
    // Measured from where the window's words begin: white space before them must not let all of them be repeated.
    from = to >= end ? end : Math.max(from + 1, overlapStart(text, span?.start ?? from, to, overlapOf(settings)));
  }
  return spans;
}

/** The last place between words up to which the text from `from` on fits; within a word when there is none. */
function windowEnd(text: string, from: number, end: number, tokensMax: number): number {
  let tokens = 0;
  let space = from;
  for (let at = from; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (isWhiteSpace(unit)) space = at;
    tokens += tokenWeight(unit);
    if (tokens > tokensMax && at > from) {
      if (space > from) return space;
      // Never between the halves of a surrogate pair; a single character is taken even if it is over.
      const half = unit >= 0xdc00 && unit <= 0xdfff;
      return half ? (at - 1 > from ? at - 1 : at + 1) : at;
    }
  }
  return end;
}

/** Where the next window begins: the first word of which no more than `overlapTokens` lie before `to`. */
function overlapStart(text: string, from: number, to: number, overlapTokens: number): number {
  let tokens = 0;
  let start = to;
  for (let at = to - 1; at > from; at--) {
    tokens += tokenWeight(text.charCodeAt(at));
    if (tokens > overlapTokens) break;
    if (isWhiteSpace(text.charCodeAt(at - 1)) && !isWhiteSpace(text.charCodeAt(at))) start = at;
  }
  return start;
}

function packedSpans(text: string, found: readonly Span[], settings: Windows): Span[] {
  const overlapTokens = overlapOf(settings);
  // Tokens from the start of the first piece to the end of each, so that a window's size is one subtraction.
  const starts: number[] = [];
  const ends: number[] = [];
  let tokens = 0;
  for (const [index, piece] of found.entries()) {
    tokens += index === 0 ? 0 : spanTokens(text, found[index - 1]?.end ?? piece.start, piece.start);
    starts.push(tokens);
    tokens += spanTokens(text, piece.start, piece.end);
    ends.push(tokens);
  }
  const spans: Span[] = [];
  let first = 0;
  while (first < found.length) {
    let next = first + 1;
    while (next < found.length && (ends[next] ?? 0) - (starts[first] ?? 0) <= settings.chunkTokensMax) next += 1;
    spans.push({ start: found[first]?.start ?? 0, end: found[next - 1]?.end ?? 0 });
    if (next >= found.length) break;
    let repeated = next;
    // What is repeated must leave room for the next piece, and be less than the whole window before.
    while (
      repeated - 1 > first &&
      (ends[next - 1] ?? 0) - (starts[repeated - 1] ?? 0) <= overlapTokens &&
      (ends[next] ?? 0) - (starts[repeated - 1] ?? 0) <= settings.chunkTokensMax
    )
      repeated -= 1;
    first = repeated;
  }
  return spans;
}
