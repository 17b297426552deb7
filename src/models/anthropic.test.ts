import { afterEach, describe, expect, test } from "vitest";
import { anthropicServer } from "../../test/providers/anthropic.ts";
import type { Asked, Mind } from "../../test/providers/minds.ts";
import { KEYS } from "../../test/providers/models.ts";
import type { ScriptedServer } from "../../test/providers/server.ts";
import type { CompletionRequest, Model } from "../core/model.ts";
import { estimateRequestTokens } from "./request-tokens.ts";
import { anthropicModel } from "./anthropic.ts";
import type { AnthropicOptions } from "./anthropic.ts";
import { directCalls } from "./direct-calls.ts";

let server: ScriptedServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const calls = directCalls({ monotonicMs: () => 0 });
const request: CompletionRequest = {
  system: `You are a test. ${"A rule that stays the same. ".repeat(20)}`,
  messages: [{ role: "user", text: "How big is the reserve?" }],
  outputTokensMax: 100,
};
const tool = { name: "rank", description: "Takes an order.", inputSchema: { type: "object", properties: { order: { type: "array" } } } };

async function open(
  mind: Mind = () => ({ text: "Yes." }),
  options: Partial<AnthropicOptions> = {},
): Promise<{ model: Model; server: ScriptedServer }> {
  server = await anthropicServer({ mind, key: KEYS.anthropic });
  return { server, model: anthropicModel({ model: "claude-haiku-4-5", apiKey: KEYS.anthropic, calls, baseUrl: server.url, ...options }) };
}

describe("the prompt cache", () => {
  test("is written by the first call with a marked prefix and read by the second, counted within the input", async () => {
    const { model } = await open();
    const marked = { ...request, stablePrefix: true };
    const first = await model.complete(marked);
    expect(first.usage).toMatchObject({ cachedInputTokens: 0, source: "provider" });
    expect(first.usage.cacheWriteTokens).toBeGreaterThan(100);
    const second = await model.complete({
      ...marked,
      messages: [{ role: "user", text: "And how long does it last, and who decided that?" }],
    });
    expect(second.usage.cachedInputTokens).toBe(first.usage.cacheWriteTokens);
    expect(second.usage.inputTokens).toBeGreaterThan(second.usage.cachedInputTokens ?? 0);
  });

  test("is not touched without the mark; tools and system text are marked at their ends", async () => {
    const { model, server: vendor } = await open();
    await model.complete(request);
    expect(JSON.stringify(vendor.ledger[0]?.body)).not.toContain("cache_control");
    await model.complete({ ...request, stablePrefix: true, tools: [{ ...tool, name: "first" }, tool] });
    const { tools, system, messages } = vendor.ledger[1]?.body ?? {};
    expect([tools[0].cache_control, tools[1].cache_control, system.at(-1).cache_control]).toEqual([
      undefined,
      { type: "ephemeral" },
      { type: "ephemeral" },
    ]);
    expect(JSON.stringify(messages)).not.toContain("cache_control");
  });
});

describe("what a model does not take is not sent", () => {
  test.each(["claude-opus-4-7", "claude-opus-4-8", "claude-sonnet-5", "claude-fable-5", "claude-opus-5-5", "claude-haiku-5-5"])(
    "temperature to %s",
    async (name) => {
      const { model, server: vendor } = await open(undefined, { model: name });
      expect((await model.complete({ ...request, temperature: 0 })).text).toBe("Yes.");
      expect(vendor.ledger[0]?.body).not.toHaveProperty("temperature");
      // What it thinks comes on top of the answer.
      expect(vendor.ledger[0]?.body.max_tokens).toBe(4_100);
    },
  );

  test("but temperature goes to one that takes it", async () => {
    const { model, server: vendor } = await open();
    await model.complete({ ...request, temperature: 0 });
    expect(vendor.ledger[0]?.body).toMatchObject({ temperature: 0, max_tokens: 100 });
  });

  test("a forced tool, to a model that cannot be forced: it is asked for JSON of the same schema", async () => {
    const asked: Asked[] = [];
    const { model, server: vendor } = await open(
      (question) => {
        asked.push(question);
        return { text: '{"order":[2,1]}' };
      },
      { model: "claude-opus-5-5" },
    );
    const forced = { ...request, tool };
    expect(await model.complete(forced)).toMatchObject({ text: "", toolInput: { order: [2, 1] }, stop: "end" });
    const events = [];
    for await (const event of model.stream(forced)) events.push(event);
    expect(events).toEqual([{ kind: "done", completion: expect.objectContaining({ text: "", toolInput: { order: [2, 1] } }) }]);
    expect(asked[0]).toMatchObject({ forced: "json", system: expect.stringContaining("call the tool rank (Takes an order.)") });
    expect(vendor.ledger[0]?.body.output_config.format.schema).toMatchObject({ properties: { order: { type: "array" } } });
  });
});

