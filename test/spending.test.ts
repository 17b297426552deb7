import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { buildApp } from "../src/config.ts";
import { runCli } from "../src/doors/cli.ts";
import type { EvaluationReport } from "../src/core/evaluation-results.ts";
import type { Context } from "../src/operations.ts";
import { runOperation } from "../src/operations.ts";
import { writeTinyLlama } from "../scripts/tiny-models/gguf-models.ts";
import { anthropicServer } from "./providers/anthropic.ts";
import { ollamaServer } from "./providers/ollama.ts";
import { json } from "./providers/server.ts";
import type { ScriptedServer } from "./providers/server.ts";
import type { ModelList } from "../src/core/model-list.ts";
import { renderModels } from "../src/render/models.ts";
import { plainStyle, terminalStyle } from "../src/render/style.ts";

const KEY = "sk-ant-planted-0123456789-wxyz";
const sample = fileURLToPath(new URL("../examples/sample-project", import.meta.url));

let indexed = "";
let folder = "";
let server: ScriptedServer;
const notes: string[] = [];

beforeAll(async () => {
  indexed = mkdtempSync(join(tmpdir(), "firstfit-spending-"));
  cpSync(sample, indexed, { recursive: true, filter: (path) => !path.includes(".firstfit/") });
  await runOperation(await buildApp({ folder: indexed, seed: 1, environment: {} }), "index", {});
});
afterAll(() => rmSync(indexed, { recursive: true, force: true }));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-spending-"));
  cpSync(indexed, folder, { recursive: true });
  server = await anthropicServer({ key: KEY, mind: () => ({ text: "not found in sources" }) });
  notes.length = 0;
  configure();
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
});

function configure(more: Readonly<Record<string, unknown>> = {}): void {
  const config = { sources: ["."], model: "anthropic/claude-haiku-4-5", providers: { anthropic: { baseUrl: server.url } }, ...more };
  rmSync(join(folder, "firstfit.config.ts"), { force: true });
  // A configuration is imported once a process and path, so each has a name of its own.
  writeFileSync(join(folder, "firstfit.config.mjs"), `export default ${JSON.stringify(config)};\n`);
}

let turns = 0;
async function run(
  verb: string,
  input: Record<string, unknown>,
  context: Partial<Context> = {},
  store?: string,
): Promise<Record<string, unknown>> {
  turns += 1;
  const config = `config-${turns}.mjs`;
  cpSync(join(folder, "firstfit.config.mjs"), join(folder, config));
  const app = await buildApp({
    folder,
    config,
    seed: 1,
    ...(store === undefined ? {} : { store }),
    environment: { ANTHROPIC_API_KEY: KEY, XDG_CONFIG_HOME: folder },
    onWait: (text) => notes.push(text),
  });
  const report: Context["report"] = (event) => {
    if (event.kind === "note") notes.push(event.text);
  };
  return (await runOperation(app, verb, input, { report, ...context })) as Record<string, unknown>; // every verb here returns an object
}

const asked = (): number => server.ledger.filter(({ path }) => path === "/v1/messages").length;
const ask = (input: Record<string, unknown> = {}) => run("ask", { question: "Who is the executive sponsor?", ...input });
const usd = (cost: unknown): number => (cost as { readonly usd: number }).usd;

