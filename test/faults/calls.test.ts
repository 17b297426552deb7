import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bill } from "../../src/core/bill.ts";
import { costOf } from "../../src/models/prices/cost-of.ts";
import { PRICE_TABLE } from "../../src/models/prices/table.ts";
import { openSqliteCalls } from "../../src/stores/sqlite-calls.ts";
import { startChild } from "../fixtures/child.ts";
import { anthropicServer } from "../providers/anthropic.ts";
import type { Fault, Reply, ScriptedServer } from "../providers/server.ts";

const script = fileURLToPath(new URL("../fixtures/calls-process.ts", import.meta.url));
const CALLS = 1_000;
const MODEL = { operation: "complete", provider: "anthropic", model: "claude-haiku-4-5" } as const;

/** What the server did: its own book, which shares nothing with ours. */
interface Ledger {
  /** Question and price of every answer that went out whole, with its usage. */
  readonly paid: { readonly question: string; readonly usd: number; readonly run: number }[];
  /** Answers that were made, and so billed, and whose usage never arrived. */
  readonly unseen: { readonly question: string; readonly run: number }[];
}

describe("a thousand calls, of which one in ten fails, killed in the middle and run again", () => {
  let folder = "";
  let server: ScriptedServer;
  let run = 1;
  const ledger: Ledger = { paid: [], unseen: [] };
  const questions: string[] = [];
  let killed: { readonly answered: readonly string[]; readonly recorded: number; readonly lost: readonly string[] };
  let second: { readonly lines: readonly string[]; readonly bill: Bill; readonly asked: readonly string[] };

  const questionIn = (text: string): string => /question \d+/.exec(text)?.[0] ?? "none";
  const paid = (reply: Reply): Reply => {
    // this server writes JSON of its own making
    const { content, usage } = JSON.parse(String(reply.body)) as {
      readonly content: readonly { readonly text: string }[];
      readonly usage: { readonly input_tokens: number; readonly output_tokens: number };
    };
    // Haiku 4.5: a dollar for a million tokens in, five for a million out
    ledger.paid.push({ question: questionIn(content[0]?.text ?? ""), usd: (usage.input_tokens + 5 * usage.output_tokens) / 1e6, run });
    return reply;
  };
  const unseen = (change: (body: Record<string, unknown>) => unknown) => (reply: Reply) => {
    const body = JSON.parse(String(reply.body)) as Record<string, unknown>; // as above
    ledger.unseen.push({ question: questionIn(JSON.stringify(body["content"])), run });
    return { ...reply, body: typeof change(body) === "string" ? String(change(body)) : JSON.stringify(change(body)) };
  };
  const failure = (status: number, type: string, headers: Readonly<Record<string, string>> = {}): Fault => ({
    kind: "reply",
    status,
    headers,
    body: JSON.stringify({ type: "error", error: { type, message: "try later" } }),
  });
  const FAULTS: readonly Fault[] = [
    failure(429, "rate_limit_error", { "retry-after": "0" }),
    failure(529, "overloaded_error"),
    { kind: "reset" },
    failure(500, "api_error"),
    { kind: "change", change: unseen(() => "{ this is no JSON") },
    { kind: "change", change: unseen(({ usage: _, ...body }) => body) },
  ];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "firstfit-thousand-"));
    const file = join(folder, "calls.db");
    server = await anthropicServer({
      mind: ({ user }) => {
        questions.push(questionIn(user));
        return { text: `answer to ${questionIn(user)}` };
      },
    });
    // every tenth reply fails, each kind in turn; all others are written into the server's book. One stays on its way, so that a call is in
    // flight whenever the kill comes.
    server.failNext(
      ...Array.from({ length: 4 * CALLS }, (_, i): Fault => {
        if (i === 200) return { kind: "stall", afterBytes: 0 };
        return (i % 10 === 3 ? FAULTS[Math.floor(i / 10) % FAULTS.length] : undefined) ?? { kind: "change", change: paid };
      }),
    );
    const child = startChild(process.execPath, [script, file, server.url, String(CALLS)]);
    await child.says("answered", 400);
    const { stdout } = await child.kill();
    const raw = new DatabaseSync(file);
    const recorded = Number(raw.prepare("SELECT count(*) AS n FROM answers").get()?.["n"]);
    const lost = raw.prepare("SELECT key FROM started LEFT JOIN ended USING (call) WHERE ended.call IS NULL").all();
    raw.close();
    killed = {
      answered: stdout
        .split("\n")
        .filter((line) => line.startsWith("answered"))
        .map(questionIn),
      recorded,
      lost: lost.map(({ key }) => String(key)),
    };
    run = 2;
    const before = questions.length;
    const again = startChild(process.execPath, [script, file, server.url, String(CALLS)]);
    const { stdout: lines, stderr, code } = await again.exited;
    expect(code, stderr).toBe(0);
    const bill = lines.split("\n").find((line) => line.startsWith("bill ")) ?? "";
    second = { lines: lines.split("\n"), bill: JSON.parse(bill.slice(5)) as Bill, asked: questions.slice(before) };
  }, 240_000);
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("loses nothing: every question has its own answer in the end", () => {
    const answers = second.lines.filter((line) => /^(answered|replayed) /.test(line)).map((line) => line.replace(/^\w+ /, ""));
    expect(answers.toSorted()).toEqual(Array.from({ length: CALLS }, (_, i) => `answer to question ${i}`).toSorted());
  });

  test("repeats no recorded call, and replays each", () => {
    expect(killed.answered.length).toBeGreaterThanOrEqual(400);
    expect(killed.recorded).toBeGreaterThanOrEqual(killed.answered.length);
    expect(second.asked.filter((question) => killed.answered.includes(question))).toEqual([]);
    expect(second.bill.replayed).toBe(killed.recorded);
    expect(second.bill.calls).toBe(CALLS - killed.recorded);
  });

  test("says which calls were in flight when it was killed", () => {
    expect(killed.lost.length).toBeGreaterThan(0);
    expect(killed.lost.length).toBeLessThanOrEqual(8);
    expect(second.lines[0]).toBe(`lost ${killed.lost.length}`);
  });

  test("costs what the server's own book says, as far as usage arrived, and the rest is unknown, never zero", () => {
    const store = openSqliteCalls({ file: join(folder, "calls.db"), runId: "reader", isAlive: () => true });
    const statistics = store.statistics();
    store.close();
    // Of the first run's calls in flight some may have been answered on the wire; their usage never arrived where it could be written down.
    const recordedInFirst = ledger.paid.filter(({ run: of, question }) => of === 1 && !second.asked.includes(question));
    const expected = [...recordedInFirst, ...ledger.paid.filter(({ run: of }) => of === 2)].reduce((sum, { usd }) => sum + usd, 0);
    const cost = statistics.cost;
    if (cost.kind === "known") throw new Error("answers without usage make the sum unknown");
    expect(cost.usdAtLeast).toBeCloseTo(expected, 12);
    const withoutUsage = statistics.answered - recordedInFirst.length - ledger.paid.filter(({ run: of }) => of === 2).length;
    expect(withoutUsage).toBeGreaterThan(0);
    expect(cost.reason).toBe(`of ${withoutUsage} of ${statistics.answered} calls the cost is not known`);
    expect(statistics.maybeBilled).toBeGreaterThanOrEqual(killed.lost.length);
    expect(second.bill.cost.kind).toBe("unknown");
    expect(second.bill.maybeBilled).toBeGreaterThan(0);
  });

  test("and the price that is compared with is the table's", () => {
    const usage = { inputTokens: 1_000_000, outputTokens: 1_000_000, source: "provider" } as const;
    expect(costOf(PRICE_TABLE.rows, MODEL, usage, Date.now())).toEqual({ kind: "known", usd: 6 });
  });
});

test("two processes that ask the same at once pay once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "firstfit-twice-"));
  const asked: string[] = [];
  const server = await anthropicServer({
    mind({ user }) {
      asked.push(user);
      return { text: `answer to ${user}` };
    },
  });
  try {
    const both = [0, 1].map(() => startChild(process.execPath, [script, join(folder, "calls.db"), server.url, "200"]));
    const ended = await Promise.all(both.map(({ exited }) => exited));
    for (const { code, stderr } of ended) expect(code, stderr).toBe(0);
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
    for (const { stdout } of ended) expect(stdout.match(/answer to question/g)).toHaveLength(200);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
