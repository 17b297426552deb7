// Keyword search over the same texts: every word of the question counts, none is required.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bm25, termWeights } from "../src/search/bm25.ts";
import { buildPostings } from "../src/search/postings.ts";
import { analyze, analyzeChunks } from "../src/text/analyze.ts";
import { K, timed } from "./contender.ts";
import type { Contenders } from "./contender.ts";
import { benchCorpus } from "./corpus.ts";
import { peer } from "./peers-install.ts";

export const KEYWORD_CONTENDERS: Contenders = {
  firstfit: async ({ chunks }) => {
    const { texts, queries } = benchCorpus(chunks);
    const {
      result: index,
      ms,
      memoryMb,
    } = await timed(() => {
      const parts = [];
      // As documents of ten chunks, which is how they come.
      for (let at = 0; at < texts.length; at += 10) parts.push(analyzeChunks(texts.slice(at, at + 10).map((body) => ({ body }))));
      return bm25({ postings: [buildPostings(parts)] });
    });
    return { buildMs: ms, memoryMb, ask: async (n) => index.ask(termWeights(analyze(queries[n] ?? ""))).top(K) };
  },

  "SQLite FTS5": async ({ chunks }) => {
    const { texts, queries } = benchCorpus(chunks);
    const { DatabaseSync } = await import("node:sqlite");
    const folder = mkdtempSync(join(tmpdir(), "firstfit-bench-"));
    const file = join(folder, "fts.db");
    const database = new DatabaseSync(file);
    const { ms, memoryMb } = await timed(() => {
      database.exec(
        "pragma journal_mode = wal; pragma synchronous = full; create virtual table chunks using fts5(text, tokenize = 'porter unicode61')",
      );
      const insert = database.prepare("insert into chunks(rowid, text) values (?, ?)");
      database.exec("begin");
      for (const [i, text] of texts.entries()) insert.run(i, text);
      database.exec("commit; pragma wal_checkpoint(truncate)");
    });
    const select = database.prepare(`select rowid from chunks where chunks match ? order by bm25(chunks) limit ${K}`);
    const words = (question: string): string => (question.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `"${word}"`).join(" OR ");
    return {
      buildMs: ms,
      memoryMb,
      bytesOnDisk: statSync(file).size,
      ask: async (n) => select.all(words(queries[n] ?? "")).map(({ rowid }) => Number(rowid)),
      async close() {
        database.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },

  MiniSearch: async ({ chunks }) => {
    const { texts, queries } = benchCorpus(chunks);
    const { default: MiniSearch } = await peer<{
      readonly default: new (options: object) => {
        addAll(documents: readonly object[]): void;
        search(query: string, options: object): readonly { readonly id: number }[];
      };
    }>("minisearch");
    const index = new MiniSearch({ fields: ["text"] });
    const { ms, memoryMb } = await timed(() => index.addAll(texts.map((text, id) => ({ id, text }))));
    return {
      buildMs: ms,
      memoryMb,
      ask: async (n) =>
        index
          .search(queries[n] ?? "", { combineWith: "OR" })
          .slice(0, K)
          .map(({ id }) => id),
    };
  },

  "wink-bm25": async ({ chunks }) => {
    const { texts, queries } = benchCorpus(chunks);
    interface Engine {
      defineConfig(config: object): void;
      definePrepTasks(tasks: readonly unknown[]): void;
      addDoc(document: object, id: number): void;
      consolidate(): void;
      search(query: string, limit: number): readonly (readonly [id: string | number, score: number])[];
    }
    const engine = (await peer<{ readonly default: () => Engine }>("wink-bm25-text-search")).default();
    const { default: nlp } = await peer<{
      readonly default: { readonly string: Record<string, unknown>; readonly tokens: Record<string, unknown> };
    }>("wink-nlp-utils");
    const { ms, memoryMb } = await timed(() => {
      engine.defineConfig({ fldWeights: { text: 1 } });
      engine.definePrepTasks([nlp.string["lowerCase"], nlp.string["tokenize0"], nlp.tokens["removeWords"], nlp.tokens["stem"]]);
      for (const [id, text] of texts.entries()) engine.addDoc({ text }, id);
      engine.consolidate();
    });
    return { buildMs: ms, memoryMb, ask: async (n) => engine.search(queries[n] ?? "", K).map(([id]) => Number(id)) };
  },

  Orama: async ({ chunks }) => {
    const { texts, queries } = benchCorpus(chunks);
    const orama = await peer<{
      create(options: object): object;
      insertMultiple(db: object, documents: readonly object[], batch: number): Promise<unknown>;
      search(db: object, query: object): Promise<{ readonly hits: readonly { readonly document: { readonly number: number } }[] }>;
    }>("@orama/orama");
    const index = orama.create({ schema: { text: "string" } });
    const { ms, memoryMb } = await timed(() =>
      orama.insertMultiple(
        index,
        texts.map((text, number) => ({ text, number })),
        1_000,
      ),
    );
    return {
      buildMs: ms,
      memoryMb,
      ask: async (n) =>
        (await orama.search(index, { term: queries[n] ?? "", limit: K, threshold: 1 })).hits.map(({ document }) => document.number),
    };
  },
};