describe("the bill", () => {
  it("stands before the run without a call, and holds what the run then costs", async () => {
    const before = await ask({ dryRun: true });
    expect(server.ledger).toEqual([]);
    expect(before).toMatchObject({
      kind: "bill",
      calls: 1,
      cacheHits: 0,
      planned: [{ provider: "anthropic", model: "claude-haiku-4-5", calls: 1 }],
    });
    const { cost } = await ask();
    expect(usd(cost)).toBeGreaterThan(0);
    expect(usd(cost)).toBeLessThanOrEqual(usd(before["high"]));
    expect(await ask({ dryRun: true })).toMatchObject({ calls: 0, cacheHits: 1, high: { kind: "known", usd: 0 } });
    expect(asked()).toBe(1);
  });

  it("stands in the result and on one line, and is the server's own", async () => {
    const result = await ask();
    const { inputTokens, cacheWriteTokens, outputTokens } = result["usage"] as Record<string, number>;
    expect(result).toMatchObject({ calls: 1, replayed: 0, cost: { kind: "known" } });
    expect(usd(result["cost"])).toBeCloseTo((Number(inputTokens) + 0.25 * Number(cacheWriteTokens) + 5 * Number(outputTokens)) / 1e6, 12);
    expect(notes.join("\n")).toMatch(/^models: 1 call, \$0\.0\d+$/m);
  });

  it("is nothing the second time, when the answer is replayed with the cost of the first", async () => {
    const first = await ask();
    const second = await ask();
    expect(asked()).toBe(1);
    expect(second).toMatchObject({ calls: 0, replayed: 1, cost: { kind: "known", usd: 0 }, kind: first["kind"], usage: first["usage"] });
    expect(notes.at(-1)).toMatch(/^models: 0 calls, \$0; 1 answer from the cache, which saved \$0\.0\d+$/);
  });

  it("says of a call without usage that its cost is unknown, never zero", async () => {
    server.failNext({
      kind: "change",
      change: (reply) => {
        const body = String(reply.body)
          .replaceAll(/"usage":\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\},?/g, "")
          .replaceAll(",}", "}");
        return { ...reply, body };
      },
    });
    expect(await ask()).toMatchObject({ calls: 1, cost: { kind: "unknown", usdAtLeast: 0 } });
    expect(notes.at(-1)).toContain("cost unknown");
  });

  it("is absent where nothing was asked of a model", async () => {
    expect(await run("ask", { question: "Who is the executive sponsor?", model: "builtin/extractive" })).not.toHaveProperty("cost");
    expect(readdirSync(join(folder, ".firstfit"))).not.toContain("calls.db");
  });
});

it("says before indexing what embedding would cost, and asks nobody", async () => {
  configure({ embedder: "voyage/voyage-3-large" });
  const before = await run("index", { dryRun: true, paths: [folder], exclude: ["*.mjs"] }, {}, join(folder, "new.db"));
  expect(before).toMatchObject({
    kind: "indexed",
    dryRun: true,
    chunks: { embedded: 10 },
    bill: { kind: "bill", calls: 1, planned: [{ provider: "voyage", model: "voyage-3-large", operation: "embed" }] },
  });
  expect(usd((before["bill"] as { readonly high: unknown }).high)).toBeGreaterThan(0.0005);
  expect(notes.join("\n")).toContain("1 call would be made: $0.00");
});

it("writes nothing in a dry run of a fresh folder, of a rebuild too, and indexes it afterwards all the same", async () => {
  const fresh = mkdtempSync(join(tmpdir(), "firstfit-dry-"));
  writeFileSync(join(fresh, "a.md"), "The bridge opens in May.");
  const project = await buildApp({ folder: fresh, seed: 1, environment: {} });
  for (const rebuild of [false, true])
    expect(await runOperation(project, "index", { paths: [fresh], dryRun: true, rebuild })).toMatchObject({
      kind: "indexed",
      dryRun: true,
    });
  expect(readdirSync(fresh)).toEqual(["a.md"]);
  await runOperation(project, "index", { paths: [fresh] });
  expect(readdirSync(join(fresh, ".firstfit"))).toContain("index.db");
  rmSync(fresh, { recursive: true, force: true });
});

it("ends with exit code 5 when the cap is reached, on the command line too", async () => {
  const out: string[] = [];
  const stream = { write: (text: string) => void out.push(text), isTTY: false, columns: 100 };
  const terminal = {
    arguments: ["ask", "Who is the executive sponsor?", "--max-cost", "0.000001", "--json"],
    environment: {},
    stdout: stream,
    stderr: stream,
    readStdin: () => Promise.resolve(""),
    signal: new AbortController().signal,
    nowMs: () => 0,
  };
  cpSync(join(folder, "firstfit.config.mjs"), join(folder, "config-cli.mjs"));
  const exit = await runCli(
    terminal,
    () => buildApp({ folder, config: "config-cli.mjs", seed: 1, environment: { ANTHROPIC_API_KEY: KEY } }),
    "0",
  );
  expect(exit).toBe(5);
  expect(out.join("")).toContain("CAP_REACHED");
  expect(asked()).toBe(0);
});

