import type { Chunk } from "../core/document.ts";
import { DEFAULT_RANKING } from "../core/retrieval.ts";
import type {
  DocumentRecord,
  Embedder,
  Index,
  IndexChange,
  IndexSettings,
  PreparedDocument,
  RankingSettings,
  SkippedRecord,
} from "../core/retrieval.ts";
import type { LatentSpace } from "../search/latent-space.ts";
import { corpusOf } from "./corpus.ts";
import type { Corpus } from "./corpus.ts";
import type { ParsedFilter } from "./filter.ts";
import { latentOf } from "./latent.ts";
import { checkPrepared, chunkDates, metadataPairs, recordOf, searchedText } from "./prepared.ts";
import type { SearchedText } from "./prepared.ts";
import { nearDuplicatesIn, neighboursIn, searchIndex, vocabularyOf } from "./search.ts";
import type { SearchView } from "./search.ts";
import { buildSegment } from "./segment.ts";

export interface MemoryIndexOptions {
  readonly settings: IndexSettings;
  readonly embedder: Embedder;
  /** Default: DEFAULT_RANKING */
  readonly ranking?: RankingSettings;
  /** True for a word, in lower case, that is spelled right though the corpus does not have it: it is not taken for a slip. */
  readonly isWord?: (word: string) => boolean;
}

interface StoredDocument extends SearchedText {
  readonly record: DocumentRecord;
  readonly text: string;
  readonly chunks: readonly Chunk[];
  readonly keys: readonly string[];
  readonly dates: Uint32Array;
  readonly metadata: readonly (readonly [key: string, value: string])[];
}

/** What readers see: made by `publish`, never changed. */
interface Published {
  /** In the order of their ids. */
  readonly documents: readonly StoredDocument[];
  readonly byId: ReadonlyMap<string, StoredDocument>;
  readonly skipped: readonly SkippedRecord[];
  readonly roots: readonly string[];
  readonly corpus: Corpus;
}

/**
 * An index that lives as long as its process: the reference that every other store must rank like, to the bit.
 * Keeps everything in memory and builds anew at each `publish`.
 */
export function memoryIndex({ settings, embedder, ranking = DEFAULT_RANKING, isWord }: MemoryIndexOptions): Index {
  const searched = { embedder, ranking, ...(isWord === undefined ? {} : { isWord }) };
  const documents = new Map<string, StoredDocument>();
  const skipped = new Map<string, SkippedRecord>();
  const roots = new Set<string>();
  const vectors = new Map<string, Float32Array>();
  let isChanged = false;
  let published = publishedState({ documents, skipped, roots, vectors }, settings);

  return {
    settings,
    search: (query, options) => searchIndex({ ...searched, read: (work) => work(viewOf(published)) }, query, options),
    neighbours: (document, { k }) => neighboursIn(viewOf(published), document, k),
    nearDuplicates: (options) => nearDuplicatesIn(viewOf(published), options),
    statistics: () => ({
      documents: published.documents.length,
      chunks: published.corpus.chunks,
      languages: published.corpus.languages,
      documentFrequency: published.corpus.lexical(ranking).documentFrequency,
    }),
    vocabulary: () => vocabularyOf(published.corpus, ranking),
    roots: () => published.roots,
    documents: () => published.documents.map(({ record }) => record),
    document: (id) => published.byId.get(id)?.record,
    skipped: () => published.skipped,
    unfinished: () =>
      isChanged ? { documents: [...documents].filter(([id, stored]) => published.byId.get(id) !== stored).length } : undefined,
    documentText: (id) => published.byId.get(id)?.text,
    chunksOf: (id) => published.byId.get(id)?.chunks ?? [],
    vectorsFor: (keys) =>
      new Map(keys.flatMap((key) => (vectors.has(key) ? [[key, vectors.get(key)?.slice() ?? new Float32Array()] as const] : []))),
    write(change) {
      for (const prepared of change.put ?? []) checkPrepared(prepared, settings);
      for (const prepared of change.put ?? []) {
        for (const [i, key] of prepared.keys.entries())
          if (!vectors.has(key)) vectors.set(key, Float32Array.from(prepared.vectors[i] ?? []));
      }
      if (apply(change, { documents, skipped, roots })) isChanged = true;
    },
    publish() {
      if (!isChanged) return;
      const used = new Set([...documents.values()].flatMap(({ keys }) => keys));
      for (const key of vectors.keys()) if (!used.has(key)) vectors.delete(key);
      published = publishedState({ documents, skipped, roots, vectors }, settings, published.corpus.latent?.space);
      isChanged = false;
    },
    async [Symbol.asyncDispose]() {
      // Nothing is held beyond memory.
    },
  };
}

