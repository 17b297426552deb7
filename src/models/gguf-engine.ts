import { availableParallelism } from "node:os";
import type { LlamaModel, Llama } from "node-llama-cpp";
import { FirstfitError } from "../core/errors.ts";
import type { GgufFacts } from "./gguf-files.ts";
import { importOptional } from "./import-optional.ts";

export interface GgufEngine {
  readonly llama: Llama;
  readonly model: LlamaModel;
}

/** One for a process; the threads are those of its first model. */
let started: Promise<Llama> | undefined;

/** The engine's threads wait for each other by spinning: where another process has one of their processors, all of them stand still. */
const freeThreads = (): number => Math.max(1, availableParallelism() - 1);

/**
 * Loads a file into llama.cpp, on the processor, with the build that the package brings: nothing is compiled or downloaded. Throws
 * MISSING_DEPENDENCY, and MODEL_FAILED for a file that it cannot load.
 */
export async function ggufEngine(facts: GgufFacts, threads = freeThreads()): Promise<GgufEngine> {
  const { getLlama } = await importOptional("node-llama-cpp", "A GGUF model", () => import("node-llama-cpp"));
  started ??= getLlama({ gpu: false, build: "never", skipDownload: true, logLevel: "error", maxThreads: threads });
  try {
    const llama = await started;
    return { llama, model: await llama.loadModel({ modelPath: facts.file, gpuLayers: 0 }) };
  } catch (cause) {
    throw new FirstfitError(
      "MODEL_FAILED",
      `${facts.file} (${facts.precision}) cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Check that the file is whole, and that this version of node-llama-cpp knows its architecture.",
      { cause },
    );
  }
}

/** One after the other, because a context serves one at a time. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return await mine;
  };
}
