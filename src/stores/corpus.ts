import { bm25, BM25_PARAMETERS } from "../search/bm25.ts";
import type { Bm25, Bm25Parameters } from "../search/bm25.ts";
import type { HybridCorpus } from "../search/finding-legs.ts";
import { termAt } from "../search/postings.ts";
import type { Postings } from "../search/postings.ts";
import { speller } from "../search/spelling.ts";
import type { Speller } from "../search/spelling.ts";
import { abbreviationTable } from "../text/abbreviations.ts";
import type { AbbreviationPair, AbbreviationTable } from "../text/abbreviations.ts";
import type { Language } from "../text/language.ts";
import type { ParsedFilter } from "./filter.ts";
import type { Latent, LiveSegment } from "./latent.ts";

/** A chunk's document, by the store's own number, and the chunk's place in it, from 0. */
export interface ChunkPlace {
  readonly document: number;
  readonly position: number;
}

/** All segments of one published state as one corpus, chunks numbered through. */
export interface Corpus extends HybridCorpus {
  /** Chunks that are there. */
  readonly chunks: number;
  /** Languages of the documents that are there, each once, sorted. */
  readonly languages: readonly Language[];
  /** The nearest words of the corpus; its table is made when the first unknown word comes. */
  readonly speller: Speller;
  /** What the documents say their short forms stand for; read when it is first asked for. */
  abbreviations(): AbbreviationTable;
  /** Every term that a living chunk has, once. */
  terms(): Iterable<string>;
  /** The numbers of the document's chunks, in their order; empty for a document that is not there. */
  chunksOf(document: number): readonly number[];
  /** The documents that are there, with the numbers of their chunks: `count` from `first` on. */
  documents(): readonly { readonly document: number; readonly first: number; readonly count: number }[];
  placeOf(number: number): ChunkPlace;
  /** 1 for every chunk that is there, 0 for a deleted one; absent when none was deleted. */
  readonly alive?: Uint8Array;
  /**
   * Which chunks may be found: 1 or 0 for each, or undefined when all may. `documentsWhere` gives the documents that pass, undefined for all; it is
   * asked when the filter comes for the first time, because one filter often serves many questions.
   */
  allowed(filter: ParsedFilter, documentsWhere: (filter: ParsedFilter) => ReadonlySet<number> | undefined): Uint8Array | undefined;
}

/**
 * Joins segments. Scores do not depend on how the corpus is cut into segments; ties do not either, because with several of them
 * the chunks get their place from their documents' ids (`idOf`, by the store's number).
 */
export function corpusOf(
  live: readonly LiveSegment[],
  store: {
    vectorAt(row: number): Float32Array;
    idOf(document: number): string;
    /** Of each document that is there, in any order; those without any may be left out. */
    abbreviationPairs(): Iterable<readonly AbbreviationPair[]>;
    readonly latent?: Latent;
  },
): Corpus {
  const segments = live.map(({ segment }) => segment);
  const offsets = [0];
  for (const { rows } of segments) offsets.push((offsets.at(-1) ?? 0) + rows.vectors.length);
  const total = offsets.at(-1) ?? 0;
  const alive = aliveChunks(live, offsets, total);
  const order = segments.length > 1 ? orderById(live, offsets, { total, idOf: store.idOf }) : undefined;
  const segmentOf = (number: number): number => offsets.findLastIndex((offset) => offset <= number);
  const postings = segments.map((segment) => segment.postings);
  const lexical = lexicalOf(postings, alive);
  const languages = languagesOf(live);
  const terms = (): Iterable<string> => livingTerms(postings, alive);
  let abbreviations: AbbreviationTable | undefined;
  return {
    chunks: alive === undefined ? total : alive.reduce((sum, one) => sum + one, 0),
    languages,
    speller: speller({ documentFrequency: (term) => lexical(BM25_PARAMETERS).documentFrequency(term), terms }),
    abbreviations: () => (abbreviations ??= abbreviationTable(store.abbreviationPairs(), languages)),
    postings,
    offsets: offsets.slice(0, -1),
    lexical,
    dense: {
      matrices: segments.map(({ matrix }) => matrix),
      vectorAt(number) {
        const s = segmentOf(number);
        return store.vectorAt(segments[s]?.rows.vectors[number - (offsets[s] ?? 0)] ?? -1);
      },
    },
    ...(store.latent === undefined ? {} : { latent: store.latent }),
    ...(order === undefined ? {} : { order }),
    placeOf(number) {
      const s = segmentOf(number);
      const within = number - (offsets[s] ?? 0);
      const { documents = new Uint32Array(), starts = new Uint32Array() } = segments[s]?.rows ?? {};
      const d = documentAt(starts, within);
      return { document: documents[d] ?? -1, position: within - (starts[d] ?? 0) };
    },
    terms,
    chunksOf(document) {
      const s = live.findIndex(({ segment: { rows }, dead }) => {
        const d = rows.documents.indexOf(document);
        return d >= 0 && !dead.includes(d);
      });
      const rows = segments[s]?.rows;
      const d = rows?.documents.indexOf(document) ?? -1;
      const first = rows?.starts[d] ?? 0;
      return Array.from({ length: (rows?.starts[d + 1] ?? first) - first }, (_, i) => (offsets[s] ?? 0) + first + i);
    },
    documents: () =>
      live.flatMap(({ segment: { rows }, dead }, s) => {
        const gone = new Set(dead);
        return [...rows.documents].flatMap((document, d) => {
          const start = rows.starts[d] ?? 0;
          return gone.has(d) ? [] : [{ document, first: (offsets[s] ?? 0) + start, count: (rows.starts[d + 1] ?? start) - start }];
        });
      }),
    ...(alive === undefined ? {} : { alive }),
    allowed: rememberingFilters((filter, documents) =>
      documents === undefined && filter.dates === undefined
        ? alive
        : allowedChunks(live, alive ?? new Uint8Array(total).fill(1), { documents, dates: filter.dates }),
    ),
  };
}

