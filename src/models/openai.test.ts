import { afterEach, expect, test } from "vitest";
import { chatCompletionsServer } from "../../test/providers/chat-completions.ts";
import type { Mind } from "../../test/providers/minds.ts";
import { KEYS } from "../../test/providers/models.ts";
import { openAiServer } from "../../test/providers/openai.ts";
import type { ScriptedServer } from "../../test/providers/server.ts";
import type { Completion, CompletionRequest, Model } from "../core/model.ts";
import { directCalls } from "./direct-calls.ts";
import { openAiCompatibleModel } from "./openai-compatible.ts";
import { openAiModel } from "./openai.ts";

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
const say: Mind = () => ({ text: "The reserve is 40,000 euros." });

async function openAi(model: string): Promise<{ model: Model; server: ScriptedServer }> {
  server = await openAiServer({ mind: say, key: KEYS.openai });
  return { server, model: openAiModel({ model, apiKey: KEYS.openai, calls, baseUrl: server.url }) };
}

async function lastOf(model: Model, asked: CompletionRequest): Promise<Completion | undefined> {
  let completion: Completion | undefined;
  for await (const event of model.stream(asked)) if (event.kind === "done") completion = event.completion;
  return completion;
}

test("OpenAI stores nothing, and is given a temperature where it takes one", async () => {
  const { model, server: vendor } = await openAi("gpt-4.1-mini");
  await model.complete(request);
  expect(vendor.ledger[0]).toMatchObject({ path: "/v1/responses", body: { store: false, temperature: 0, max_output_tokens: 100 } });
});

test.each(["gpt-5.4-mini", "gpt-5", "o4-mini"])("%s takes no temperature and is given room to reason", async (name) => {
  const { model, server: vendor } = await openAi(name);
  expect((await model.complete(request)).text).toBe("The reserve is 40,000 euros.");
  expect(vendor.ledger[0]?.body).not.toHaveProperty("temperature");
  expect(vendor.ledger[0]?.body.max_output_tokens).toBe(4_100);
});

test("usage has what was cached and what was reasoned, whole and streamed", async () => {
  const { model } = await openAi("gpt-4.1-mini");
  const first = await model.complete(request);
  expect(first.usage).toMatchObject({ cachedInputTokens: 0, reasoningTokens: 5, source: "provider" });
  const second = await lastOf(model, request);
  expect(second?.usage.cachedInputTokens).toBeGreaterThan(0);
  expect(second?.usage.inputTokens).toBe(first.usage.inputTokens);
});

test("OpenAI counts input tokens itself, of what would be sent", async () => {
  const { model, server: vendor } = await openAi("gpt-4.1-mini");
  expect(await model.count(request)).toMatchObject({ source: "provider" });
  expect(vendor.ledger[0]).toMatchObject({ path: "/v1/responses/input_tokens", status: 200 });
});

test("OpenAI's own web search is a switch", async () => {
  const { model, server: vendor } = await openAi("gpt-4.1-mini");
  await model.complete({ ...request, webSearch: true });
  expect(vendor.ledger[0]?.body.tools).toEqual([{ type: "web_search" }]);
});

test("a wrong key, which OpenAI repeats in its words, is in no message", async () => {
  const { server: vendor } = await openAi("gpt-4.1-mini");
  const key = "sk-proj-9876543210987654";
  const error: unknown = await openAiModel({ model: "gpt-4.1-mini", apiKey: key, calls, baseUrl: vendor.url })
    .complete(request)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "AUTH", message: expect.stringContaining("Incorrect API key provided") });
  expect(String(error)).not.toContain("987654321098");
});

test("a compatible server needs no key, counts in its last chunk, and refuses what does not fit", async () => {
  server = await chatCompletionsServer({ mind: say, contextTokens: 300 });
  const model = openAiCompatibleModel({ model: "qwen3-8b", calls, baseUrl: `${server.url}/v1/` });
  const completion = await lastOf(model, request);
  expect(completion?.usage).toMatchObject({ source: "provider", cachedInputTokens: 0 });
  expect(server.ledger[0]?.body.stream_options).toEqual({ include_usage: true });
  expect(server.ledger[0]?.headers).not.toHaveProperty("authorization");
  await expect(model.complete({ ...request, system: "long ".repeat(1_000) })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("exceeds the available context size (300 tokens)"),
  });
});

test("a compatible server that counts nothing leaves usage unknown", async () => {
  server = await chatCompletionsServer({ mind: say, counts: false });
  const model = openAiCompatibleModel({ model: "qwen3-8b", calls, baseUrl: `${server.url}/v1` });
  expect((await model.complete(request)).usage).toEqual({ source: "none" });
  expect((await lastOf(model, request))?.usage).toEqual({ source: "none" });
});

test("counts that grow while a compatible server streams are taken at the end, and such that shrink are unknown", async () => {
  server = await chatCompletionsServer({ mind: say });
  const model = openAiCompatibleModel({ model: "qwen3-8b", calls, baseUrl: `${server.url}/v1` });
  const early = (tokens: number): void =>
    server?.failNext({
      kind: "change",
      change: (reply) => ({
        ...reply,
        body: String(reply.body).replace(
          '"finish_reason":null}',
          `"finish_reason":null}],"usage":{"prompt_tokens":2,"completion_tokens":${tokens}},"_":[{}`,
        ),
      }),
    });
  early(1);
  const grown = await lastOf(model, request);
  expect(grown?.usage.outputTokens).toBeGreaterThan(1);
  early(5_000);
  const shrunk = await lastOf(model, request);
  expect(shrunk?.usage).not.toHaveProperty("outputTokens");
});
