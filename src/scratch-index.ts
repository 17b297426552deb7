import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IndexSettings } from "./core/retrieval.ts";
import type { ScratchIndex, ScratchOptions } from "./flows/scratch-index.ts";

/** An empty index for a trial: in memory, or in a folder of its own that goes with it. */
export async function scratchIndex({ embedder, chunk, kept }: ScratchOptions): Promise<ScratchIndex> {
  const [{ chunkerRevision }, { ANALYZER_REVISION }, { isEnglishWord }] = await Promise.all([
    import("./text/chunk.ts"),
    import("./text/analyze.ts"),
    import("./models/word-vectors.ts"),
  ]);
  const { chunkTokensMin, chunkTokensMax } = chunk;
  const revision = `chunker ${chunkerRevision(chunk)}, analyzer ${ANALYZER_REVISION}`;
  const settings: IndexSettings = { embedder: embedder.id, dimensions: embedder.dimensions, chunkTokensMin, chunkTokensMax, revision };
  if (kept === "memory") {
    const index = (await import("./stores/memory.ts")).memoryIndex({ settings, embedder, isWord: isEnglishWord });
    return { index, bytes: async () => 0, [Symbol.asyncDispose]: () => index[Symbol.asyncDispose]() };
  }
  const folder = await mkdtemp(join(tmpdir(), "firstfit-trial-"));
  const file = join(folder, "index.db");
  const index = await (
    await import("./stores/sqlite.ts")
  ).openSqliteIndex({ file, embedder, settings, isWord: isEnglishWord, mode: "write" });
  return {
    index,
    bytes: async () => [file, `${file}-wal`].reduce((sum, part) => sum + (statSync(part, { throwIfNoEntry: false })?.size ?? 0), 0),
    async [Symbol.asyncDispose]() {
      await index[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