describe("the cache", () => {
  it("is passed by when asked, and by another question", async () => {
    await ask();
    await ask({ cache: false });
    await ask({ question: "What is the contingency reserve?" });
    expect(asked()).toBe(3);
  });

  it("can be switched off and on, cleared and looked at", async () => {
    await ask();
    expect(await run("cache stats", {})).toMatchObject({ responses: 1, answered: 1, isOn: true, inFlight: 0, cost: { kind: "known" } });
    await run("cache off", {});
    await ask();
    await run("cache on", {});
    await ask();
    expect(asked()).toBe(2);
    expect(await run("cache clear", {})).toMatchObject({ cleared: 1, isOn: true });
    await ask();
    expect(asked()).toBe(3);
    expect(await run("cache stats", {})).toMatchObject({ answered: 3, responses: 1 });
  });

  it("keeps no error: the next run asks again", async () => {
    const fault = { kind: "reply", ...json({ type: "error", error: { type: "invalid_request_error", message: "no" } }, 400) } as const;
    server.failNext(fault);
    await expect(ask()).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await ask()).toMatchObject({ calls: 1, replayed: 0 });
  });
});

describe("a cap", () => {
  const file = "q.jsonl";
  const questions = ["Who is the executive sponsor?", "What is the contingency reserve?", "When is the go-live date?"];
  const readInput = (): Promise<string> => Promise.resolve(questions.map((question) => JSON.stringify({ question })).join("\n"));

  it("stops before the call that could pass it, and a higher one goes on without paying twice", async () => {
    const lines: Record<string, unknown>[] = [];
    const onItem = (item: unknown): void => void lines.push(item as Record<string, unknown>); // lines of answers
    const { high } = await run("ask", { file, dryRun: true }, { readInput });
    await expect(run("ask", { file, maxCost: usd(high) * 0.5 }, { readInput, onItem })).rejects.toMatchObject({ code: "CAP_REACHED" });
    const paid = asked();
    expect(paid).toBeGreaterThan(0);
    expect(paid).toBeLessThan(3);
    expect(lines.map(({ calls }) => calls)).toEqual(Array.from({ length: paid }, () => 1));
    const spent = lines.reduce((sum, { cost }) => sum + usd(cost), 0);
    expect(spent).toBeLessThanOrEqual(usd(high) * 0.5);
    lines.length = 0;
    expect(await run("ask", { file, maxCost: usd(high) }, { readInput, onItem })).toMatchObject({
      kind: "many",
      calls: 3 - paid,
      replayed: paid,
    });
    expect(asked()).toBe(3);
    expect(lines.map(({ replayed }) => replayed)).toEqual(Array.from({ length: 3 }, (_, i) => (i < paid ? 1 : 0)));
  });

  it("refuses a model whose price nobody knows, unless its price is told", async () => {
    configure({ model: "anthropic/claude-new-9" });
    await expect(ask({ maxCost: 1 })).rejects.toMatchObject({ code: "UNKNOWN_PRICE" });
    expect(asked()).toBe(0);
    expect(await ask()).toMatchObject({ cost: { kind: "unknown" } });
    configure({
      model: "anthropic/claude-new-9",
      prices: [{ provider: "anthropic", model: "claude-new-9", usdPerMillion: { input: 1, output: 2, cacheRead: 1, cacheWrite: 1 } }],
    });
    expect(await ask({ maxCost: 1, cache: false })).toMatchObject({ cost: { kind: "known" } });
  });
});

