import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operations } from "../src/operations.ts";

const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
const preload = new URL("./sockets/preload.ts", import.meta.url).href;

let scratch = "";
let project = "";

interface Outcome {
  readonly status: number | null;
  readonly output: string;
  /** Sockets, name look-ups and child processes that were tried, one a line. */
  readonly attempts: string;
}

function runGuarded(args: readonly string[], folder: string): Outcome {
  const log = join(scratch, "attempts.txt");
  rmSync(log, { force: true });
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, SOCKET_LOG: log, NODE_OPTIONS: `--import=${preload}`, NO_COLOR: "1" },
  });
  if (error !== undefined) throw error;
  return { status, output: stdout + stderr, attempts: existsSync(log) ? readFileSync(log, "utf8") : "" };
}

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "firstfit-no-network-"));
  project = join(scratch, "project");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the guard sees", () => {
  const seen: readonly (readonly [string, string, RegExp])[] = [
    ["fetch", 'await fetch("http://127.0.0.1:40404/").catch(() => {})', /^connect to 127\.0\.0\.1:40404$/m],
    ["fetch by name", 'await fetch("https://example.invalid/").catch(() => {})', /^connect to example\.invalid:443$/m],
    ["net.connect", 'import { connect } from "node:net"; try { connect(40404, "127.0.0.1") } catch {}', /^connect to 127\.0\.0\.1:40404$/m],
    [
      "an http request",
      'import http from "node:http"; http.get("http://127.0.0.1:40404/").on("error", () => {})',
      /^connect to 127\.0\.0\.1:40404$/m,
    ],
    ["a server", 'import http from "node:http"; try { http.createServer().listen(0) } catch {}', /^listen on every interface:0$/m],
    [
      "a name look-up",
      'import { lookup } from "node:dns/promises"; await Promise.resolve().then(() => lookup("example.invalid")).catch(() => {})',
      /^dns lookup of example\.invalid$/m,
    ],
    [
      "a datagram",
      'import dgram from "node:dgram"; try { dgram.createSocket("udp4").send("x", 40404, "127.0.0.1") } catch {}',
      /^datagram send$/m,
    ],
    [
      "a child process",
      'import { execFileSync } from "node:child_process"; try { execFileSync("true") } catch {}',
      /^child process true$/m,
    ],
    [
      "a socket in a worker thread",
      'import { Worker, isMainThread } from "node:worker_threads"; if (isMainThread) new Worker(new URL(import.meta.url)); else await fetch("http://127.0.0.1:40404/").catch(() => {})',
      /^connect to 127\.0\.0\.1:40404$/m,
    ],
  ];
  test.for(seen)("%s", ([, script, attempt]) => {
    const file = join(scratch, "attempt.mjs");
    writeFileSync(file, script);
    expect(runGuarded([file], scratch).attempts).toMatch(attempt);
  });

  test("nothing in a program that opens nothing", () => {
    const file = join(scratch, "quiet.mjs");
    writeFileSync(file, 'import "node:net"; console.log("done")');
    expect(runGuarded([file], scratch)).toEqual({ status: 0, output: "done\n", attempts: "" });
  });
});

test("no verb of the command line tries a socket, a name or another program on the sample project", { timeout: 300_000 }, () => {
  const commands: readonly (readonly [args: readonly string[], exit: number])[] = [
    [["init", "project", "--sample"], 0],
    [["init", "fresh", "--yes"], 0],
    [["--help"], 0],
    [["index"], 0],
    [["search", "contingency reserve", "--explain"], 0],
    [["ask", "Who is the executive sponsor?"], 0],
    [["ask", "What is the office Wi-Fi password?"], 3],
    [["list", "--json"], 0],
    [["embed", "I love cats", "Kittens are playful"], 0],
    [["doctor"], 0],
    // the four candidates of the sample project
    [["eval", "--repeats", "2"], 0],
    [["eval", "--http", "http://127.0.0.1:40404/ask", "--command", "touch started", "--model", "ollama/llama3.1:8b", "--dry-run"], 0],
    [["compare", "--bar", "0.5", "--out", "report.html"], 0],
    [["decide", "decision-cases.jsonl"], 0],
    [["decide", "--since"], 0],
    [["eval", "retrieval", "--against", "bm25"], 0],
    [["tune", "retrieval", "--synthetic"], 0],
    [["advise", "We need a vector database"], 0],
    [["advise", "map"], 0],
    [["explain", "LoRA"], 0],
    [["models"], 0],
    [["models", "check"], 0],
    [["models", "prices"], 0],
    [["ask", "Who is the executive sponsor?", "--model", "anthropic/claude-haiku-4-5", "--dry-run"], 0],
    [["search", "sponsor", "--rerank", "voyage/rerank-2.5", "--dry-run"], 0],
    [["budget", "note01.txt"], 0],
    [["dataset", "import", "cases.jsonl", "--format", "cases", "--out", "taken.jsonl"], 0],
    [["dataset", "scrub", "cases.jsonl", "--out", "scrubbed.jsonl"], 0],
    [["dataset", "stats", "taken.jsonl"], 0],
    [["dataset", "review", "taken.jsonl", "--keep-all"], 0],
    [["dataset", "adversarial", "--cases", "taken.jsonl"], 0],
    [["dataset", "synthesize", "--model", "anthropic/claude-haiku-4-5", "--dry-run"], 0],
    [["dataset", "grow", "taken.jsonl"], 0],
    [["ask", "Who is the executive sponsor?", "--save-case", "saved.jsonl"], 0],
    [["judge", "calibrate", "graded.jsonl"], 0],
    // no report of a run, which is found out after all was loaded
    [["judge", "sample", "prompt.md", "--out", "to-grade.jsonl"], 2],
    [["lab"], 0],
    [["lab", "list"], 0],
    [["lab", "12", "--write"], 0],
    [["lab", "check", "05"], 0],
    [["cache", "stats"], 0],
    [["cache", "clear"], 0],
    [["cache", "off"], 0],
    [["cache", "on"], 0],
    [["remove", "note10.txt"], 0],
  ];
  for (const [args, exit] of commands) {
    const { status, output, attempts } = runGuarded([bin, ...args], args[0] === "init" ? scratch : project);
    expect(attempts, `firstfit ${args.join(" ")}`).toBe("");
    expect(status, `firstfit ${args.join(" ")}\n${output}`).toBe(exit);
  }
  // A new verb must show here that it opens nothing, or be left out by name with the reason.
  const ran = (name: string): boolean => commands.some(([args]) => args.join(" ").startsWith(name));
  expect(operations.filter(({ doors, name }) => doors.includes("cli") && !ran(name)).map(({ name }) => name)).toEqual([]);
});
