import type { Chunk } from "../core/document.ts";
import type { Embedder, Index, RankingSettings } from "../core/retrieval.ts";
import { corpusOf } from "./corpus.ts";
import type { Corpus } from "./corpus.ts";
import { latentOf } from "./latent.ts";
import { nearDuplicatesIn, neighboursIn, searchIndex, vocabularyOf } from "./search.ts";
import type { SearchView } from "./search.ts";
import type { Connection } from "./sqlite-connection.ts";
import {
  abbreviationPairsOf,
  chunkOf,
  contentOf,
  documentId,
  documentRecord,
  documentRecords,
  documentRow,
  documentRows,
  documentsWhere,
  hasMetadataKey,
  metadataKeys,
  roots,
  skippedRecords,
  unpublishedDocuments,
  vectorAt,
  vectorsFor,
} from "./sqlite-documents.ts";
import type { Content } from "./sqlite-documents.ts";
import { damaged } from "./sqlite-errors.ts";
import { readState } from "./sqlite-file.ts";
import type { IndexState } from "./sqlite-file.ts";
import { liveChunks, readLatent, readSegments, segmentOf } from "./sqlite-segments.ts";
import type { KnownSegments } from "./sqlite-segments.ts";

export interface ReadsOptions {
  readonly db: Connection;
  readonly embedder: Embedder;
  readonly ranking: RankingSettings;
  readonly isWord?: (word: string) => boolean;
  /** Which generation to read, given the state of this moment. */
  generation(state: IndexState): number;
}

export type IndexReads = Pick<
  Index,
  | "search"
  | "statistics"
  | "vocabulary"
  | "roots"
  | "documents"
  | "skipped"
  | "unfinished"
  | "documentText"
  | "chunksOf"
  | "document"
  | "neighbours"
  | "nearDuplicates"
  | "vectorsFor"
>;

/** One moment of the file: everything read within it belongs together. */
interface Moment {
  readonly state: IndexState;
  readonly generation: number;
}

/** The reading half of an index. Each call sees the newest state there is, and one state from beginning to end. */
export function indexReads({ db, embedder, ranking, isWord, generation }: ReadsOptions): IndexReads {
  const searched = { embedder, ranking, ...(isWord === undefined ? {} : { isWord }) };
  const corpusAt = corpusReader(db);
  const content = contentReader(db);
  const read = <T>(work: (moment: Moment) => T): T =>
    db.transaction("read", () => {
      const state = readState(db);
      return work({ state, generation: generation(state) });
    });
  const contentById = (id: string): Content | undefined =>
    read((moment) => {
      const row = documentRow(db, id, moment.generation);
      return row === undefined ? undefined : content(row);
    });
  const view = (moment: Moment): SearchView => ({
    corpus: corpusAt(moment),
    hasKey: (key) => hasMetadataKey(db, key, moment.generation),
    allKeys: () => metadataKeys(db, moment.generation),
    documentNumber: (id) => documentRow(db, id, moment.generation),
    documentId: (document) => documentId(db, document),
    documentsWhere: (filter) => documentsWhere(db, filter),
    chunkAt: ({ document, position }) => chunkAt(db, content(document), position),
  });

  return {
    search: (query, options) => searchIndex({ ...searched, read: (work) => read((moment) => work(view(moment))) }, query, options),
    neighbours: (document, { k }) => read((moment) => neighboursIn(view(moment), document, k)),
    nearDuplicates: (options) => read((moment) => nearDuplicatesIn(view(moment), options)),
    statistics: () =>
      read((moment) =>
        statistics(db, moment, {
          corpus: () => corpusAt(moment),
          documentFrequency: (term) => read((now) => corpusAt(now).lexical(ranking).documentFrequency(term)),
          languages: () => read((now) => corpusAt(now).languages),
        }),
      ),
    vocabulary: () => read((moment) => vocabularyOf(corpusAt(moment), ranking)),
    roots: () => read((moment) => roots(db, moment.generation)),
    documents: () =>
      read((moment) => {
        const records = documentRecords(db, moment.generation);
        if (moment.generation === moment.state.published && records.length !== moment.state.documents)
          throw damaged(db.file, `it lists ${records.length} documents where ${moment.state.documents} were stored`);
        return records;
      }),
    document: (id) => read((moment) => documentRecord(db, id, moment.generation)),
    skipped: () => read((moment) => skippedRecords(db, moment.generation)),
    unfinished: () =>
      read(({ state: { staged, published } }) => (staged === published ? undefined : { documents: unpublishedDocuments(db, published) })),
    documentText: (id) => contentById(id)?.text,
    chunksOf(id) {
      const found = contentById(id);
      return found === undefined ? [] : found.chunks.map((_, position) => chunkAt(db, found, position));
    },
    vectorsFor: (keys) => read(() => vectorsFor(db, keys)),
  };
}