describe("a cap over a function that calls a model through the project that it opens itself", () => {
  const answer = (returned: string): string => `async (input) => {
    model ??= await (await openProject({ folder: import.meta.dirname, config: "inner.mjs" })).model("a function");
    const { text, facts } = await model.complete({ system: "s", messages: [{ role: "user", text: String(input) }], outputTokensMax: 10 });
    ${returned}
  }`;
  const cases = Array.from({ length: 8 }, (_, at) => JSON.stringify({ input: `question ${at}`, expected_substr: "not found" })).join("\n");
  const price = {
    provider: "anthropic",
    model: "claude-haiku-4-5",
    usdPerMillion: { input: 1_000, output: 1_000, cacheRead: 1, cacheWrite: 1 },
  };

  /** Of each call what the cap says, so that no figure is written here twice. */
  async function evaluated(returned: string, maxCost?: number) {
    const inner = { model: "anthropic/claude-haiku-4-5", providers: { anthropic: { baseUrl: server.url } }, prices: [price] };
    writeFileSync(join(folder, "inner.mjs"), `export default ${JSON.stringify(inner)};\n`);
    writeFileSync(
      join(folder, "firstfit.config.mjs"),
      `import { openProject } from "firstfit";\nlet model;\nexport default { candidates: { fn: ${answer(returned)} } };\n`,
    );
    writeFileSync(join(folder, "cases.jsonl"), cases);
    vi.stubEnv("ANTHROPIC_API_KEY", KEY);
    const result = run(
      "eval",
      { cases: "cases.jsonl", concurrency: 2, ...(maxCost === undefined ? {} : { maxCost }) },
      { readInput: () => Promise.resolve(cases) },
    );
    return await result.finally(() => vi.unstubAllEnvs());
  }
  /** US dollars of a trial, as the report has them. */
  const perTrial = (result: Record<string, unknown>): number =>
    usd((result as unknown as EvaluationReport).candidates[0]?.summary.costPerCall);

  it.each([
    ["says nothing", "return text;"],
    ["says what they cost, and more", "return { text, cost: { kind: 'known', usd: facts.cost.usd * 1.1 } };"],
  ])("counts those calls once when it %s, and stops before the one that could pass it", async (_, returned) => {
    const eachUsd = perTrial(await evaluated(returned));
    expect(eachUsd).toBeGreaterThan(0);
    expect(asked()).toBe(8);
    rmSync(join(folder, ".firstfit"), { recursive: true });
    const before = asked();
    await expect(evaluated(returned, eachUsd * 4.5)).rejects.toMatchObject({ code: "CAP_REACHED" });
    const made = asked() - before;
    expect(made).toBeGreaterThan(1);
    expect(made).toBeLessThanOrEqual(4);
    expect(notes.join(" ")).toContain("Of what fn costs --max-cost counts calls through firstfit, and what its outputs say.");
  });
});

it("gives an error of the provider as an error, and in a file as a failed line, never as an answer", async () => {
  const fault = { kind: "reply", ...json({ type: "error", error: { type: "invalid_request_error", message: "no" } }, 400) } as const;
  server.failNext(fault);
  const lines: unknown[] = [];
  const readInput = (): Promise<string> =>
    Promise.resolve('{"question":"Who is the executive sponsor?"}\n{"question":"What is the contingency reserve?"}');
  const result = await run("ask", { file: "q" }, { readInput, onItem: (item) => lines.push(item) });
  expect(result).toMatchObject({ kind: "many", failed: 1 });
  expect(lines[0]).toMatchObject({ kind: "failed", error: { code: "BAD_REQUEST" } });
});

