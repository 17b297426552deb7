// One engine, one corpus size, one process: builds an index of the bench corpus, asks 200 questions, prints one JSON line.
// Its own process, because memory can only be told apart that way.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Chunk } from "../src/core/document.ts";
import type { Index, IndexSettings, PreparedDocument } from "../src/core/retrieval.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";
import { bm25 } from "../src/search/bm25.ts";
import { countTerms } from "../src/search/document-terms.ts";
import { buildPostings } from "../src/search/postings.ts";
import { topK } from "../src/search/top-k.ts";
import { memoryIndex } from "../src/stores/memory.ts";
import { openSqliteIndex } from "../src/stores/sqlite.ts";
import { analyze } from "../src/text/analyze.ts";
import { benchCorpus } from "./corpus.ts";

const K = 10;
/** How many chunks of the answer to a question are asked for, and the same for all. */
type Search = (question: string) => Promise<number>;
interface Built {
  readonly search: Search;
  readonly bytesOnDisk?: number;
  close?(): Promise<void>;
}

const scratch = mkdtempSync(join(tmpdir(), "firstfit-bench-"));
const [engine = "", size = "", peersFolder = ""] = process.argv.slice(2);

/** A peer's package, which the bench installed beside the project and not in it. */
function peer(name: string): Promise<Record<string, never>> {
  const resolved = createRequire(join(peersFolder, "package.json")).resolve(name);
  return import(pathToFileURL(resolved).href) as Promise<Record<string, never>>; // foreign module without types here
}

const engines: Readonly<Record<string, (texts: readonly string[]) => Promise<Built>>> = {
  "firstfit BM25": async (texts) => {
    const parts = [];
    for (let at = 0; at < texts.length; at += 2_000) parts.push(countTerms(texts.slice(at, at + 2_000).map(analyze)));
    const index = bm25({ postings: [buildPostings(parts)] });
    return { search: async (question) => topK(index.scores(analyze(question)), K, 0).length };
  },

  "firstfit memory": async (texts) => filled(memoryIndex({ settings: settings(), embedder }), texts),

  firstfit: async (texts) => {
    const file = join(scratch, "index.db");
    const built = await filled(await openSqliteIndex({ file, settings: settings(), embedder, mode: "write" }), texts);
    return { ...built, bytesOnDisk: statSync(file).size };
  },

  MiniSearch: async (texts) => {
    const { default: MiniSearch } = (await peer("minisearch")) as unknown as {
      default: new (options: object) => { addAll(documents: object[]): void; search(query: string, options: object): unknown[] };
    };
    const index = new MiniSearch({ fields: ["text"] });
    index.addAll(texts.map((text, id) => ({ id, text })));
    return { search: async (question) => index.search(question, { combineWith: "OR" }).slice(0, K).length };
  },

  Orama: async (texts) => {
    const orama = (await peer("@orama/orama")) as unknown as {
      create(options: object): object;
      insertMultiple(db: object, documents: object[], batch: number): Promise<unknown>;
      search(db: object, query: object): Promise<{ hits: unknown[] }>;
    };
    const index = orama.create({ schema: { text: "string" } });
    await orama.insertMultiple(
      index,
      texts.map((text) => ({ text })),
      1_000,
    );
    return { search: async (question) => (await orama.search(index, { term: question, limit: K, threshold: 1 })).hits.length };
  },

  "SQLite FTS5": async (texts) => {
    const { DatabaseSync } = await import("node:sqlite");
    const file = join(scratch, "fts.db");
    const database = new DatabaseSync(file);
    database.exec(
      "pragma journal_mode = wal; pragma synchronous = full; create virtual table chunks using fts5(text, tokenize = 'porter unicode61')",
    );
    const insert = database.prepare("insert into chunks(text) values (?)");
    database.exec("begin");
    for (const text of texts) insert.run(text);
    database.exec("commit; pragma wal_checkpoint(truncate)");
    const select = database.prepare(`select rowid, bm25(chunks) as score from chunks where chunks match ? order by score limit ${K}`);
    const words = (question: string): string => (question.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `"${word}"`).join(" OR ");
    return { search: async (question) => select.all(words(question)).length, bytesOnDisk: statSync(file).size };
  },
};

const embedder = builtinEmbedder();

function settings(): IndexSettings {
  return { embedder: embedder.id, dimensions: embedder.dimensions, chunkTokensMin: 300, chunkTokensMax: 800, revision: "bench" };
}

async function filled(index: Index, texts: readonly string[]): Promise<Built> {
  for (let at = 0; at < texts.length; at += 500) {
    const batch = texts.slice(at, at + 500);
    const vectors = await embedder.embedBatch(batch, { inputType: "document" });
    index.write({ put: batch.map((text, i) => prepared(text, at + i, vectors[i] ?? new Float32Array())) });
  }
  index.publish();
  return { search: async (question) => (await index.search(question, { k: K })).length, close: async () => index[Symbol.asyncDispose]() };
}

function prepared(text: string, number: number, vector: Float32Array): PreparedDocument {
  const id = `window-${String(number).padStart(7, "0")}`;
  const chunk: Chunk = {
    id: `${id}#1`,
    document: id,
    ordinal: 1,
    start: 0,
    end: text.length,
    text,
    heading: [],
    locator: { kind: "line", line: 1 },
  };
  const document = { id, mediaType: "text/plain", title: "", text, blocks: [], metadata: {}, notes: [] };
  return { root: "/bench", hash: id, bytes: text.length, document, chunks: [chunk], vectors: [vector], keys: [id] };
}

const build = engines[engine];
if (build === undefined) throw new Error(`Known engines: ${Object.keys(engines).join(", ")}.`);
const { texts, queries } = benchCorpus(Number(size));
const rssBefore = process.memoryUsage().rss;
const startedMs = performance.now();
const built = await build(texts);
const buildMs = performance.now() - startedMs;
let found = 0;
for (const question of queries.slice(0, 20)) await built.search(question); // warm-up, not counted
const times: number[] = [];
for (const question of queries) {
  const askedMs = performance.now();
  found += await built.search(question);
  times.push(performance.now() - askedMs);
}
times.sort((a, b) => a - b);
const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
const rss = process.memoryUsage().rss;
await built.close?.();
rmSync(scratch, { recursive: true, force: true });
process.stdout.write(
  `${JSON.stringify({ engine, chunks: texts.length, buildMs, medianMs: at(0.5), p95Ms: at(0.95), memoryMb: (rss - rssBefore) / 1e6, bytesOnDisk: built.bytesOnDisk, found })}\n`,
);
