import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

export interface ProcessSpec {
  /** A line for the shell, or a program with its arguments, which no shell looks at. */
  readonly command: string | readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type ProcessEnd =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "not started"; readonly reason: string };

export interface RunningProcess {
  write(text: string): void;
  endInput(): void;
  /** Asks it and all that it started to end, and makes them end soon after. */
  kill(): void;
  /** After it has ended, all that it started, and its output was read. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** The last line that it wrote to standard error; empty without one. */
  lastErrorLine(): string;
}

/** After SIGTERM. */
const KILL_AFTER_MS = 500;
/** What is still in the pipes after a process ended is read; something in the background may hold them open for ever. */
const OUTPUT_AFTER_MS = 300;
const ERRORS_KEPT = 8_192;
/** Windows has no process groups; there the process alone is ended. */
const HAS_GROUPS = process.platform !== "win32";

const running = new Set<ChildProcess>();
/** However this process ends, but for SIGKILL, none is left behind. */
const killAll = (): void => {
  for (const child of running) signalGroup(child, "SIGKILL");
};

/** Starts a process at the head of a group of its own, so that all that it starts in turn can be ended with it. */
export function startProcess({ command, cwd, env }: ProcessSpec, onOutput: (piece: Buffer) => void): RunningProcess {
  const [program = "", ...args] = typeof command === "string" ? [command] : command;
  const child = spawn(program, args, { cwd, env: { ...env }, shell: typeof command === "string", detached: HAS_GROUPS, windowsHide: true });
  if (running.size === 0) process.on("exit", killAll);
  running.add(child);
  let errors = "";
  child.stdout.on("data", onOutput);
  child.stderr.on("data", (piece: Buffer) => (errors = `${errors}${piece.toString()}`.slice(-ERRORS_KEPT)));
  // one that does not read its input, or has ended, breaks the pipe; how it ended is what counts
  for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.on("error", () => {});
  let killing: NodeJS.Timeout | undefined;
  const ended = new Promise<ProcessEnd>((resolve) => {
    let waiting: NodeJS.Timeout | undefined;
    const settle = (end: ProcessEnd): void => {
      clearTimeout(waiting);
      clearTimeout(killing);
      signalGroup(child, "SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      running.delete(child);
      if (running.size === 0) process.off("exit", killAll);
      resolve(end);
    };
    child.once("error", ({ message }) => {
      if (child.pid === undefined) settle({ kind: "not started", reason: message });
    });
    child.once("exit", (code, signal) => {
      const end: ProcessEnd = signal === null ? { kind: "exited", code: code ?? 0 } : { kind: "killed", signal };
      waiting = setTimeout(() => settle(end), OUTPUT_AFTER_MS);
      child.once("close", () => settle(end));
    });
  });
  return {
    write: (text) => void child.stdin.write(text),
    endInput: () => void child.stdin.end(),
    kill() {
      if (killing !== undefined || !running.has(child)) return;
      signalGroup(child, "SIGTERM");
      killing = setTimeout(() => signalGroup(child, "SIGKILL"), KILL_AFTER_MS);
    },
    ended,
    lastErrorLine: () =>
      errors
        .split(/\r?\n/)
        .map((line) => line.trim())
        .findLast((line) => line !== "") ?? "",
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (HAS_GROUPS) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch (error) {
    // ESRCH: it is gone already; EPERM: all that is left of it belongs to somebody else
    if (!(error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM"))) throw error;
  }
}