describe("a key", () => {
  it("stands in no artefact, no message and no record, also when the server says it back", async () => {
    const echo = json({ type: "error", error: { type: "authentication_error", message: `invalid x-api-key ${KEY}` } }, 401);
    server.failNext({ kind: "reply", ...echo });
    const error = await ask().catch((caught: unknown) => caught);
    const shown = [(error as Error).message, String((error as Error).stack), JSON.stringify(error), String((error as Error).cause)];
    const results = [
      await ask(),
      await run("models", {}),
      await run("cache stats", {}),
      await run("doctor", {}),
      await ask({ dryRun: true }),
    ];
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString("latin1"));
    expect(texts.length).toBeGreaterThan(10);
    for (const text of [...shown, ...notes, ...results.map((result) => JSON.stringify(result)), ...texts]) expect(text).not.toContain(KEY);
    expect(JSON.stringify(results[1])).toContain("…wxyz");
  });

  it("is read from a keys file that only its owner may read", async () => {
    mkdirSync(join(folder, "firstfit"), { recursive: true });
    const keysFile = join(folder, "firstfit", "keys.json");
    writeFileSync(keysFile, JSON.stringify({ voyage: "pa-0123456789-abcd" }), { mode: 0o600 });
    configure({ reranker: "voyage/rerank-2.5" });
    expect(JSON.stringify(await run("models", {}))).toContain("…abcd");
    if (process.platform === "win32") return;
    chmodSync(keysFile, 0o644);
    await expect(run("models", {})).rejects.toMatchObject({ code: "BAD_CONFIG", fix: `Run: chmod 600 ${keysFile}` });
  });

  it("in the configuration is refused, and not said", async () => {
    configure({ note: "sk-ant-api03-abcdefghijklmnopqrstuvwxyz" });
    const error = await ask().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "BAD_CONFIG", message: expect.stringContaining("holds a key in line 1") as string });
    expect((error as Error).message).not.toContain("abcdefgh");
  });

  it("that is missing is told with the line that sets it", async () => {
    configure({ reranker: "cohere/rerank-v3.5" });
    await expect(run("search", { question: "sponsor", rerank: "configured" })).rejects.toMatchObject({
      code: "MISSING_KEY",
      fix: expect.stringContaining("export COHERE_API_KEY=") as string,
    });
  });
});

describe("models", () => {
  const listed = async (role: string): Promise<Record<string, unknown>> => {
    const { models } = await run("models", {});
    return (models as Record<string, unknown>[]).find((model) => model["role"] === role) ?? {};
  };

  it("says what a file says of its weights, and which package or file is missing", async () => {
    writeTinyLlama(join(folder, "tiny.gguf"), { precision: "F16" });
    configure({ model: "gguf/tiny.gguf" });
    expect(await listed("model")).toMatchObject({
      status: "missing",
      precision: "F16",
      missing: { what: expect.stringContaining("node-llama-cpp") as string, fix: "npm i node-llama-cpp" },
    });
    configure({ model: "gguf/gone.gguf" });
    expect(await listed("model")).toMatchObject({ status: "missing", missing: { what: expect.stringContaining("gone.gguf") as string } });
  });

  it("lists which candidates ask which model, what one lacks, and those that ask whom they like", async () => {
    configure({
      model: "anthropic/claude-haiku-4-5",
      candidates: {
        basic: { kind: "retrieval", model: "builtin/extractive" },
        small: { kind: "prompt" },
        large: { kind: "prompt", model: "cohere/command" },
        agent: { kind: "http", url: "http://127.0.0.1:1/ask" },
      },
    });
    const list = (await run("models", {})) as unknown as ModelList;
    expect(list.candidates).toMatchObject([
      { name: "basic", model: { name: "builtin/extractive", status: "ready" } },
      { name: "small", model: { name: "anthropic/claude-haiku-4-5" } },
      { name: "large", model: { status: "missing", missing: { what: "there is no model named cohere/command" } } },
      { name: "agent", kind: "http" },
    ]);
    expect(list.candidates[3]).not.toHaveProperty("model");
    const text = renderModels(list, { style: plainStyle, columns: 200, input: {} });
    expect(text).toContain("  large: cohere/command: there is no model named cohere/command; next: Known: ");
    expect(text).toContain("  agent: functions, servers and commands, which ask whom they like");
    for (const columns of [80, 40]) {
      const lines = renderModels(list, { style: plainStyle, columns, input: {} }).split("\n");
      expect(Math.max(...lines.map((line) => line.length)), `${columns} columns`).toBeLessThanOrEqual(columns);
    }
    configure({ model: "builtin/extractive", candidates: { small: { kind: "prompt" } } });
    expect(((await run("models", {})) as unknown as ModelList).candidates).toMatchObject([
      { model: { status: "missing", missing: { what: "a prompt needs a chat model" } } },
    ]);
  });

  it("says until when a model is promised or announced to be there", async () => {
    configure({ model: "openai/gpt-4o-2024-05-13" });
    expect(await listed("model")).toMatchObject({ isRetirementDue: true, price: { retires: "2026-10-23" } });
    const coloured = renderModels((await run("models", {})) as unknown as ModelList, { style: terminalStyle, columns: 200, input: {} });
    expect(coloured).toContain("\u001b[33mretired on 2026-10-23\u001b[39m");
    configure({ model: "anthropic/claude-opus-5" });
    expect(await listed("model")).toMatchObject({ price: { retiresNotBefore: "2027-07-24" } });
  });
});

