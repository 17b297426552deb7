import { afterEach, describe, expect, test } from "vitest";
import type { Mind } from "../../test/providers/minds.ts";
import { ollamaServer } from "../../test/providers/ollama.ts";
import type { OllamaScript } from "../../test/providers/ollama.ts";
import type { ScriptedServer } from "../../test/providers/server.ts";
import type { CompletionRequest, Model } from "../core/model.ts";
import { directCalls } from "./direct-calls.ts";
import { ollamaModel } from "./ollama.ts";

let server: ScriptedServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const calls = directCalls({ monotonicMs: () => 0 });
const request: CompletionRequest = {
  system: "You are a test.",
  messages: [{ role: "user", text: "How big is the reserve?" }],
  outputTokensMax: 100,
  temperature: 0,
};
const long: CompletionRequest = { ...request, system: "The reserve is about forty thousand euros this year. ".repeat(1_000) };
const say: Mind = () => ({ text: "The reserve is 40,000 euros." });

async function open(script: Partial<OllamaScript> = {}, contextTokensMax?: number): Promise<{ model: Model; server: ScriptedServer }> {
  server = await ollamaServer({ mind: say, ...script });
  return {
    server,
    model: ollamaModel({
      model: "llama3.1:8b",
      calls,
      baseUrl: server.url,
      ...(contextTokensMax === undefined ? {} : { contextTokensMax }),
    }),
  };
}

test("num_ctx goes with every call, and cutting is forbidden", async () => {
  const { model, server: vendor } = await open({}, 12_000);
  await model.complete(request);
  await model.complete(request);
  expect(vendor.ledger.map(({ path }) => path)).toEqual(["/api/show", "/api/chat", "/api/chat"]);
  expect(vendor.ledger[1]?.body).toMatchObject({
    truncate: false,
    shift: false,
    options: { num_ctx: 12_000, num_predict: 100, temperature: 0 },
  });
});

test("counts are the server's, and absent where it gives none", async () => {
  const { model } = await open();
  expect((await model.complete(request)).usage).toMatchObject({
    source: "provider",
    inputTokens: expect.any(Number),
    outputTokens: expect.any(Number),
  });
  const { model: quiet } = await open({ counts: false });
  expect((await quiet.complete(request)).usage).toEqual({ source: "none" });
});

describe("a prompt that does not fit", () => {
  test("is refused by a server that knows how, in its words", async () => {
    const { model } = await open();
    await expect(model.complete(long)).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: expect.stringContaining("longer than the context length"),
    });
  });

  test("and cut by an older one, which is noticed by its count: no answer from half a prompt", async () => {
    const { model } = await open({ refusesOverflow: false });
    await expect(model.complete(long)).rejects.toMatchObject({
      code: "BAD_REQUEST",
      message: expect.stringContaining("read 8,192 tokens, which is all of its window of 8,192"),
      fix: expect.stringContaining("contextTokensMax"),
      maybeBilled: true,
    });
  });

  test("is noticed also where the server lowers the window to what the model was trained with", async () => {
    const { model } = await open({ refusesOverflow: false, trainedTokens: 2_048 });
    await expect(model.complete(long)).rejects.toMatchObject({ message: expect.stringContaining("window of 2,048") });
  });

  test("is noted where much less was read than was sent, by another way of cutting", async () => {
    const { model, server: vendor } = await open({}, 20_000);
    await model.complete(request);
    vendor.failNext({
      kind: "change",
      change: (reply) => ({ ...reply, body: String(reply.body).replace(/"prompt_eval_count":\d+/, '"prompt_eval_count":900') }),
    });
    const { notes, text } = await model.complete({ ...long, system: long.system.slice(0, 40_000) });
    expect(text).toBe("The reserve is 40,000 euros.");
    expect(notes).toEqual([
      expect.stringMatching(/^ollama read 900 tokens of a prompt that has about [\d,]+ by estimate: it may have been cut/),
    ]);
    expect(await model.complete(request)).not.toHaveProperty("notes");
  });
});

test("a forced tool is a schema of the answer, which is not streamed as text", async () => {
  const { model, server: vendor } = await open({
    mind: ({ forced }) => (forced === "json" ? { toolCalls: [{ name: "rank", input: { order: [1] } }] } : {}),
  });
  const tool = { name: "rank", description: "Takes an order.", inputSchema: { type: "object", properties: { order: { type: "array" } } } };
  const events = [];
  for await (const event of model.stream({ ...request, tool })) events.push(event.kind);
  expect(events).toEqual(["done"]);
  expect((await model.complete({ ...request, tool })).toolInput).toEqual({ order: [1] });
  expect(vendor.ledger[1]?.body).toMatchObject({ format: tool.inputSchema });
  expect(vendor.ledger[1]?.body.messages[0].content).toContain("rank (Takes an order.)");
});

test("a model that was not fetched, and a server that does not run, say what to type", async () => {
  const { server: vendor } = await open();
  await expect(ollamaModel({ model: "none:1b", calls, baseUrl: vendor.url }).complete(request)).rejects.toMatchObject({
    code: "BAD_REQUEST",
    fix: "Fetch the model: ollama pull none:1b",
  });
  await vendor.close();
  await expect(ollamaModel({ model: "none:1b", calls, baseUrl: vendor.url }).complete(request)).rejects.toMatchObject({
    code: "NETWORK",
    fix: "Start the server: ollama serve",
    maybeBilled: false,
  });
});
