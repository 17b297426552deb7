import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import type { Candidate, CandidateOutput, Case, TrialContext } from "../src/core/evaluation.ts";
import type { EvaluationReport } from "../src/core/evaluation-results.ts";
import { runOperation } from "../src/operations.ts";
import { renderBill } from "../src/render/bill.ts";
import { plainStyle } from "../src/render/style.ts";
import { json, scriptedServer } from "./providers/server.ts";
import type { Reply, ScriptedServer, SeenRequest } from "./providers/server.ts";

const TOKEN = "very-secret-token-4711";
let folder = "";
let server: ScriptedServer;
let respond: (request: SeenRequest) => Reply;
let configs = 0;
const notes: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-http-"));
  notes.length = 0;
  respond = ({ body }) => json({ output: `you said ${body.input}` });
  server = await scriptedServer((request) => respond(request));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function appOf(http?: Readonly<Record<string, unknown>>) {
  const file = `config-${(configs += 1)}.mjs`;
  const candidates = http === undefined ? {} : { candidates: { agent: { kind: "http", url: `${server.url}/ask`, ...http } } };
  writeFileSync(join(folder, file), `export default ${JSON.stringify(candidates)};\n`);
  return await buildApp({ folder, config: file, seed: 1, environment: { AGENT_TOKEN: TOKEN }, onWait: (note) => notes.push(note) });
}
async function agent(http: Readonly<Record<string, unknown>> = {}): Promise<Candidate> {
  const [candidate] = await (await appOf(http)).candidates({});
  if (candidate === undefined) throw new Error("there is no candidate");
  return candidate;
}
function ask(candidate: Candidate, input: Case["input"] = "hello", context: Partial<TrialContext> = {}): Promise<CandidateOutput> {
  return candidate.run(input, { signal: new AbortController().signal, repeat: 0, caseId: "one", ...context });
}
const plain = (body: string, type = "text/plain"): Reply => ({ headers: { "content-type": type }, body });
const openAi = (message: unknown): Reply =>
  json({ choices: [{ message }], usage: { prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 3 } } });

