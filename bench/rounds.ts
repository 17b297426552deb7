// Contenders side by side: each built in its own process on one core, then asked in turns, so that a machine that slows down slows all of them.
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Mode, Task } from "./contender.ts";
import type { Order, Reply } from "./search-worker.ts";

/** For building, and again for one turn of questions. */
const LIMIT_MS = 600_000;
const LIMIT_TEXT = "not done within ten minutes";
/** Questions in a turn: few, so that all contenders meet the same moods of the machine. */
const TURN = 20;
const worker = fileURLToPath(new URL("./search-worker.ts", import.meta.url));

/** Without `taskset` a contender may use all cores; the table says which it was. */
export const isPinned = spawnSync("taskset", ["-c", "0", "true"]).status === 0;

export interface Outcome {
  readonly task: Task;
  /** Why there are no figures. */
  readonly failure?: string;
  readonly buildMs?: number;
  /** What the process grew by while it was built. */
  readonly memoryMb?: number;
  readonly bytesOnDisk?: number;
  /** Closing, opening again and one question. */
  readonly reopenMs?: number;
  /** All rounds, in the order asked. */
  readonly timesMs?: Readonly<Partial<Record<Mode, readonly number[]>>>;
  /** Of the plain questions, in their order. */
  readonly found?: readonly (readonly number[])[];
}

interface Runner {
  readonly child: ChildProcess;
  outcome: Outcome;
}

export interface Plan {
  readonly questions: number;
  readonly rounds: number;
  readonly modes: readonly Mode[];
}

/** Builds one after the other, asks in turns, ends all of them. */
export async function measured(tasks: readonly Task[], { questions, rounds, modes }: Plan): Promise<readonly Outcome[]> {
  const runners: Runner[] = [];
  try {
    for (const task of tasks) {
      process.stderr.write(`building ${task.contender}, ${task.chunks} chunks ${task.dimensions ?? ""} ${task.data ?? ""}\n`);
      const runner: Runner = { child: started(), outcome: { task } };
      runners.push(runner);
      const reply = await told(runner, { kind: "build", task });
      if (reply?.kind === "built") {
        const { kind: _, ...figures } = reply;
        runner.outcome = { ...runner.outcome, ...figures };
        // To warm up, not counted.
        for (const mode of modes) await told(runner, { kind: "ask", from: 0, to: Math.min(TURN, questions), mode });
      }
    }
    for (let round = 0; round < rounds; round += 1) {
      for (let from = 0; from < questions; from += TURN) {
        const turn = { from, to: Math.min(from + TURN, questions) };
        for (const runner of runners) for (const mode of modes) await asked(runner, { ...turn, mode, isFirstRound: round === 0 });
      }
    }
    for (const runner of runners) {
      const reply = await told(runner, { kind: "reopen" });
      if (reply?.kind === "reopened" && reply.ms !== undefined) runner.outcome = { ...runner.outcome, reopenMs: reply.ms };
      await told(runner, { kind: "close" });
    }
    return runners.map(({ outcome }) => outcome);
  } finally {
    for (const { child } of runners) child.kill("SIGKILL");
  }
}

interface Turn {
  readonly from: number;
  readonly to: number;
  readonly mode: Mode;
  readonly isFirstRound: boolean;
}

async function asked(runner: Runner, { isFirstRound, ...turn }: Turn): Promise<void> {
  const reply = await told(runner, { kind: "ask", ...turn });
  if (reply?.kind !== "asked") return;
  const { timesMs = {}, found = [] } = runner.outcome;
  const { mode } = turn;
  runner.outcome = {
    ...runner.outcome,
    timesMs: { ...timesMs, [mode]: [...(timesMs[mode] ?? []), ...reply.timesMs] },
    found: mode === "plain" && isFirstRound ? [...found, ...reply.found] : found,
  };
}

function started(): ChildProcess {
  const command = [process.execPath, "--max-old-space-size=12000", "--disable-warning=ExperimentalWarning", worker];
  const [program = "", ...parameters] = isPinned ? ["taskset", "-c", "0", ...command] : command;
  // LanceDB is quicker when it does not print a warning for every query.
  const env = { ...process.env, LANCEDB_LOG: "error", LANCE_LOG: "error", RUST_LOG: "error" };
  return spawn(program, parameters, { env, stdio: ["ignore", "inherit", "inherit", "ipc"] });
}

/** Undefined when the contender failed, now or before; the outcome then says why. */
function told(runner: Runner, order: Order): Promise<Reply | undefined> {
  if (runner.outcome.failure !== undefined) return Promise.resolve(undefined);
  const { child } = runner;
  return new Promise((resolve) => {
    const done = (reply: Reply | undefined, failure?: string): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      if (failure !== undefined) {
        runner.outcome = { ...runner.outcome, failure };
        child.kill("SIGKILL");
      }
      resolve(reply);
    };
    const timer = setTimeout(() => {
      done(undefined, LIMIT_TEXT);
    }, LIMIT_MS);
    child.once("exit", (code, signal) => {
      done(undefined, `ended with ${signal ?? `exit code ${code}`}`);
    });
    child.once("message", (reply: Reply) => {
      done(reply.kind === "failed" ? undefined : reply, reply.kind === "failed" ? reply.reason : undefined);
    });
    child.send(order);
  });
}
