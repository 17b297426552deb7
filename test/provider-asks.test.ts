import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import { EXIT, runOperation } from "../src/operations.ts";
import { anthropicServer } from "./providers/anthropic.ts";
import { chatCompletionsServer } from "./providers/chat-completions.ts";
import type { Mind } from "./providers/minds.ts";
import { KEYS } from "./providers/models.ts";
import { ollamaServer } from "./providers/ollama.ts";
import { openAiServer } from "./providers/openai.ts";
import type { ScriptedServer } from "./providers/server.ts";

const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
let folder = "";
const servers: ScriptedServer[] = [];

interface Run {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as a user runs it, while the servers of this process answer. */
function firstfit(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, NO_COLOR: "1", ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ exit: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

async function serving(server: Promise<ScriptedServer>): Promise<ScriptedServer> {
  const opened = await server;
  servers.push(opened);
  return opened;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-asks-"));
  cpSync(fileURLToPath(new URL("../examples/sample-project", import.meta.url)), folder, {
    recursive: true,
    filter: (path) => !/\.firstfit($|\/)/.test(path),
  });
  const indexed = await firstfit(["index"]);
  expect(indexed.exit, indexed.stderr).toBe(0);
});
afterEach(async () => {
  // What one test was answered is no answer for the next.
  for (const end of ["", "-wal", "-shm"]) rmSync(join(folder, ".firstfit", `calls.db${end}`), { force: true });
  for (const server of servers.splice(0)) await server.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const QUESTION = "Who is the executive sponsor?";
const UNANSWERED = "What is the office Wi-Fi password?";
const SENTENCE = /[^.\n]*executive sponsor[^.\n]*\./i;

/** Finds the sentence in what it was shown and says it; has no other knowledge. */
function quoting(text: string, form: (sentence: string) => string): string {
  const sentence = SENTENCE.exec(text)?.[0]?.trim();
  return sentence === undefined ? "not found in sources" : form(sentence);
}

const byMark: Mind = ({ user }) => {
  if (user.includes(`QUESTION: ${UNANSWERED}`)) return { text: "not found in sources" };
  const [, n = "0", passage = ""] = /\[chunk (\d+)\] ((?:(?!\n<\/passage)[\s\S])*?executive sponsor[\s\S]*?)\n\(source/i.exec(user) ?? [];
  return { text: quoting(passage, (sentence) => `${sentence.slice(0, -1)} [chunk ${n}: "${sentence}"].`) };
};

const byItself: Mind = ({ user, documents }) => {
  if (user.includes(`QUESTION: ${UNANSWERED}`)) return { text: "not found in sources" };
  const document = documents.findIndex((text) => SENTENCE.test(text));
  const sentence = SENTENCE.exec(documents[document] ?? "")?.[0].trim() ?? "";
  return { text: sentence, citations: [{ document, quote: sentence, sentence: sentence.slice(0, -1) }] };
};

interface AnswerJson {
  readonly kind: string;
  readonly text?: string;
  readonly citations?: readonly { readonly document: string; readonly start: number; readonly end: number; readonly quote: string }[];
  readonly usage: Readonly<Record<string, unknown>>;
  readonly notes?: readonly string[];
  readonly reason?: string;
}

async function answered(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<AnswerJson> {
  const { exit, stdout, stderr } = await firstfit(["ask", ...args, "--json"], environment);
  expect(exit, stdout + stderr).toBe(args.includes(UNANSWERED) ? 3 : 0);
  return JSON.parse(stdout);
}

function expectCited({ kind, citations = [] }: AnswerJson): void {
  expect(kind).toBe("answered");
  expect(citations.length).toBeGreaterThan(0);
  for (const { document, start, end, quote } of citations) {
    expect(quote).toMatch(/executive sponsor/i);
    expect(readFileSync(join(folder, document), "utf8").slice(start, end)).toBe(quote);
  }
}

describe("ask --model anthropic/claude-haiku-4-5", () => {
  const model = ["--model", "anthropic/claude-haiku-4-5"];

  test("cites by itself, is verified, and keeps its prefix: the second call reports cached tokens", async () => {
    const server = await serving(anthropicServer({ mind: byItself, key: KEYS.anthropic }));
    const environment = { ANTHROPIC_API_KEY: KEYS.anthropic, ANTHROPIC_BASE_URL: server.url };
    const first = await answered([QUESTION, ...model], environment);
    expectCited(first);
    expect(first.usage).toMatchObject({ source: "provider", cachedInputTokens: 0 });
    expect(first.usage["cacheWriteTokens"]).toBeGreaterThan(0);
    expect(server.ledger[0]?.body.messages[0].content[0]).toMatchObject({ type: "document", citations: { enabled: true } });
    const second = await answered(["Which executive sponsor is named?", ...model], environment);
    expectCited(second);
    expect(second.usage["cachedInputTokens"]).toBe(first.usage["cacheWriteTokens"]);
    expect(JSON.stringify([first, second])).not.toContain(KEYS.anthropic);
  });

  test("abstains when the model finds nothing, with the provider's usage", async () => {
    const server = await serving(anthropicServer({ mind: byItself, key: KEYS.anthropic }));
    const answer = await answered([UNANSWERED, ...model], { ANTHROPIC_API_KEY: KEYS.anthropic, ANTHROPIC_BASE_URL: server.url });
    expect(answer).toMatchObject({
      kind: "abstained",
      reason: "anthropic/claude-haiku-4-5 found no answer in the passages.",
      usage: { source: "provider" },
    });
  });

  test("drops a citation whose words the source does not have, and abstains when none is left", async () => {
    const invented: Mind = ({ documents }) => ({
      text: "The executive sponsor is Napoleon Bonaparte.",
      citations: [{ document: 0, quote: (documents[0] ?? "").slice(0, 30), sentence: "The executive sponsor is Napoleon Bonaparte" }],
    });
    const server = await serving(anthropicServer({ mind: invented, key: KEYS.anthropic }));
    const { exit, stdout } = await firstfit(["ask", QUESTION, ...model, "--json"], {
      ANTHROPIC_API_KEY: KEYS.anthropic,
      ANTHROPIC_BASE_URL: server.url,
    });
    expect(exit).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "abstained" });
  });

  test("streams: what is verified is shown while the rest is still being written", async () => {
    const twice: Mind = (asked) => {
      const { text = "", citations = [] } = byItself(asked);
      return { text: `${text} ${text}`, citations: [...citations, ...citations] };
    };
    const server = await serving(anthropicServer({ mind: twice, key: KEYS.anthropic }));
    const environment = { ANTHROPIC_API_KEY: KEYS.anthropic, ANTHROPIC_BASE_URL: server.url, HOME: folder };
    const app = await buildApp({ folder, seed: 1, environment });
    const stop = new AbortController();
    const asked = (question: string, onText: (text: string) => void): Promise<unknown> =>
      runOperation(app, "ask", { question, model: "anthropic/claude-haiku-4-5" }, { signal: stop.signal, onText });
    let whole = "";
    server.failNext({ kind: "change", change: (reply) => ((whole = String(reply.body)), reply) });
    await asked(QUESTION, () => {});
    // Nothing comes after the second sentence, not even its end: the reader has the first and stops.
    server.failNext({ kind: "stall", afterBytes: Buffer.from(whole.slice(0, whole.indexOf("event: message_delta"))).length });
    let shown = "";
    const stopped = asked("Which executive sponsor is named?", (text) => {
      shown += text;
      stop.abort();
    });
    await expect(stopped).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(shown).toMatch(/executive sponsor \[1\]/i);
  });

  test("says which variable is missing, and sends nothing", async () => {
    const server = await serving(anthropicServer({ mind: byItself }));
    const { exit, stderr } = await firstfit(["ask", QUESTION, ...model], { ANTHROPIC_BASE_URL: server.url });
    expect(exit).not.toBe(0);
    expect(stderr).toContain("There is no key for anthropic.");
    expect(stderr).toContain("ANTHROPIC_API_KEY");
    expect(server.ledger).toEqual([]);
  });

  test("a stream that breaks off is an error with its code and never an answer", async () => {
    const server = await serving(anthropicServer({ mind: byItself, key: KEYS.anthropic }));
    // After its first words, so that it is not asked again.
    server.failNext({ kind: "end", afterBytes: 1_400 });
    const { exit, stdout, stderr } = await firstfit(["ask", QUESTION, ...model, "--json"], {
      ANTHROPIC_API_KEY: KEYS.anthropic,
      ANTHROPIC_BASE_URL: server.url,
    });
    expect(exit).toBe(EXIT.broke);
    expect(stdout + stderr).toMatch(/NETWORK|PROTOCOL/);
    expect(stdout).not.toContain('"answered"');
  });
});

describe("ask --model with the other providers", () => {
  test("openai/… cites by marks and abstains", async () => {
    const server = await serving(openAiServer({ mind: byMark, key: KEYS.openai }));
    const environment = { OPENAI_API_KEY: KEYS.openai, OPENAI_BASE_URL: `${server.url}/v1` };
    const model = ["--model", "openai/gpt-4.1-mini"];
    const answer = await answered([QUESTION, ...model], environment);
    expectCited(answer);
    expect(answer.usage).toMatchObject({ source: "provider" });
    expect((await answered([UNANSWERED, ...model], environment)).kind).toBe("abstained");
  });

  test("openai-compatible/… needs an address and no key", async () => {
    const server = await serving(chatCompletionsServer({ mind: byMark }));
    const model = ["--model", "openai-compatible/qwen3-8b"];
    const unsaid = await firstfit(["ask", QUESTION, ...model]);
    expect(unsaid.stderr).toContain("providers");
    expectCited(await answered([QUESTION, ...model], { OPENAI_COMPATIBLE_BASE_URL: `${server.url}/v1` }));
  });

  test("ollama/… cites and abstains, at the address of OLLAMA_HOST", async () => {
    const server = await serving(ollamaServer({ mind: byMark }));
    const environment = { OLLAMA_HOST: server.url.replace("http://", "") };
    const model = ["--model", "ollama/llama3.1:8b"];
    const answer = await answered([QUESTION, ...model], environment);
    expectCited(answer);
    expect(answer.usage).toMatchObject({ source: "provider" });
    expect(answer).not.toHaveProperty("notes");
    expect((await answered([UNANSWERED, ...model], environment)).kind).toBe("abstained");
  });

  test("evidence that a small window does not hold is left out by rank, and the answer says so, in the terminal too", async () => {
    const server = await serving(ollamaServer({ mind: byMark }));
    writeFileSync(join(folder, "small.config.ts"), "export default { providers: { ollama: { contextTokensMax: 2600 } } };\n");
    const environment = { OLLAMA_HOST: server.url };
    const asked = [QUESTION, "--model", "ollama/llama3.1:8b", "--config", "small.config.ts"];
    const answer = await answered(asked, environment);
    expectCited(answer);
    expect(answer.notes?.join(" ")).toMatch(/left out, the lowest ranked.*ollama\/llama3\.1:8b takes 720 tokens of evidence/);
    expect(server.ledger.at(-1)?.body.options.num_ctx).toBe(2_600);
    const { stdout } = await firstfit(["ask", ...asked], environment);
    expect(stdout.replace(/\s+/g, " ")).toMatch(/left out, the lowest ranked/);
  });

  test("a server that cuts the prompt without a word is found out", async () => {
    const server = await serving(ollamaServer({ mind: byMark, refusesOverflow: false, trainedTokens: 1_200 }));
    const { exit, stdout, stderr } = await firstfit(["ask", QUESTION, "--model", "ollama/llama3.1:8b"], { OLLAMA_HOST: server.url });
    expect(exit).not.toBe(0);
    expect((stdout + stderr).replace(/\s+/g, " ")).toContain("all of its window of 1,200");
  });

  test("--rerank llm asks the model of the configuration by its short name", async () => {
    const server = await serving(
      openAiServer({
        mind: ({ forced }) => (forced === "rank" ? { toolCalls: [{ name: "rank", input: { best: [2, 1] } }] } : {}),
        key: KEYS.openai,
      }),
    );
    writeFileSync(join(folder, "rank.config.ts"), 'export default { model: "openai/gpt-4.1-mini" };\n');
    const { exit, stderr } = await firstfit(["search", "sponsor", "--rerank", "llm", "--config", "rank.config.ts"], {
      OPENAI_API_KEY: KEYS.openai,
      OPENAI_BASE_URL: server.url,
    });
    expect(exit, stderr).toBe(0);
    expect(server.ledger[0]?.body.tool_choice).toEqual({ type: "function", name: "rank" });
  });

  test("--model answers and reranks, whatever the configuration names", async () => {
    const server = await serving(
      openAiServer({
        mind: ({ forced }) =>
          forced === "rank" ? { toolCalls: [{ name: "rank", input: { best: [2, 1] } }] } : { text: "not found in sources" },
        key: KEYS.openai,
      }),
    );
    writeFileSync(join(folder, "other.config.ts"), 'export default { model: "anthropic/claude-haiku-4-5" };\n');
    const asked = ["ask", QUESTION, "--model", "openai/gpt-4.1-mini", "--rerank", "llm", "--config", "other.config.ts"];
    const { exit, stderr } = await firstfit(asked, { OPENAI_API_KEY: KEYS.openai, OPENAI_BASE_URL: server.url });
    expect(exit, stderr).toBe(EXIT.notFoundInSources);
    expect(server.ledger.map(({ body }) => body.model)).toEqual(["gpt-4.1-mini", "gpt-4.1-mini"]);
  });
});

describe("no package of a provider is loaded", () => {
  test.each([[["--help"]], [["search", "sponsor"]], [["ask", QUESTION]]])("by firstfit %j", async (args) => {
    const log = join(folder, "loaded.txt");
    rmSync(log, { force: true });
    const hook = join(folder, "loaded.mjs");
    writeFileSync(
      hook,
      `import { registerHooks } from "node:module"; import { appendFileSync } from "node:fs";
       registerHooks({ resolve: (name, context, next) => { if (name.startsWith("@ai-sdk/")) appendFileSync(${JSON.stringify(log)}, name + "\\n"); return next(name, context); } });`,
    );
    const { exit } = await firstfit(args, { NODE_OPTIONS: `--import=${hook}` });
    expect(exit).toBe(0);
    expect(existsSync(log)).toBe(false);
  });

  test("by the main entry; and the check sees one that is", async () => {
    const script = join(folder, "entry.mjs");
    const entry = new URL("../src/index.ts", import.meta.url).href;
    writeFileSync(
      script,
      `import { registerHooks } from "node:module"; const seen = [];
       registerHooks({ resolve: (name, context, next) => { if (name.startsWith("@ai-sdk/")) seen.push(name); return next(name, context); } });
       await import(${JSON.stringify(entry)}); const before = seen.length; await import(${JSON.stringify(new URL("../node_modules/@ai-sdk/anthropic/dist/internal/index.js", import.meta.url).href)});
       console.log(before, seen.length > 0);`,
    );
    const stdout = await new Promise<string>((resolve) => execFile(process.execPath, [script], (_, text) => resolve(text)));
    expect(stdout.trim()).toBe("0 true");
  });
});