function chunkAt(db: Connection, content: Content, position: number): Chunk {
  const chunk = chunkOf(content, position);
  if (chunk === undefined) throw damaged(db.file, `${content.id} has no chunk ${position + 1}`);
  return chunk;
}

interface Frequencies {
  corpus(): Corpus;
  documentFrequency(term: string): number;
  languages(): readonly string[];
}

/** Counts alone need no postings: those are read when the first frequency or the languages are asked for. */
function statistics(
  db: Connection,
  { state, generation }: Moment,
  { corpus, documentFrequency, languages }: Frequencies,
): ReturnType<Index["statistics"]> {
  const { documents, chunks } =
    generation === state.published ? state : { documents: documentRows(db, generation).length, chunks: corpus().chunks };
  return {
    documents,
    chunks,
    documentFrequency,
    get languages() {
      return languages();
    },
  };
}

/** Reads the corpus of a generation once; a segment that was read before is not read again. */
function corpusReader(db: Connection): (moment: Moment) => Corpus {
  const known: KnownSegments = { segments: new Map(), latents: new Map() };
  let last: { readonly generation: number; readonly corpus: Corpus } | undefined;
  return (moment) => {
    if (last?.generation !== moment.generation) last = { generation: moment.generation, corpus: readCorpus(db, moment, known) };
    return last.corpus;
  };
}

function readCorpus(db: Connection, { state, generation }: Moment, known: KnownSegments): Corpus {
  const stored = generation === state.published ? readSegments(db, known) : [];
  const isStored = generation === state.published && liveChunks(stored) === state.chunks;
  const rows = isStored && stored.length < 2 ? [] : documentRows(db, generation);
  const ids = new Map(rows.map(({ row, id }) => [row, id]));
  // Writes of a killed run have no segment yet, and a segment may be missing: the terms are all there.
  const segments = isStored ? stored : [{ segment: segmentOf(db, [...ids.keys()], state.settings.dimensions), dead: new Uint32Array() }];
  const latent = isStored ? readLatent(db, state, known) : latentOf(segments);
  return corpusOf(segments, {
    vectorAt: vectorReader(db),
    idOf: (row) => ids.get(row) ?? "",
    abbreviationPairs: () => abbreviationPairsOf(db, generation),
    ...(latent === undefined ? {} : { latent }),
  });
}

/** Bytes of vectors kept in memory: all of a small index, and what is asked for again and again of a large one. */
const VECTOR_BYTES_MAX = 32 * 1024 * 1024;

/** Reads vectors by number within one generation; in the next a number may mean another. */
function vectorReader(db: Connection): (row: number) => Float32Array {
  const kept = new Map<number, Float32Array>();
  return (row) => {
    const vector = kept.get(row) ?? vectorAt(db, row);
    if (kept.size * vector.byteLength > VECTOR_BYTES_MAX) kept.clear();
    kept.set(row, vector);
    return vector;
  };
}

/** Text kept in memory, in UTF-16 units: enough for the hits of a few questions. */
const CONTENT_UNITS_MAX = 8_000_000;

/** Reads documents by number, and keeps those read last. A number never means two documents, so nothing here goes stale. */
function contentReader(db: Connection): (row: number) => Content {
  const kept = new Map<number, Content>();
  let units = 0;
  return (row) => {
    const content = kept.get(row) ?? contentOf(db, row);
    if (!kept.delete(row)) units += content.text.length;
    kept.set(row, content);
    for (const [oldest, { text }] of kept) {
      if (units <= CONTENT_UNITS_MAX || oldest === row) break;
      kept.delete(oldest);
      units -= text.length;
    }
    return content;
  };
}