describe("citations", () => {
  const texts = [
    { title: "note01.txt", text: "Budget 🙂 note.\nThe reserve is 40,000 euros. It was agreed in May." },
    { title: "note02.txt", text: "The sponsor is Maria Keller." },
  ];
  const text = "The reserve is 40,000 euros, and the sponsor is Maria Keller.";
  const cite =
    (quote = "The reserve is 40,000 euros. "): Mind =>
    () => ({
      text,
      citations: [
        { document: 0, quote, sentence: "The reserve is 40,000 euros," },
        { document: 1, quote: "The sponsor is Maria Keller.", sentence: " and the sponsor is Maria Keller." },
      ],
    });

  test.each(["whole", "streamed"])("come as places in the texts, in UTF-16 units, %s", async (how) => {
    const { model, server: vendor } = await open(cite());
    expect(model.citesTexts).toBe(true);
    let completion = how === "whole" ? await model.complete({ ...request, texts }) : undefined;
    if (how === "streamed")
      for await (const event of model.stream({ ...request, texts })) if (event.kind === "done") completion = event.completion;
    expect(completion?.text).toBe(text);
    const [first, second] = completion?.citations ?? [];
    expect(first).toEqual({ text: 0, start: 16, end: 44, quote: "The reserve is 40,000 euros.", at: 28 });
    expect(second).toMatchObject({ text: 1, quote: "The sponsor is Maria Keller.", at: text.length });
    for (const { text: n, start, end, quote } of completion?.citations ?? []) expect(texts[n]?.text.slice(start, end)).toBe(quote);
    const [document, , question] = vendor.ledger[0]?.body.messages[0].content ?? [];
    expect(document).toMatchObject({ type: "document", title: "note01.txt", citations: { enabled: true } });
    expect(question.text).toBe("How big is the reserve?");
  });

  test("of words that the text has twice are those that were meant, counted in characters as the provider does", async () => {
    const { model, server: vendor } = await open(() => ({ text: "Yes.", citations: [{ document: 0, quote: "Yes.", sentence: "Yes" }] }));
    const change = (body: string): string =>
      body.replace('"start_char_index":2,"end_char_index":6', '"start_char_index":11,"end_char_index":15');
    vendor.failNext({ kind: "change", change: (reply) => ({ ...reply, body: change(String(reply.body)) }) });
    const twice = [{ title: "note03.txt", text: "🙂 Yes. No. Yes." }];
    expect((await model.complete({ ...request, texts: twice })).citations).toEqual([{ text: 0, start: 12, end: 16, quote: "Yes.", at: 3 }]);
  });

  test("whose words do not stand in the text are left out", async () => {
    const { model, server: vendor } = await open(cite());
    vendor.failNext({
      kind: "change",
      change: (reply) => ({
        ...reply,
        body: String(reply.body).replace('"cited_text":"The reserve is 40,000', '"cited_text":"The reserve is 90,000'),
      }),
    });
    expect((await model.complete({ ...request, texts })).citations?.map((citation) => citation.text)).toEqual([1]);
  });

  test("are an empty list where nothing was cited, and no field where there was nothing to cite", async () => {
    const { model } = await open();
    expect((await model.complete({ ...request, texts })).citations).toEqual([]);
    expect(await model.complete(request)).not.toHaveProperty("citations");
  });
});

test("tokens are counted by the provider, of the request as it would be sent, and estimated when it does not answer", async () => {
  const { model, server: vendor } = await open();
  const counted = await model.count({ ...request, tools: [tool] });
  expect(counted).toEqual({ tokens: expect.any(Number), source: "provider" });
  expect(vendor.ledger[0]).toMatchObject({ path: "/v1/messages/count_tokens", status: 200, body: { tools: [{ name: "rank" }] } });
  vendor.failNext({ kind: "reply", status: 404, body: "{}" });
  const estimated = await model.count(request);
  expect(estimated.source).toBe("estimate");
  // Claude's family cuts finer than the plain estimate.
  expect(estimated.tokens).toBeGreaterThan(estimateRequestTokens(request));
});

test("the provider's own web search is a switch, and what it searched is no tool call of ours", async () => {
  const { model, server: vendor } = await open();
  await model.complete({ ...request, webSearch: true });
  expect(vendor.ledger[0]?.body.tools).toEqual([{ type: "web_search_20250305", name: "web_search", max_uses: 5 }]);
});

test("a turn that was paused is not finished", async () => {
  const { model, server: vendor } = await open();
  vendor.failNext({ kind: "change", change: (reply) => ({ ...reply, body: String(reply.body).replace("end_turn", "pause_turn") }) });
  expect((await model.complete(request)).stop).toBe("length");
});

test("a wrong key is AUTH and names its variable, never itself", async () => {
  const { model } = await open(undefined, { apiKey: "sk-ant-wrong-000000000000" });
  const error: unknown = await model.complete(request).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "AUTH", status: 401, fix: expect.stringContaining("ANTHROPIC_API_KEY") });
  expect(String(error)).not.toContain("000000000000");
});

test("counts that went down while it streamed are unknown", async () => {
  const { model, server: vendor } = await open(() => ({ text: "A much longer answer than one token has." }));
  vendor.failNext({
    kind: "change",
    change: (reply) => ({ ...reply, body: String(reply.body).replace('"output_tokens":1,', '"output_tokens":900,') }),
  });
  for await (const event of model.stream(request))
    if (event.kind === "done") {
      expect(event.completion.usage).not.toHaveProperty("outputTokens");
      expect(event.completion.usage.inputTokens).toBeGreaterThan(0);
    }
});
