import { enableCompileCache } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { isatty } from "node:tty";
import { setFlagsFromString } from "node:v8";

const isOneCore = availableParallelism() === 1;
// Before anything else is imported, so that the second start already compiles nothing. What was compiled with other flags is of no use, and would only be replaced.
enableCompileCache(isOneCore ? join(tmpdir(), "node-compile-cache", "one-core") : undefined);
const [{ builtVerbs }, { packageVersion }, { isOverview, printOverview, widthOf }] = await Promise.all([
  import("./package-files.ts"),
  import("../config/package-version.ts"),
  import("./program.ts"),
]);

/** What is written is on its way by then. */
const LEAVE_MS = 200;

const stream = (out: NodeJS.WriteStream) => ({
  write: (chunk: string) => void out.write(chunk),
  isTTY: out.isTTY === true,
  columns: widthOf(out),
});
// `firstfit list | head -1` closes the pipe early, which is no error. A verb that has ended keeps its exit code: a bar that is not met stays so.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  setImmediate(() => process.exit());
});
// `firstfit eval 2>&1 | head -1`: nobody reads the progress any more, and what is under way is not worth less for it.
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

if (!isOverviewPrinted()) process.exitCode = await runVerb();

/** `firstfit --help` loads no verb where a build has left their list. */
function isOverviewPrinted(): boolean {
  const typed = process.argv.slice(2);
  const verbs = isOverview(typed) ? builtVerbs() : undefined;
  if (verbs === undefined) return false;
  printOverview({ stdout: stream(process.stdout), stderr: stream(process.stderr) }, typed, { verbs, version: packageVersion() });
  return true;
}

/**
 * On one core nothing runs beside. Threads that collect would only take turns with this one; and compiling takes a quarter of the time, most of it for functions
 * that would have been done sooner without: so a function has to be called four times as often before it is compiled, and twenty times as often before it is
 * compiled at length.
 */
async function settleOnOneCore(): Promise<void> {
  // What every verb loads of Node. It comes compiled, and that is of use only as long as the flags are those that Node was built with.
  await Promise.all([
    import("node:child_process"),
    import("node:crypto"),
    import("node:fs/promises"),
    import("node:perf_hooks"),
    import("node:sqlite"),
    import("node:timers/promises"),
    import("node:worker_threads"),
    import("node:zlib"),
  ]);
  for (const flag of [
    "no-parallel-scavenge",
    "no-concurrent-marking",
    "no-concurrent-sweeping",
    "no-concurrent-sparkplug",
    "invocation-count-for-maglev=1500",
    "invocation-count-for-turbofan=60000",
    "invocation-count-for-osr=2000",
  ])
    setFlagsFromString(`--${flag}`);
}

async function runVerb(): Promise<number> {
  if (isOneCore) await settleOnOneCore();
  const [{ runCli }, { EXIT }] = await Promise.all([import("./cli.ts"), import("../operations.ts")]);
  const { buildApp } = await import("../config.ts");
  const interrupt = new AbortController();
  // as shells count: 128 and the number of the signal
  const signalled: { exit?: number } = {};
  for (const [signal, exit] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.on(signal, () => {
      if (signalled.exit !== undefined) process.exit(exit);
      signalled.exit = exit;
      process.stderr.write("\nstopping; once more to leave at once\n");
      interrupt.abort();
    });
  }
  const { terminalAsker } = await import("./main-ask.ts");
  const editor = [process.env["VISUAL"], process.env["EDITOR"]].find((name) => name !== undefined && name.trim() !== "");
  const ask = terminalAsker({
    // opened when somebody is asked
    stdin: () => process.stdin,
    write: (chunk) => void process.stderr.write(chunk),
    ...(editor === undefined ? {} : { editor }),
    signal: interrupt.signal,
  });
  const exit = await runCli(
    {
      ...(isatty(0) && isatty(2) ? { ask } : {}),
      arguments: process.argv.slice(2),
      environment: process.env,
      stdout: stream(process.stdout),
      stderr: stream(process.stderr),
      readStdin: () => text(process.stdin),
      signal: interrupt.signal,
      nowMs: () => performance.now(),
    },
    (options) =>
      buildApp({ ...options, folder: process.cwd(), environment: process.env, onWait: (note) => process.stderr.write(`${note}\n`) }),
    packageVersion(),
  );
  if (exit !== EXIT.interrupted || signalled.exit === undefined) return exit;
  // What was stopped may hold this process open: a candidate that does not listen, a socket.
  setTimeout(() => process.exit(), LEAVE_MS).unref();
  return signalled.exit;
}
