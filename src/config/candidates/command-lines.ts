import { StringDecoder } from "node:string_decoder";
import type { CandidateOutput, Case, TrialContext } from "../../core/evaluation.ts";
import { FirstfitError } from "../../core/errors.ts";
import { startProcess } from "./child-process.ts";
import type { RunningProcess } from "./child-process.ts";
import { endText, failed, interrupted, OUTPUT_BYTES_MAX, tooLate } from "./command-ends.ts";
import type { CommandParts } from "./command-ends.ts";
import { conversationOf } from "./conversation.ts";
import { shapeOf } from "./json-path.ts";
import { isRecord } from "./records.ts";
import { asOutputText, citationsOf, toolCallsOf, usageOf } from "./reply-fields.ts";

/** A process that answers one line of JSON with one line of JSON. Started with the first trial, and again after it died. */
export interface LineWorker {
  /** Trials that it works on. */
  busy(): number;
  ask(input: Case["input"], context: TrialContext): Promise<CandidateOutput>;
  /** Ends it, and waits until it has ended. */
  close(): Promise<void>;
}

interface Waiting {
  settle(
    answer:
      | { readonly kind: "answered"; readonly reply: Readonly<Record<string, unknown>> }
      | { readonly kind: "failed"; readonly error: Error },
  ): void;
}

/**
 * Sends `{"id", "input", "metadata", "repeat"}` and takes `{"id", "output", …}`, in any order. A process that dies, or writes what is no answer, fails the trials that it
 * works on and no others.
 */
export function lineWorker(command: CommandParts): LineWorker {
  const { name, spec, timeoutMs } = command;
  const waiting = new Map<string, Waiting>();
  /** Given up, and perhaps answered later. */
  const forgotten = new Set<string>();
  let child: RunningProcess | undefined;
  /** Those too that were broken off and are about to end. */
  const alive = new Set<RunningProcess>();

  const failAll = (error: Error): void => {
    const all = [...waiting.values()];
    waiting.clear();
    for (const each of all) each.settle({ kind: "failed", error });
  };
  const breakOff = (error: FirstfitError): void => {
    failAll(error);
    child?.kill();
    child = undefined;
  };
  const onLine = (line: string): void => {
    if (line.trim() === "") return;
    const reply = parsedLine(line);
    if (reply === undefined)
      return breakOff(
        protocolError(
          `${name} wrote a line that is no JSON object ("${command.redact(line.trim()).slice(0, 80)}"). What is no answer belongs on standard error.`,
        ),
      );
    const id = idOf(reply, [...waiting.keys()]);
    if (id !== undefined && forgotten.delete(id)) return;
    const asked = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || asked === undefined)
      return breakOff(
        protocolError(
          `${name} answered ${id === undefined ? "without an id" : `the id ${JSON.stringify(id.slice(0, 60))}, which it was not asked`}.`,
        ),
      );
    waiting.delete(id);
    asked.settle({ kind: "answered", reply });
  };
  const watch = async (started: RunningProcess): Promise<void> => {
    const end = await started.ended;
    alive.delete(started);
    if (child !== started) return;
    child = undefined;
    failAll(failed(endText(command, end, started.lastErrorLine())));
  };
  const start = (): RunningProcess => {
    const lines = lineReader(onLine, () =>
      breakOff(protocolError(`${name} wrote a line of more than ${OUTPUT_BYTES_MAX / 1024 ** 2} MiB.`)),
    );
    const started = startProcess(spec, (piece) => {
      if (child === started) lines(piece);
    });
    alive.add(started);
    void watch(started);
    forgotten.clear();
    return started;
  };

  return {
    busy: () => waiting.size,
    async ask(input, { signal, caseId, repeat, metadata = {} }) {
      if (signal.aborted) throw interrupted(signal.reason);
      child ??= start();
      const id = freeId(repeat === 0 ? caseId : `${caseId}#${repeat}`, (taken) => waiting.has(taken) || forgotten.has(taken));
      const startedMs = performance.now();
      const answered = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
        const giveUp = (error: Error): void => {
          waiting.delete(id);
          forgotten.add(id);
          settle({ kind: "failed", error });
        };
        const timer = setTimeout(() => {
          giveUp(tooLate(name, timeoutMs));
          // whoever is behind it would wait for it as well
          breakOff(failed(`${name} was stopped, because it did not answer another trial in time.`));
        }, timeoutMs);
        const onAbort = (): void => giveUp(interrupted(signal.reason));
        signal.addEventListener("abort", onAbort, { once: true });
        const settle: Waiting["settle"] = (answer) => {
          clearTimeout(timer);
          signal.removeEventListener("abort", onAbort);
          if (answer.kind === "answered") resolve(answer.reply);
          else reject(answer.error);
        };
        waiting.set(id, { settle });
      });
      child.write(`${JSON.stringify({ id, input: lineInput(input), metadata, repeat })}\n`);
      const output = outputOf(await answered, name);
      return { latencyMs: Math.round((performance.now() - startedMs) * 1000) / 1000, ...output };
    },
    async close() {
      const all = [...alive];
      child = undefined;
      failAll(interrupted(undefined));
      for (const each of all) each.endInput();
      // one that ends with its input has time to; the others are told to
      const timer = setTimeout(() => {
        for (const each of all) each.kill();
      }, CLOSE_AFTER_MS);
      await Promise.all(all.map(({ ended }) => ended));
      clearTimeout(timer);
    },
  };
}

