import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Json } from "../../core/calls.ts";
import type { Candidate, CandidateOutput, Case, TrialContext } from "../../core/evaluation.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { CommandCandidate } from "../candidate-schema.ts";
import { startProcess } from "./child-process.ts";
import { endText, failed, interrupted, lastLine, OUTPUT_BYTES_MAX, tooLate } from "./command-ends.ts";
import type { CommandParts } from "./command-ends.ts";
import { lineWorker } from "./command-lines.ts";
import type { LineWorker } from "./command-lines.ts";
import { inputText } from "../../core/evaluation.ts";
import { holding } from "./own-cost.ts";
import type { CandidateParts } from "./parts.ts";
import { Secrets, shownCommand } from "./secrets.ts";

const TIMEOUT_SECONDS = 120;
/** Of a script that is named in the command and is part of its definition. */
const SCRIPT_BYTES_MAX = 10 * 1024 * 1024;

/**
 * A program in any language. `text`: one process a trial, the input on its standard input and the output on its standard output. `json-lines`: processes that
 * live as long as the candidate and answer line by line. Whatever it started is ended with it. In a dry run nothing is started. Throws BAD_CONFIG and MISSING_KEY.
 */
export function commandCandidate(name: string, config: CommandCandidate, parts: CandidateParts): Candidate {
  const { names, plan } = parts;
  const cwd = resolve(names.folder, config.cwd ?? ".");
  checkFolder(cwd, name, config);
  const secrets = new Secrets({ environment: names.environment, name, isDryRun: names.isDryRun });
  const env = { ...names.environment, ...secrets.resolveAll(config.env ?? {}, "The variable") };
  const command: CommandParts = {
    name,
    spec: { command: config.command, cwd, env },
    timeoutMs: (config.timeoutSeconds ?? TIMEOUT_SECONDS) * 1_000,
    redact: (text) => secrets.redact(names.keys.redact(text)),
  };
  const { protocol = "text", processes = 1 } = config;
  const workers = protocol === "text" ? [] : Array.from({ length: processes }, () => lineWorker(command));
  const shown = names.keys.redact(shownCommand(config.command));
  const held = holding(parts);
  const concurrencyMax = config.concurrency ?? (protocol === "text" ? undefined : processes);
  return {
    name,
    definition: definitionOf(config, { shown, cwd }),
    ownCost: { of: "a command", told: protocol === "text" ? "never" : "maybe" },
    ...(concurrencyMax === undefined ? {} : { concurrencyMax }),
    async run(input, context) {
      if (plan !== undefined) return await plan("command", shown);
      return await held(async () => {
        const worker = leastBusy(workers);
        const output = worker === undefined ? await runOnce(command, input, context) : await worker.ask(input, context);
        const text = JSON.stringify(output);
        const kept = command.redact(text);
        const value = kept === text ? output : (JSON.parse(kept) as CandidateOutput); // a key is replaced by plain characters, so it stays JSON of the same form
        return { value, cost: value.cost };
      }, context.signal);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function leastBusy(workers: readonly LineWorker[]): LineWorker | undefined {
  return workers.reduce<LineWorker | undefined>(
    (best, worker) => (best === undefined || worker.busy() < best.busy() ? worker : best),
    undefined,
  );
}

function checkFolder(cwd: string, name: string, { cwd: said = "." }: CommandCandidate): void {
  if (existsSync(cwd) && statSync(cwd).isDirectory()) return;
  throw new FirstfitError(
    "BAD_CONFIG",
    `The candidate ${name} runs in the folder ${said}, which is not there.`,
    "Write `cwd` relative to the configuration.",
  );
}

/** What is seen of a program: its command, and the files of its folder that the command names. */
function definitionOf(config: CommandCandidate, { shown, cwd }: { readonly shown: string; readonly cwd: string }): Json {
  const words = typeof config.command === "string" ? config.command.split(/[\s;|&<>()'"]+/) : config.command;
  const files = [...new Set(words)].toSorted().flatMap((word) => {
    const hash = scriptHash(resolve(cwd, word));
    return word === "" || hash === undefined ? [] : [[word, hash] as const];
  });
  return {
    kind: "command",
    command: shown,
    protocol: config.protocol ?? "text",
    ...(config.cwd === undefined ? {} : { cwd: config.cwd }),
    ...(config.env === undefined ? {} : { env: { ...config.env } }),
    files: Object.fromEntries(files),
    unseen: "what the program reads and imports beside these files",
  };
}

function scriptHash(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > SCRIPT_BYTES_MAX) return undefined;
  try {
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  } catch (error) {
    // a program that may be run and not read
    if (error instanceof Error && "code" in error && error.code === "EACCES") return undefined;
    throw error;
  }
}

/** One process for one trial. */
async function runOnce(command: CommandParts, input: Case["input"], { signal, caseId, repeat }: TrialContext): Promise<CandidateOutput> {
  const { name, spec, timeoutMs } = command;
  if (signal.aborted) throw interrupted(signal.reason);
  const pieces: Buffer[] = [];
  let bytes = 0;
  let stopped: FirstfitError | undefined;
  const env = { ...spec.env, FIRSTFIT_CASE_ID: caseId.replaceAll("\0", ""), FIRSTFIT_REPEAT: String(repeat) };
  const startedMs = performance.now();
  const child = startProcess({ ...spec, env }, (piece) => {
    bytes += piece.length;
    if (bytes <= OUTPUT_BYTES_MAX) pieces.push(piece);
    else stop(failed(`${name} wrote more than ${OUTPUT_BYTES_MAX / 1024 ** 2} MiB and was stopped.`));
  });
  const stop = (why: FirstfitError): void => {
    stopped ??= why;
    child.kill();
  };
  const timer = setTimeout(() => stop(tooLate(name, timeoutMs)), timeoutMs);
  const onAbort = (): void => stop(interrupted(signal.reason));
  signal.addEventListener("abort", onAbort, { once: true });
  const text = inputText(input);
  // a last line without its end is not read by every program
  child.write(text.endsWith("\n") ? text : `${text}\n`);
  child.endInput();
  const end = await child.ended;
  clearTimeout(timer);
  signal.removeEventListener("abort", onAbort);
  if (stopped !== undefined) throw stopped;
  const latencyMs = Math.round((performance.now() - startedMs) * 1000) / 1000;
  if (end.kind !== "exited" || end.code !== 0) throw failed(endText(command, end, child.lastErrorLine()));
  const said = Buffer.concat(pieces)
    .toString("utf8")
    .replace(/[\r\n]+$/, "");
  if (said.trim() === "")
    throw failed(`${name} ended with exit code 0 and wrote nothing to its standard output.${lastLine(command, child.lastErrorLine())}`);
  return { text: said, latencyMs };
}
