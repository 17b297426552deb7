import { Worker } from "node:worker_threads";
import type { Extraction } from "../core/document.ts";
import type { ParseReply, ParseRequest } from "./parse-worker.ts";

/** What one file may cost. */
export interface ParseLimits {
  readonly timeMsMax: number;
  /** Heap and buffers of the thread together. */
  readonly bytesMax: number;
}

const MEGABYTE = 2 ** 20;
/** The rest of the process has room beside it within 512 MB, also after other threads were stopped. */
const BYTES_MAX = 320 * MEGABYTE;
/** A hostile file is small and has 8 seconds; a large one has 2 more for each megabyte, up to a minute. */
const TIME_MS_MIN = 8_000;
const TIME_MS_PER_MEGABYTE = 2_000;
const TIME_MS_MAX = 60_000;
/** Often enough that memory cannot grow by more than some ten megabytes unseen. */
const WATCH_MS = 25;

export function limitsFor(fileBytes: number): ParseLimits {
  const timeMsMax = Math.min(TIME_MS_MAX, TIME_MS_MIN + TIME_MS_PER_MEGABYTE * Math.floor(fileBytes / MEGABYTE));
  return { timeMsMax, bytesMax: BYTES_MAX };
}

/** The thread that waits for the next file. Starting one and loading a PDF reader takes longer than most files. */
let idle: Worker | undefined;

/**
 * Runs a parser in a thread with limits on time and memory, because a hostile file can make any parser hang or hold gigabytes.
 * Never rejects for what is in the file: the reason says what happened. The thread is kept for the next file when it behaved
 * and the file was small: of a large one it would hold the garbage, up to its limit, for the rest of the run.
 */
export async function parseIsolated(request: ParseRequest, limits: ParseLimits = limitsFor(request.bytes.length)): Promise<Extraction> {
  const worker = idle ?? startWorker(limits.bytesMax);
  idle = undefined;
  worker.ref();
  const outcome = await runWithin(worker, request, limits);
  if (outcome.kind === "parsed" && idle === undefined && request.bytes.length < MEGABYTE) {
    idle = worker;
    worker.unref();
  } else await worker.terminate();
  return outcome.kind === "parsed" ? outcome.extraction : { kind: "skipped", reason: outcome.message };
}

/** Options of a program given on the command line, and of the process's memory, which a thread cannot have; the others hold for it too. */
const ofScript = /^(?:--input-type=.*|--max[-_][a-z_-]+=.*|-e|--eval|-p|--print|-pe)$/;

/** The worker's file has the ending of this one: .ts from source, .js when built. */
function startWorker(bytesMax: number): Worker {
  const file = import.meta.url.endsWith(".ts")
    ? new URL("./parse-worker.ts", import.meta.url)
    : new URL("parse-worker.js", import.meta.url);
  const worker = new Worker(file, {
    execArgv: process.execArgv.filter((argument, at) => !ofScript.test(argument) && !ofScript.test(process.execArgv[at - 1] ?? "")),
    // What a parser prints is not for the reader of our output; the worker drops it (reading it here would keep the process alive).
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(bytesMax / MEGABYTE), maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  // One that ends while it waits is not handed a file. Without a listener its error would end this process.
  const forget = (): void => {
    if (idle === worker) idle = undefined;
  };
  return worker.on("error", forget).on("exit", forget);
}

function runWithin(worker: Worker, request: ParseRequest, limits: ParseLimits): Promise<ParseReply> {
  const { promise, resolve } = Promise.withResolvers<ParseReply>();
  const fail = (message: string): void => resolve({ kind: "failed", message });
  const onMessage = (reply: ParseReply): void =>
    resolve(reply.kind === "parsed" ? reply : { kind: "failed", message: `damaged: ${reply.message}` });
  const onError = (error: unknown): void => fail(errorReason(error, limits));
  const onExit = (): void => fail("its parser stopped by itself");
  const deadline = setTimeout(() => fail(`over a limit: not read within ${limits.timeMsMax / 1_000} s`), limits.timeMsMax);
  let asking = false;
  const watch = setInterval(() => {
    if (asking) return;
    asking = true;
    void bytesOf(worker).then((bytes) => {
      asking = false;
      if (bytes > limits.bytesMax) fail(memoryReason(limits));
      return undefined;
    });
  }, WATCH_MS);
  worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  worker.postMessage(request, []);
  return promise.finally(() => {
    clearTimeout(deadline);
    clearInterval(watch);
    worker.off("message", onMessage).off("error", onError).off("exit", onExit);
  });
}

/** Heap and buffers that a thread holds; it answers while its code runs. */
async function bytesOf(worker: Worker): Promise<number> {
  try {
    const { used_heap_size, external_memory } = await worker.getHeapStatistics();
    return used_heap_size + external_memory;
  } catch {
    // ERR_WORKER_NOT_RUNNING: it has ended, which its exit tells.
    return 0;
  }
}

function memoryReason({ bytesMax }: ParseLimits): string {
  return `over a limit: reading it takes more than ${Math.round(bytesMax / MEGABYTE)} MB of memory`;
}

function errorReason(error: unknown, limits: ParseLimits): string {
  if (error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") return memoryReason(limits);
  return `damaged: ${error instanceof Error ? error.message : String(error)}`;
}
