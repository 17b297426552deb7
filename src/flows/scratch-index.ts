import type { Embedder, Index } from "../core/retrieval.ts";
import type { ChunkSettings } from "../text/chunk.ts";

export interface ScratchOptions {
  readonly embedder: Embedder;
  readonly chunk: ChunkSettings;
  /** `file`: as a project keeps it, in a folder of its own. `memory`: faster, ranks alike. */
  readonly kept: "file" | "memory";
}

/** An index beside the project's, for a trial. Whatever it keeps on disk is gone when it is disposed of. */
export interface ScratchIndex extends AsyncDisposable {
  readonly index: Index;
  /** Bytes on disk; 0 in memory. */
  bytes(): Promise<number>;
}