/** Filters whose chunks are kept, a byte a chunk each. */
const FILTERS_KEPT_MAX = 8;

/** Works out a filter when it comes for the first time; the latest filters are kept. A corpus never changes, so what was worked out holds. */
function rememberingFilters(
  work: (filter: ParsedFilter, documents: ReadonlySet<number> | undefined) => Uint8Array | undefined,
): Corpus["allowed"] {
  const known = new Map<string, Uint8Array | undefined>();
  return (filter, documentsWhere) => {
    const key = JSON.stringify([filter.documentPrefix, filter.dates, filter.metadata]);
    const allowed = known.has(key) ? known.get(key) : work(filter, documentsWhere(filter));
    // The latest is last; the first is the one that was not asked for longest.
    known.delete(key);
    known.set(key, allowed);
    for (const oldest of known.keys()) if (known.size > FILTERS_KEPT_MAX) known.delete(oldest);
    return allowed;
  };
}

/** Scorers by their parameters: a search may ask for others than the last one did. Only the latest two are kept, for each keeps what it computed. */
function lexicalOf(postings: readonly Postings[], alive: Uint8Array | undefined): (parameters: Bm25Parameters) => Bm25 {
  let known: { readonly k1: number; readonly b: number; readonly scorer: Bm25 }[] = [];
  return ({ k1, b }) => {
    const found = known.find((one) => one.k1 === k1 && one.b === b) ?? {
      k1,
      b,
      scorer: bm25({ postings, parameters: { k1, b }, ...(alive === undefined ? {} : { alive }) }),
    };
    if (known[0] !== found) known = [found, ...known.filter((one) => one !== found)].slice(0, 2);
    return found.scorer;
  };
}

function livingTerms(parts: readonly Postings[], alive: Uint8Array | undefined): ReadonlySet<string> {
  const terms = new Set<string>();
  let offset = 0;
  for (const part of parts) {
    const { starts, chunks, lengths } = part;
    for (let term = 0; term + 1 < starts.length; term += 1) {
      const first = offset;
      if (alive === undefined || chunks.subarray(starts[term], starts[term + 1]).some((chunk) => alive[first + chunk] === 1))
        terms.add(termAt(part, term));
    }
    offset += lengths.length;
  }
  return terms;
}

function languagesOf(live: readonly LiveSegment[]): readonly Language[] {
  const languages = new Set<Language>();
  for (const {
    segment: { rows },
    dead,
  } of live) {
    const gone = new Set(dead);
    for (const [d, place] of rows.languages.entries()) {
      const name = rows.languageNames[place];
      if (name !== undefined && !gone.has(d)) languages.add(name);
    }
  }
  return [...languages].sort();
}

function aliveChunks(live: readonly LiveSegment[], offsets: readonly number[], total: number): Uint8Array | undefined {
  if (live.every(({ dead }) => dead.length === 0)) return undefined;
  const alive = new Uint8Array(total).fill(1);
  for (const [s, { segment, dead }] of live.entries()) {
    const offset = offsets[s] ?? 0;
    for (const d of dead) alive.fill(0, offset + (segment.rows.starts[d] ?? 0), offset + (segment.rows.starts[d + 1] ?? 0));
  }
  return alive;
}

function orderById(
  live: readonly LiveSegment[],
  offsets: readonly number[],
  { total, idOf }: { readonly total: number; idOf(document: number): string },
): Uint32Array {
  const runs = live.flatMap(({ segment: { rows }, dead }, s) => {
    const gone = new Set(dead);
    return [...rows.documents.keys()]
      .filter((d) => !gone.has(d))
      .map((d) => ({
        id: idOf(rows.documents[d] ?? -1),
        start: (offsets[s] ?? 0) + (rows.starts[d] ?? 0),
        chunks: (rows.starts[d + 1] ?? 0) - (rows.starts[d] ?? 0),
      }));
  });
  runs.sort((a, b) => (a.id < b.id ? -1 : 1));
  const order = new Uint32Array(total);
  let place = 0;
  for (const { start, chunks } of runs) for (let i = 0; i < chunks; i += 1) order[start + i] = place++;
  return order;
}

/** The document that has this chunk: the last one that starts at or before it and is not empty. */
function documentAt(starts: Uint32Array, chunk: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= chunk) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface Conditions {
  readonly documents: ReadonlySet<number> | undefined;
  readonly dates: ParsedFilter["dates"];
}

function allowedChunks(live: readonly LiveSegment[], alive: Uint8Array, { documents, dates }: Conditions): Uint8Array {
  const allowed = alive.slice();
  let offset = 0;
  for (const { segment } of live) {
    const { documents: rows, starts, dates: chunkDates } = segment.rows;
    for (const [d, row] of rows.entries()) {
      if (documents !== undefined && !documents.has(row)) allowed.fill(0, offset + (starts[d] ?? 0), offset + (starts[d + 1] ?? 0));
    }
    if (dates !== undefined) {
      for (const [chunk, date] of chunkDates.entries()) if (date < dates.from || date > dates.to) allowed[offset + chunk] = 0;
    }
    offset += chunkDates.length;
  }
  return allowed;
}