describe("a server", () => {
  test("is sent the input and needs nothing but its address", async () => {
    const [candidate] = await (await appOf()).candidates({ http: `${server.url}/ask` });
    const output = await ask(candidate as Candidate, 'say "hi" {{id}}\n');
    expect(output).toEqual({ text: 'you said say "hi" {{id}}\n', latencyMs: expect.any(Number) });
    expect(server.ledger).toMatchObject([{ method: "POST", path: "/ask", body: { input: 'say "hi" {{id}}\n' } }]);
    expect(candidate?.name).toBe(`${new URL(server.url).host}/ask`);
    expect(notes).toEqual([expect.stringMatching(/the output is taken from "output" of the reply/)]);
  });

  test.each([
    [{ answer: "x" }, "answer"],
    [{ id: 1, response: "x" }, "response"],
    [{ message: { role: "assistant", content: "x" } }, "message.content"],
    [{ choices: [{ message: { content: "x" } }] }, "choices.0.message.content"],
    [{ content: [{ type: "text", text: "x" }] }, "content.0.text"],
    [[{ generated_text: "x" }], "0.generated_text"],
  ])("that answers %j is understood, and the note says how", async (reply, path) => {
    respond = () => json(reply);
    expect((await ask(await agent())).text).toBe("x");
    expect(notes).toEqual([expect.stringContaining(`"${path}"`)]);
  });

  test("that answers with plain text is understood", async () => {
    respond = () => plain("just words");
    expect((await ask(await agent())).text).toBe("just words");
    respond = () => json("a text");
    expect((await ask(await agent())).text).toBe("a text");
  });

  test("must answer all cases in the form of the first", async () => {
    const candidate = await agent();
    await ask(candidate);
    respond = () => json({ message: "our database is down" });
    await expect(ask(candidate)).rejects.toMatchObject({ code: "PROTOCOL", message: expect.stringContaining('without "output"') });
    respond = () => json({ output: "", error: { message: "no model" } });
    await expect(ask(candidate)).rejects.toMatchObject({ code: "PROTOCOL", message: expect.stringContaining("no model") });
  });

  test("gets the body, address and headers that the configuration says", async () => {
    respond = () => json({ a: [{ b: "yes" }] });
    const candidate = await agent({
      url: `${server.url}/v1/{{id}}?q={{input}}`,
      method: "PUT",
      headers: { authorization: "Bearer ${AGENT_TOKEN}", "x-tenant": "acme" },
      body: { messages: "{{messages}}", user: "{{metadata.user.id}}", n: "{{repeat}}" },
      output: "$.a[0].b",
    });
    expect((await ask(candidate, "a&b", { repeat: 3, metadata: { user: { id: 7 } } })).text).toBe("yes");
    expect(server.ledger[0]).toMatchObject({
      method: "PUT",
      path: "/v1/one?q=a%26b",
      headers: { authorization: `Bearer ${TOKEN}`, "x-tenant": "acme", "content-type": "application/json" },
      body: { messages: [{ role: "user", content: "a&b" }], user: 7, n: 3 },
    });
  });

  test("is asked with GET without a body", async () => {
    respond = ({ path }) => json({ answer: path });
    const candidate = await agent({ url: `${server.url}/?q={{input}}`, method: "GET" });
    expect((await ask(candidate, "ü")).text).toBe("/?q=%C3%BC");
    expect(server.ledger[0]?.body).toBeUndefined();
  });

  test("tells calls, usage, citations, abstention, cost and latency where the paths say", async () => {
    respond = () =>
      json({
        out: { text: null, calls: [{ type: "function", function: { name: "f", arguments: '{"x": 1}' } }] },
        meta: { tokens: { input_tokens: 5, cache_read_input_tokens: 20, output_tokens: 2 }, usd: 0.25, ms: 1234, unsure: true },
        sources: [{ document: "a.md", start: 1, end: 5, verified: true }, "b.md"],
      });
    const candidate = await agent({
      output: "out.text",
      toolCalls: "out.calls",
      usage: "meta.tokens",
      citations: "sources",
      abstained: "meta.unsure",
      cost: "meta.usd",
      latencyMs: "meta.ms",
    });
    expect(await ask(candidate)).toEqual({
      text: "",
      toolCalls: [{ name: "f", input: { x: 1 } }],
      usage: { inputTokens: 25, cachedInputTokens: 20, outputTokens: 2, source: "provider" },
      citations: [{ document: "a.md", start: 1, end: 5, verified: true }, { document: "b.md" }],
      abstained: true,
      cost: { kind: "known", usd: 0.25 },
      latencyMs: 1234,
    });
  });

  test("that leaves its calls out makes none, and one with a wrong path to them is told so", async () => {
    respond = () => openAi({ content: "no need" });
    const paths = { output: "choices.0.message.content", usage: "usage" };
    expect(await ask(await agent({ ...paths, toolCalls: "choices.0.message.tool_calls" }))).toMatchObject({
      text: "no need",
      toolCalls: [],
      usage: { inputTokens: 10, outputTokens: 4, cachedInputTokens: 3 },
    });
    await expect(ask(await agent({ ...paths, toolCalls: "choices.0.msg.tool_calls" }))).rejects.toMatchObject({
      code: "PROTOCOL",
      message: expect.stringMatching(
        /without "choices\.0\.msg\.tool_calls" \(toolCalls\): "choices\.0" has the keys message, and no "msg"/,
      ),
    });
  });

  test("whose output is an object gives its JSON", async () => {
    respond = () => json({ result: { label: "glass" } });
    expect((await ask(await agent({ output: "result" }))).text).toBe('{"label":"glass"}');
  });
});

