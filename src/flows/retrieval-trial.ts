import type { Extraction } from "../core/document.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Report } from "../core/progress.ts";
import type { Embedder, Index } from "../core/retrieval.ts";
import { buildCorpus } from "./eval-retrieval/build.ts";
import type { CorpusRow } from "./eval-retrieval/judged-set.ts";
import { ingest } from "./ingest.ts";
import type { FileSystem } from "./ingest/file-system.ts";
import { shareIndex } from "./retrieval-settings.ts";
import type { RetrievalSettings } from "./retrieval-settings.ts";
import type { ScratchIndex, ScratchOptions } from "./scratch-index.ts";

/** An index made with the settings of a trial. */
export interface Trial extends AsyncDisposable {
  readonly index: Index;
  bytes(): Promise<number>;
  /** What building it took; absent for the project's own index, which was there. */
  readonly seconds?: number;
}

/** The same documents under any settings. */
export interface Trials {
  open(settings: RetrievalSettings, kept: ScratchOptions["kept"]): Promise<Trial>;
}

export interface TrialContext {
  scratchIndex(options: ScratchOptions): Promise<ScratchIndex>;
  embedder(name: string): Promise<Embedder>;
  extract(bytes: Uint8Array, path: string): Promise<Extraction>;
  readonly report: Report;
  readonly signal: AbortSignal;
  monotonicMs(): number;
}

/** Trials on a corpus of its own, which is built anew for every opening. */
export function corpusTrials(rows: readonly CorpusRow[], context: TrialContext): Trials {
  return {
    open: (settings, kept) =>
      built(settings, kept, context, (index, embedder) => buildCorpus(rows, { ...context, index, embedder, chunk: settings.chunk })),
  };
}

export interface ProjectTrialContext extends TrialContext {
  /** What the project's own index was made with. */
  readonly project: RetrievalSettings;
  openIndex(): Promise<Index>;
  /** The project's index file. */
  readonly store: string;
  readonly exclude: readonly string[];
  readonly fileSystem: FileSystem;
  extensions(): Promise<ReadonlySet<string>>;
}

/** Trials on the project's documents: on its own index where its settings allow, and else on one made anew from the same folders. */
export function projectTrials(context: ProjectTrialContext): Trials {
  const { project, fileSystem } = context;
  return {
    async open(settings, kept) {
      if (!shareIndex(settings, project)) return await rebuilt(settings, kept, context);
      const index = await context.openIndex();
      return {
        index,
        bytes: async () => (await fileSystem.entry(context.store)).bytes,
        [Symbol.asyncDispose]: () => index[Symbol.asyncDispose](),
      };
    },
  };
}

async function rebuilt(settings: RetrievalSettings, kept: ScratchOptions["kept"], context: ProjectTrialContext): Promise<Trial> {
  let roots: readonly string[];
  {
    await using own = await context.openIndex();
    roots = own.roots();
  }
  return await built(settings, kept, context, async (index, embedder) => {
    const outcome = await ingest(roots, {
      index,
      embedder,
      extract: (bytes, path) => context.extract(bytes, path),
      extensions: await context.extensions(),
      fileSystem: context.fileSystem,
      settings: { exclude: context.exclude, chunk: settings.chunk },
      report: context.report,
      signal: context.signal,
      monotonicMs: () => context.monotonicMs(),
    });
    if (context.signal.aborted)
      throw new FirstfitError("INTERRUPTED", "Stopped while indexing for a trial.", "Run it again; nothing was kept.");
    if (outcome.kind === "empty") throw new FirstfitError("NOT_FOUND", outcome.message, outcome.fix);
  });
}

async function built(
  settings: RetrievalSettings,
  kept: ScratchOptions["kept"],
  context: TrialContext,
  build: (index: Index, embedder: Embedder) => Promise<void>,
): Promise<Trial> {
  const embedder = await context.embedder(settings.embedder);
  const scratch = await context.scratchIndex({ embedder, chunk: settings.chunk, kept });
  try {
    const startedMs = context.monotonicMs();
    await build(scratch.index, embedder);
    const seconds = (context.monotonicMs() - startedMs) / 1000;
    return { index: scratch.index, bytes: () => scratch.bytes(), seconds, [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose]() };
  } catch (error) {
    await scratch[Symbol.asyncDispose]();
    throw error;
  }
}
