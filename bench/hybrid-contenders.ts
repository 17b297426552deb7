// The whole query, from the question's text to ten chunks: words and vectors, both legs fused, with and without a filter that lets one chunk in ten pass.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Chunk } from "../src/core/document.ts";
import type { Index, PreparedDocument } from "../src/core/retrieval.ts";
import { builtinEmbedder } from "../src/models/builtin-embedder.ts";
import { openSqliteIndex } from "../src/stores/sqlite.ts";
import { K, timed } from "./contender.ts";
import type { Built, Contenders, Mode, Task } from "./contender.ts";
import { benchCorpus } from "./corpus.ts";
import { peer } from "./peers-install.ts";

/** Ten windows are a document, and documents belong to ten sections in turn. */
const CHUNKS_PER_DOCUMENT = 10;
const SECTIONS = 10;
const SECTION = "7";
const CACHE = fileURLToPath(new URL("../.cache/bench-vectors/", import.meta.url));

const embedder = builtinEmbedder();

/** From the texts to an index file that answers, embedding included: what a user waits for. */
export const INGEST_CONTENDERS: Contenders = {
  "firstfit, words and vectors": (task) => indexFile(task, { isEmbeddingCounted: true }),
};

export const HYBRID_CONTENDERS: Contenders = {
  firstfit: (task) => indexFile(task, { isEmbeddingCounted: false }),

  LanceDB: async ({ chunks }) => {
    const { texts, queries } = benchCorpus(chunks);
    const vectors = await embedded(texts);
    // The question's vector is not counted for LanceDB.
    const asked = await embedder.embedBatch(queries, { inputType: "query" });
    interface Query {
      fullTextSearch(text: string, options: object): Query;
      nearestTo(vector: Float32Array): Query;
      where(condition: string): Query;
      rerank(reranker: unknown): Query;
      select(columns: readonly string[]): Query;
      limit(k: number): Query;
      toArray(): Promise<readonly { readonly id: number | bigint }[]>;
    }
    interface Table {
      createIndex(column: string, options?: object): Promise<void>;
      add(rows: readonly object[]): Promise<unknown>;
      query(): Query;
      close(): void;
    }
    interface Connection {
      createTable(name: string, rows: readonly object[]): Promise<Table>;
      openTable(name: string): Promise<Table>;
    }
    const lance = await peer<{
      connect(folder: string): Promise<Connection>;
      readonly Index: { fts(options: object): unknown; hnswSq(options: object): unknown; bitmap(): unknown };
      readonly rerankers: { readonly RRFReranker: { create(): Promise<unknown> } };
    }>("@lancedb/lancedb");
    const folder = mkdtempSync(join(tmpdir(), "firstfit-bench-"));
    const row = (i: number): object => ({
      id: i,
      text: texts[i] ?? "",
      section: sectionOf(i),
      vector: [...vectorAt(vectors, i)],
    });
    const built = await timed(async () => {
      const connection = await lance.connect(folder);
      let table: Table | undefined;
      for (let at = 0; at < texts.length; at += 5_000) {
        const rows = Array.from({ length: Math.min(5_000, texts.length - at) }, (_, i) => row(at + i));
        if (table === undefined) table = await connection.createTable("chunks", rows);
        else await table.add(rows);
      }
      if (table === undefined) throw new Error("There are no texts.");
      await table.createIndex("text", { config: lance.Index.fts({}) });
      await table.createIndex("section", { config: lance.Index.bitmap() });
      await table.createIndex("vector", { config: lance.Index.hnswSq({ distanceType: "cosine" }) });
      return table;
    });
    let table = built.result;
    const reranker = await lance.rerankers.RRFReranker.create();
    const ask = async (n: number, mode: Mode): Promise<readonly number[]> => {
      const query = table
        .query()
        .fullTextSearch(queries[n] ?? "", { columns: ["text"] })
        .nearestTo(asked[n] ?? new Float32Array());
      const chosen = mode === "filtered" ? query.where(`section = '${SECTION}'`) : query;
      // The text comes with the hits here, as it does there.
      return (await chosen.rerank(reranker).select(["id", "text"]).limit(K).toArray()).map(({ id }) => Number(id));
    };
    return {
      buildMs: built.ms,
      memoryMb: built.memoryMb,
      ask,
      async reopen() {
        table.close();
        table = await (await lance.connect(folder)).openTable("chunks");
        await ask(0, "plain");
      },
      async close() {
        table.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
};

async function indexFile({ chunks }: Task, { isEmbeddingCounted }: { readonly isEmbeddingCounted: boolean }): Promise<Built> {
  const { texts, queries } = benchCorpus(chunks);
  const made = isEmbeddingCounted ? undefined : await embedded(texts);
  const folder = mkdtempSync(join(tmpdir(), "firstfit-bench-"));
  const file = join(folder, "index.db");
  const settings = {
    embedder: embedder.id,
    dimensions: embedder.dimensions,
    chunkTokensMin: 300,
    chunkTokensMax: 800,
    revision: "bench",
  };
  const { ms, memoryMb } = await timed(async () => {
    const vectors = made ?? (await embedAll(texts));
    const index = await openSqliteIndex({ file, settings, embedder, mode: "write" });
    for (let at = 0; at < texts.length; at += 500) {
      const put = [];
      for (let first = at; first < Math.min(at + 500, texts.length); first += CHUNKS_PER_DOCUMENT)
        put.push(prepared(texts.slice(first, first + CHUNKS_PER_DOCUMENT), first, vectors));
      index.write({ put });
    }
    index.publish();
    await index[Symbol.asyncDispose]();
  });
  const open = (): Promise<Index> => openSqliteIndex({ file, settings, embedder, mode: "read" });
  let index = await open();
  const ask = async (n: number, mode: Mode): Promise<readonly number[]> => {
    const hits = await index.search(queries[n] ?? "", { k: K, ...(mode === "filtered" ? { filter: { section: SECTION } } : {}) });
    return hits.map(({ chunk }) => Number(chunk.document.slice(4)) + chunk.ordinal - 1);
  };
  return {
    buildMs: ms,
    memoryMb,
    bytesOnDisk: statSync(file).size,
    ask,
    async reopen() {
      await index[Symbol.asyncDispose]();
      index = await open();
      await ask(0, "plain");
    },
    async close() {
      await index[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const sectionOf = (chunk: number): string => String(Math.floor(chunk / CHUNKS_PER_DOCUMENT) % SECTIONS);

const vectorAt = (vectors: Float32Array, chunk: number): Float32Array =>
  vectors.subarray(chunk * embedder.dimensions, (chunk + 1) * embedder.dimensions);

/** Vectors of the texts, kept between runs for the same texts and embedder. */
async function embedded(texts: readonly string[]): Promise<Float32Array> {
  const digest = createHash("sha256").update(embedder.id);
  for (const text of texts) digest.update(text);
  const file = `${CACHE}${digest.digest("hex").slice(0, 16)}.f32`;
  if (existsSync(file)) return new Float32Array(new Uint8Array(readFileSync(file)).buffer);
  const all = await embedAll(texts);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(file, new Uint8Array(all.buffer));
  return all;
}

async function embedAll(texts: readonly string[]): Promise<Float32Array> {
  const all = new Float32Array(texts.length * embedder.dimensions);
  for (let at = 0; at < texts.length; at += 500) {
    const batch = await embedder.embedBatch(texts.slice(at, at + 500), { inputType: "document" });
    for (const [i, vector] of batch.entries()) all.set(vector, (at + i) * embedder.dimensions);
  }
  return all;
}

function prepared(texts: readonly string[], first: number, vectors: Float32Array): PreparedDocument {
  const id = `doc-${String(first).padStart(8, "0")}`;
  const text = texts.join("\n");
  let start = 0;
  const chunks = texts.map((part, i): Chunk => {
    const chunk: Chunk = {
      id: `${id}#${i + 1}`,
      document: id,
      ordinal: i + 1,
      start,
      end: start + part.length,
      text: part,
      heading: [],
      locator: { kind: "line", line: i + 1 },
    };
    start += part.length + 1;
    return chunk;
  });
  const document = { id, mediaType: "text/plain", title: "", text, blocks: [], metadata: { section: sectionOf(first) }, notes: [] };
  return {
    root: "/bench",
    hash: id,
    bytes: text.length,
    document,
    chunks,
    vectors: texts.map((_, i) => vectorAt(vectors, first + i)),
    keys: chunks.map((chunk) => chunk.id),
  };
}