describe("models check", () => {
  it("says how an Ollama model is quantized", async () => {
    const ollama = await ollamaServer({ mind: () => ({ text: "ok" }) });
    try {
      configure({ model: "ollama/llama3.1:8b", providers: { ollama: { baseUrl: ollama.url } } });
      expect(await run("models check", {})).toMatchObject({ checked: [{ kind: "answered", precision: "Q4_K_M" }] });
    } finally {
      await ollama.close();
    }
  });

  it("says what it costs, asks each configured model once, and again the next time", async () => {
    expect(await run("models check", {})).toMatchObject({
      checked: [{ role: "model", name: "anthropic/claude-haiku-4-5", kind: "answered" }],
      calls: 1,
    });
    expect(notes[0]).toContain("1 call would be made: $0.0000");
    await run("models check", {});
    expect(asked()).toBe(2);
  });

  it("tells a failure with its next step", async () => {
    server.failNext({ kind: "reply", ...json({ type: "error", error: { type: "not_found_error", message: "model: x" } }, 404) });
    expect(await run("models check", {})).toMatchObject({ checked: [{ kind: "failed", code: "BAD_REQUEST" }] });
  });
});

describe("models prices --update", () => {
  const row = {
    provider: "anthropic",
    model: "claude-haiku-4-5",
    operation: "complete",
    from: "2026-12-01",
    usdPerMillion: { input: 3, output: 9, cacheWrite: 3 },
    source: "a page",
    checked: "2026-12-01",
  };
  const update = (table: unknown, input: Record<string, unknown> = {}) =>
    run("models prices", { update: "new.json", ...input }, { readInput: () => Promise.resolve(JSON.stringify(table)) });

  it("shows what a newer table changes, keeps it, and takes it from then on", async () => {
    const table = { reviewed: "2026-12-01", rows: [{ ...row, from: "2026-01-01" }] };
    const shown = await update(table, { dryRun: true });
    expect(shown).toMatchObject({ kind: "updated", reviewed: "2026-12-01" });
    expect(shown["changes"]).toContainEqual(
      expect.objectContaining({ row: "anthropic/claude-haiku-4-5 from 2026-01-01", change: "added" }),
    );
    expect(await run("models prices", {})).toMatchObject({ kind: "prices", reviewed: "2026-11-28" });
    await update(table);
    const result = await ask();
    const { inputTokens, outputTokens } = result["usage"] as { readonly inputTokens: number; readonly outputTokens: number };
    expect(usd(result["cost"])).toBeCloseTo((3 * inputTokens + 9 * outputTokens) / 1e6, 12);
  });

  it.for([
    ["an older one", { reviewed: "2020-01-01", rows: [row] }, "before the one in use"],
    ["one without a price", { reviewed: "2026-12-01", rows: [{ ...row, usdPerMillion: undefined }] }, "has no price of"],
    ["two rows of one model and day", { reviewed: "2026-12-01", rows: [row, row] }, "has two rows of"],
    ["a negative price", { reviewed: "2026-12-01", rows: [{ ...row, usdPerMillion: { input: -1 } }] }, "rows.0.usdPerMillion.input"],
    ["an unknown field", { reviewed: "2026-12-01", rows: [{ ...row, discount: 1 }] }, "is wrong at rows.0"],
  ] as const)("refuses %s", async ([, table, why]) => {
    await expect(update(table)).rejects.toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining(why) as string });
  });
});