interface Working {
  readonly documents: Map<string, StoredDocument>;
  readonly skipped: Map<string, SkippedRecord>;
  readonly roots: Set<string>;
}

/** Removals first, so that a document may be removed and put in one change. Says whether anything changed. */
function apply(change: IndexChange, { documents, skipped, roots }: Working): boolean {
  let changed = 0;
  for (const id of change.remove ?? []) changed += Number(documents.delete(id));
  for (const id of change.unskip ?? []) changed += Number(skipped.delete(id));
  for (const root of change.removeRoots ?? []) changed += Number(roots.delete(root));
  for (const prepared of change.put ?? []) documents.set(prepared.document.id, storedDocument(prepared));
  for (const record of change.skip ?? []) skipped.set(record.id, { ...record });
  for (const root of change.addRoots ?? []) {
    changed += Number(!roots.has(root));
    roots.add(root);
  }
  return changed + (change.put?.length ?? 0) + (change.skip?.length ?? 0) > 0;
}

function storedDocument(prepared: PreparedDocument): StoredDocument {
  const text = prepared.document.text.toWellFormed();
  return {
    record: recordOf(prepared),
    text,
    chunks: prepared.chunks.map((chunk) => ({ ...chunk, text: text.slice(chunk.start, chunk.end) })),
    keys: [...prepared.keys],
    ...searchedText(prepared),
    dates: chunkDates(prepared),
    metadata: metadataPairs(prepared),
  };
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function publishedState(
  working: Working & { readonly vectors: ReadonlyMap<string, Float32Array> },
  { dimensions }: IndexSettings,
  space?: LatentSpace,
): Published {
  const documents = [...working.documents.values()].sort((a, b) => byText(a.record.id, b.record.id));
  const table = [...working.vectors.values()];
  const numberOf = new Map([...working.vectors.keys()].map((key, number) => [key, number]));
  const vectorAt = (number: number): Float32Array => table[number] ?? new Float32Array(dimensions);
  const segment = buildSegment(
    documents.map(({ language, terms, hashes, dates, keys }, row) => ({
      row,
      language,
      terms,
      hashes,
      dates,
      vectors: Uint32Array.from(keys, (key) => numberOf.get(key) ?? 0),
    })),
    { dimensions, vectorAt },
  );
  const live = [{ segment, dead: new Uint32Array() }];
  const latent = latentOf(live, space);
  return {
    documents,
    byId: new Map(documents.map((document) => [document.record.id, document])),
    skipped: [...working.skipped.values()].sort((a, b) => byText(a.id, b.id)),
    roots: [...working.roots].sort(byText),
    corpus: corpusOf(live, {
      vectorAt,
      idOf: (row) => documents[row]?.record.id ?? "",
      abbreviationPairs: () => documents.map(({ abbreviations }) => abbreviations),
      ...(latent === undefined ? {} : { latent }),
    }),
  };
}

function viewOf({ documents, corpus }: Published): SearchView {
  return {
    corpus,
    documentNumber(id) {
      const row = documents.findIndex(({ record }) => record.id === id);
      return row < 0 ? undefined : row;
    },
    documentId: (document) => documents[document]?.record.id ?? "",
    hasKey: (key) => documents.some(({ metadata }) => metadata.some(([own]) => own === key)),
    allKeys: () => [...new Set(documents.flatMap(({ metadata }) => metadata.map(([key]) => key)))],
    documentsWhere: (filter) => documentsWhere(documents, filter),
    chunkAt({ document, position }) {
      const chunk = documents[document]?.chunks[position];
      if (chunk === undefined) throw new RangeError(`no chunk ${position} in document ${document}`);
      return chunk;
    },
  };
}

function documentsWhere(documents: readonly StoredDocument[], { documentPrefix, metadata }: ParsedFilter): ReadonlySet<number> | undefined {
  if (documentPrefix === undefined && metadata.length === 0) return undefined;
  const passing = [...documents.entries()].filter(
    ([, document]) =>
      document.record.id.startsWith(documentPrefix ?? "") &&
      metadata.every(([key, value]) => document.metadata.some(([ownKey, ownValue]) => ownKey === key && ownValue === value)),
  );
  return new Set(passing.map(([row]) => row));
}