/** A process is asked to end by the end of its input, and told so by a signal after this. */
const CLOSE_AFTER_MS = 500;

function lineInput(input: Case["input"]): unknown {
  if (typeof input === "string") return input;
  const { system, messages } = conversationOf(input);
  const said = messages.map(({ role, text }) => ({ role, content: text }));
  return system === "" ? said : [{ role: "system", content: system }, ...said];
}

function freeId(wanted: string, isTaken: (id: string) => boolean): string {
  let id = wanted;
  for (let n = 2; isTaken(id); n += 1) id = `${wanted}~${n}`;
  return id;
}

/** Who answers one trial after the other need not say which one it is. */
function idOf(reply: Readonly<Record<string, unknown>>, waiting: readonly string[]): string | undefined {
  const { id } = reply;
  if (typeof id === "string" || typeof id === "number") return String(id);
  return id === undefined && waiting.length === 1 ? waiting[0] : undefined;
}

function parsedLine(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    // whoever asked says what the line was
    return undefined;
  }
}

/** Lines of bytes that come in pieces. `tooLong` is told of a line that does not end. */
function lineReader(onLine: (line: string) => void, tooLong: () => void): (piece: Buffer) => void {
  const decoder = new StringDecoder("utf8");
  let rest: string[] = [];
  let length = 0;
  return (piece) => {
    const [first = "", ...others] = decoder.write(piece).split("\n");
    rest.push(first);
    length += first.length;
    if (others.length > 0) {
      const last = others.pop() ?? "";
      const lines = [rest.join(""), ...others];
      rest = [last];
      ({ length } = last);
      for (const line of lines) onLine(line);
    }
    if (length > OUTPUT_BYTES_MAX) {
      rest = [];
      length = 0;
      tooLong();
    }
  };
}

function outputOf(reply: Readonly<Record<string, unknown>>, name: string): CandidateOutput {
  const { error, output, stop } = reply;
  if (error !== undefined && error !== null) throw failed(`${name}: ${typeof error === "string" ? error : JSON.stringify(error)}`);
  const read = <T>(field: string, as: (value: unknown) => T | undefined): T | undefined => {
    const value = reply[field];
    if (value === undefined || value === null) return undefined;
    const known = as(value);
    if (known === undefined) throw protocolError(`${name} answered with ${shapeOf(value)} as "${field}".`);
    return known;
  };
  const amount = (value: unknown): number | undefined =>
    typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
  const toolCalls = read("toolCalls", toolCallsOf) ?? read("tool_calls", toolCallsOf);
  if ((output === undefined || output === null) && (toolCalls ?? []).length === 0)
    throw protocolError(`${name} answered without an "output": it has ${shapeOf(reply)}.`);
  const usage = read("usage", usageOf);
  const citations = read("citations", citationsOf);
  const abstained = read("abstained", (value) => (typeof value === "boolean" ? value : undefined));
  const usd = read("cost", amount);
  const latencyMs = read("latencyMs", amount);
  return {
    text: output === undefined || output === null ? "" : asOutputText(output),
    ...(toolCalls === undefined ? {} : { toolCalls }),
    ...(citations === undefined ? {} : { citations }),
    ...(abstained === undefined ? {} : { abstained }),
    ...(stop === "end" || stop === "length" || stop === "refusal" ? { stop } : {}),
    ...(usage === undefined ? {} : { usage }),
    ...(usd === undefined ? {} : { cost: { kind: "known", usd } }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  };
}

function protocolError(message: string): FirstfitError {
  return new FirstfitError(
    "PROTOCOL",
    message,
    'Write one JSON object a line: {"id": …, "output": …}, and nothing else on standard output. docs/candidates.md',
  );
}