describe("a reply that is no answer is an error and no empty output", () => {
  const cases: readonly (readonly [string, Reply, Readonly<Record<string, unknown>>, RegExp])[] = [
    ["a page", plain("<html>login</html>", "text/html"), {}, /a page instead of data/],
    ["a page that calls itself text", plain("<!DOCTYPE html><p>"), {}, /a page instead of data/],
    ["nothing", plain("", "application/json"), {}, /an empty body/],
    ["white space", plain(" \n", "application/json"), {}, /an empty body/],
    ["broken JSON", plain('{"output": "x', "application/json"), {}, /no JSON \("\{"output": "x"\)/],
    ["no usual key", json({ foo: 1, bar: {} }), {}, /without any of the usual keys of an output; it has the keys foo, bar/],
    [
      "another path",
      json({ answer: "x" }),
      { output: "output.text" },
      /without "output\.text" \(output\): the reply has the keys answer, and no "output"/,
    ],
    ["null", json({ output: null }), { output: "output" }, /null at "output"/],
    [
      "calls that are none",
      json({ output: "x", calls: [3] }),
      { output: "output", toolCalls: "calls" },
      /a list of 1 at "calls", which is no toolCalls/,
    ],
    ["an abstention that is a text", json({ output: "x", no: "yes" }), { output: "output", abstained: "no" }, /a text at "no"/],
    [
      "a redirect",
      { status: 302, headers: { location: "http://127.0.0.1:9/" }, body: "" },
      {},
      /agent at .* answered with a redirect, which is not followed/,
    ],
    ["events", plain('data: {"delta": "a"}\n\ndata: [DONE]\n\n', "text/event-stream"), {}, /a stream: write stream: "sse"/],
    ["lines", plain('{"delta": "a"}\n{"delta": "b"}\n', "application/x-ndjson"), {}, /a stream: write stream: "json-lines"/],
  ];
  test.each(cases)("%s", async (_, reply, config, message) => {
    respond = () => reply;
    await expect(ask(await agent(config))).rejects.toMatchObject({
      code: expect.stringMatching(/PROTOCOL|NETWORK/),
      message: expect.stringMatching(message),
    });
    expect(server.ledger.length).toBe(1);
  });

  test("a server that wants to know who asks is given a header", async () => {
    respond = () => ({ status: 401, headers: {}, body: "" });
    await expect(ask(await agent())).rejects.toMatchObject({ code: "AUTH", fix: expect.stringContaining("headers: { authorization:") });
  });

  test("nobody at the address", async () => {
    const candidate = await agent();
    await server.close();
    await expect(ask(candidate)).rejects.toMatchObject({ code: "NETWORK", fix: expect.stringContaining("Start the server") });
  });

  test("a connection that breaks is not asked again, as the agent may have acted", async () => {
    server.failNext({ kind: "cut", afterBytes: 5 }, { kind: "reset" });
    await expect(ask(await agent())).rejects.toMatchObject({ code: "NETWORK" });
    await expect(ask(await agent())).rejects.toMatchObject({ code: "NETWORK" });
    expect(server.ledger.length).toBe(2);
  });

  test("silence ends at the timeout, and at once when the run is stopped", async () => {
    server.failNext({ kind: "stall", afterBytes: 0 }, { kind: "stall", afterBytes: 3 });
    await expect(ask(await agent({ timeoutSeconds: 0.2 }))).rejects.toMatchObject({
      code: "NETWORK",
      message: expect.stringContaining("0.2 seconds"),
    });
    const stop = new AbortController();
    const run = ask(await agent(), "x", { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(run).rejects.toMatchObject({ code: "INTERRUPTED" });
  });
});

describe("a server that asks to wait", () => {
  const busy = (status: number) => ({ kind: "reply", status, headers: { "retry-after": "0" }, body: '{"error": "busy"}' }) as const;

  test("is waited for and asked again", async () => {
    server.failNext(busy(429), busy(503));
    expect((await ask(await agent())).text).toBe("you said hello");
    expect(server.ledger.map(({ status }) => status)).toEqual([429, 503, 200]);
  });

  test("again and again is an error of its kind", async () => {
    server.failNext(busy(429), busy(429), busy(429), busy(429));
    await expect(ask(await agent())).rejects.toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringContaining("agent at 127.0.0.1"),
    });
    server.failNext(busy(500), busy(500), busy(500), busy(500));
    await expect(ask(await agent())).rejects.toMatchObject({ code: "OVERLOADED", message: expect.stringContaining("busy") });
    expect(server.ledger.length).toBe(8);
  });

  test("but one that refuses is asked once", async () => {
    server.failNext(busy(401), busy(422));
    await expect(ask(await agent())).rejects.toMatchObject({ code: "AUTH" });
    await expect(ask(await agent())).rejects.toMatchObject({ code: "BAD_REQUEST", message: expect.stringContaining("busy") });
    expect(server.ledger.length).toBe(2);
  });
});

describe("a stream", () => {
  const sse = (...events: readonly string[]): Reply =>
    plain(events.map((data) => `event: x\ndata: ${data}\n\n`).join(""), "text/event-stream");
  const delta = (content: string): string => JSON.stringify({ choices: [{ delta: { content } }] });

  test("of server-sent events is joined, up to its end", async () => {
    respond = () =>
      sse(
        JSON.stringify({ choices: [{ delta: { role: "assistant" } }] }),
        delta("Grüße"),
        delta(" 👋\n"),
        JSON.stringify({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }),
        "[DONE]",
        delta("never"),
      );
    server.failNext({ kind: "packets", bytes: 3 });
    expect(await ask(await agent({ stream: "sse", output: "choices.0.delta.content", usage: "usage" }))).toMatchObject({
      text: "Grüße 👋\n",
      usage: { inputTokens: 3, outputTokens: 2 },
    });
    expect((await ask(await agent({ stream: "sse" }))).text).toBe("Grüße 👋\n");
  });

  test("with the line ends that the standard allows, and data over several lines", async () => {
    respond = () => plain('data: {"text":\r\ndata: "a"}\r\n\r\n: comment\rdata: {"text": "b"}\r\r', "text/event-stream");
    server.failNext({ kind: "packets", bytes: 1 });
    expect((await ask(await agent({ stream: "sse" }))).text).toBe("ab");
  });

  test("of plain words is joined", async () => {
    respond = () => sse("Hello", " world");
    expect((await ask(await agent({ stream: "sse" }))).text).toBe("Hello world");
  });

  test("of JSON lines is joined", async () => {
    respond = () => plain('{"message":{"content":"a"}}\n{"message":{"content":"b"}}\n{"done":true}', "application/x-ndjson");
    expect((await ask(await agent({ stream: "json-lines" }))).text).toBe("ab");
  });

  test.each([
    [
      "with an error in it",
      sse(delta("a"), JSON.stringify({ error: { message: "overloaded" } })),
      /broke its stream off with an error: overloaded/,
    ],
    ["without an event", sse(), /an empty stream/],
    [
      "without an output",
      sse('{"type":"ping"}', '{"type":"ping"}'),
      /sent 2 events without any of the usual keys of an output; the first has the keys type/,
    ],
  ])("%s is an error", async (_, reply, message) => {
    respond = () => reply;
    await expect(ask(await agent({ stream: "sse" }))).rejects.toMatchObject({ code: "PROTOCOL", message: expect.stringMatching(message) });
  });

  test("that breaks off is an error and no shorter answer", async () => {
    respond = () => sse(delta("half of"), delta(" the answer"));
    server.failNext({ kind: "cut", afterBytes: 70 });
    await expect(ask(await agent({ stream: "sse" }))).rejects.toMatchObject({ code: "NETWORK" });
  });
});

describe("a secret", () => {
  const headers = { authorization: "Bearer ${AGENT_TOKEN}" };

  test("stands in no definition, output or error, also when the server says it back", async () => {
    const candidate = await agent({ url: `${server.url}/?key=\${AGENT_TOKEN}`, headers });
    expect(JSON.stringify(candidate.definition)).not.toContain(TOKEN);
    expect(candidate.definition).toMatchObject({ headers });
    respond = () => json({ output: `your token is ${TOKEN}`, toolCalls: [{ name: TOKEN, input: { [TOKEN]: TOKEN } }] });
    expect(JSON.stringify(await ask(candidate))).not.toContain(TOKEN);
    respond = () => json({ error: `bad token ${TOKEN}` }, 400);
    const error = await ask(candidate).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("…4711");
    expect(JSON.stringify([error, String(error)])).not.toContain(TOKEN);
    respond = () => json({ [TOKEN]: 1 });
    const other = await ask(await agent({ headers })).catch((thrown: unknown) => thrown);
    expect(JSON.stringify([other, String(other)])).not.toContain(TOKEN);
  });

  test("of the command line's address is not shown", async () => {
    const [candidate] = await (await appOf()).candidates({ http: `${server.url}/ask?api_key=${TOKEN}&v=1` });
    expect(candidate?.definition).toMatchObject({ url: `${server.url}/ask?api_key=…&v=1` });
    expect(candidate?.name).not.toContain(TOKEN);
  });

  test.each([
    [{ headers: { Authorization: "Bearer abcdefgh" } }, "BAD_CONFIG", /header Authorization .* holds a secret/],
    [{ headers: { "x-api-key": "abcdefgh" } }, "BAD_CONFIG", /holds a secret/],
    [{ headers: { "x-api-key": "${NOT_SET}" } }, "MISSING_KEY", /NOT_SET, which is not set/],
    [{ url: "http://me:pass@127.0.0.1/" }, "BAD_CONFIG", /holds a password/],
  ])("%j is refused", async (config, code, message) => {
    const error: unknown = await agent(config).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(String(error)).not.toContain("me:pass");
  });
});

describe("what cannot be asked is refused before anything is sent", () => {
  test.each([
    [{ url: "localhost:8080" }, /is none/],
    [{ url: "ftp://h/{{input}}" }, /is none/],
    [{ method: "GET" }, /the same request for every case/],
    [{ body: { q: "fixed" } }, /the same request for every case/],
    [{ method: "GET", body: { q: "{{input}}" } }, /a body with GET/],
    [{ output: "a[*]" }, /is no path/],
    [{ body: { q: "{{inptu}}" } }, /nothing fills/],
    [{ headers: { "a b": "x" } }, /is no name of a header/],
    [{ headers: { a: "x\ny" } }, /no header may have/],
    [{ stream: "websocket" }, /stream/],
    [{ timeoutSeconds: 0 }, /timeoutSeconds/],
  ])("%j", async (config, message) => {
    await expect(agent(config)).rejects.toMatchObject({ code: "BAD_CONFIG", message: expect.stringMatching(message) });
  });
});

describe("what a server says that it costs", () => {
  const cases = (count: number) =>
    Array.from({ length: count }, (_, at) => JSON.stringify({ input: `${at}`, expected_substr: "said" })).join("\n");
  async function evaluated(http: Readonly<Record<string, unknown>>, input: Readonly<Record<string, unknown>>) {
    respond = ({ body }) => json({ output: `you said ${body.input}`, usd: 0.01 });
    writeFileSync(join(folder, "cases.jsonl"), cases(20));
    const app = await appOf({ output: "output", ...http });
    const told: string[] = [];
    const report = (event: { readonly kind: string; readonly text?: string }) => void told.push(event.text ?? "");
    const run = runOperation(app, "eval", { cases: "cases.jsonl", concurrency: 1, ...input }, { report, readInput: async () => cases(20) });
    return { run: run as Promise<EvaluationReport>, told };
  }

  test("is capped: the run stops before the request that would pass it, what was answered is kept, and it goes on", async () => {
    const { run, told } = await evaluated({ cost: "usd" }, { maxCost: 0.055 });
    await expect(run).rejects.toMatchObject({
      code: "CAP_REACHED",
      message: expect.stringMatching(/\$0\.05 is spent.*5 of 20 trials are kept\./) as string,
    });
    expect(server.ledger).toHaveLength(5);
    expect(told.join(" ")).toContain("What agent costs is what its answers say: --max-cost counts it after each");
    const { run: rest } = await evaluated({ cost: "usd" }, { maxCost: 1, resume: true });
    const { candidates, notes: said } = await rest;
    expect(candidates[0]?.summary.costPerCall).toEqual({ kind: "known", usd: 0.01 });
    expect(server.ledger).toHaveLength(20);
    expect(said).toEqual([]);
  });

  test("goes on in another run under the same cap, as its error says", async () => {
    const { run } = await evaluated({ cost: "usd" }, { maxCost: 0.1 });
    await expect(run).rejects.toMatchObject({ code: "CAP_REACHED", fix: expect.stringContaining("each run may spend its own --max-cost") });
    const { run: rest } = await evaluated({ cost: "usd" }, { maxCost: 0.1, resume: true });
    expect((await rest).candidates[0]?.trials).toHaveLength(20);
    expect(server.ledger).toHaveLength(20);
  });

  test("is nothing under a cap of 0: no request is sent where answers cost something", async () => {
    const { run } = await evaluated({ cost: "usd" }, { maxCost: 0 });
    await expect(run).rejects.toMatchObject({
      code: "CAP_REACHED",
      message: expect.stringContaining("under --max-cost 0 nothing may be spent"),
    });
    expect(server.ledger).toHaveLength(0);
  });

  test("is not passed by those that run at the same time: the first runs alone", async () => {
    const { run } = await evaluated({ cost: "usd" }, { maxCost: 0.035, concurrency: 4 });
    await expect(run).rejects.toMatchObject({ code: "CAP_REACHED" });
    // the first runs alone; then three fit, and no fourth
    expect(server.ledger).toHaveLength(3);
  });

  test("is not capped where nothing says it, which the report and the run say before and after", async () => {
    const { run, told } = await evaluated({}, { maxCost: 0.01 });
    const not = expect.stringContaining("What agent costs is not capped, because nothing in its answers says it") as string;
    expect((await run).notes).toContainEqual(not);
    expect(told).toContainEqual(not);
    expect(server.ledger).toHaveLength(20);
  });
});

test("a dry run sends nothing, needs no secret, and says how many requests it would send where", async () => {
  const app = (await appOf({ headers: { authorization: "Bearer ${NOT_SET}" } })).spending({ isDryRun: true, useCache: true });
  const [candidate] = await app.candidates({});
  for (let n = 0; n < 3; n += 1) await ask(candidate as Candidate);
  expect(server.ledger).toEqual([]);
  expect(renderBill(await app.billBefore(), { style: plainStyle })).toContain(
    `3 requests to POST ${server.url}/ask, cost not known to firstfit, and not capped unless its answers say it`,
  );
});
