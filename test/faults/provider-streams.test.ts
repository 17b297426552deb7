import { afterEach, describe, expect, test } from "vitest";
import { ProviderError } from "../../src/core/errors.ts";
import type { Completion, CompletionRequest } from "../../src/core/model.ts";
import type { ProviderFetchOptions } from "../../src/models/provider-fetch.ts";
import type { Mind } from "../providers/minds.ts";
import { PROVIDERS } from "../providers/models.ts";
import type { Served } from "../providers/models.ts";
import type { Fault, Reply } from "../providers/server.ts";

const TEXT = "Die Rücklage beträgt 40.000 € – „nicht mehr“ 🙂.";
const request: CompletionRequest = { system: "You are a test.", messages: [{ role: "user", text: "How big is it?" }], outputTokensMax: 50 };

let served: Served | undefined;
afterEach(async () => {
  await served?.server.close();
  served = undefined;
});

async function open(name: string, mind: Mind = () => ({ text: TEXT }), options: ProviderFetchOptions = {}): Promise<Served> {
  served = await PROVIDERS[name]?.(mind, options);
  if (served === undefined) throw new Error(`There is no ${name}.`);
  // What a provider asks once in its life is asked now, so that the faults meet the call itself.
  await served.model.complete(request).catch(() => undefined);
  return served;
}

interface Outcome {
  readonly text: string;
  readonly completion?: Completion;
  readonly error?: unknown;
}

async function streamed({ model }: Served, asked: CompletionRequest = request): Promise<Outcome> {
  let text = "";
  let completion: Completion | undefined;
  try {
    for await (const event of model.stream(asked)) {
      if (event.kind === "text") text += event.text;
      else completion = event.completion;
    }
  } catch (error) {
    expect(completion).toBeUndefined();
    return { text, error };
  }
  return { text, ...(completion === undefined ? {} : { completion }) };
}

async function whole({ model }: Served): Promise<Outcome> {
  return model.complete(request).then(
    (completion) => ({ text: completion.text, completion }),
    (error: unknown) => ({ text: "", error }),
  );
}

/** The bytes of a streamed reply as it is when nothing goes wrong. */
async function bodyOf(some: Served): Promise<Buffer> {
  let body = Buffer.alloc(0);
  some.server.failNext({
    kind: "change",
    change(reply) {
      body = Buffer.from(reply.body);
      return reply;
    },
  });
  expect((await streamed(some)).text).toBe(TEXT);
  return body;
}

const withBody = (change: (body: string) => string): Fault => ({
  kind: "change",
  change: (reply: Reply) => ({ ...reply, body: change(Buffer.from(reply.body).toString("utf8")) }),
});

describe.each(Object.keys(PROVIDERS))("%s", (name) => {
  test("arrives whole one byte a packet, and all events in one", async () => {
    const some = await open(name);
    for (const fault of [
      { kind: "packets", bytes: 1 },
      { kind: "packets", bytes: 1_000_000 },
    ] as const) {
      some.server.failNext(fault);
      const { text, completion } = await streamed(some);
      expect([text, completion?.text, completion?.stop]).toEqual([TEXT, TEXT, "end"]);
    }
  });

  test("is no answer when its stream is cut anywhere, or ends early as if it were whole", async () => {
    const some = await open(name);
    const body = await bodyOf(some);
    // The last event that matters ends where what follows it is only a farewell.
    const end = name === "openai-compatible" ? body.indexOf('"finish_reason":"stop"') : body.length - 4;
    const offsets = Array.from({ length: 24 }, (_, i) => Math.floor((i * end) / 24));
    // And in the middle of a letter.
    offsets.push(body.indexOf(Buffer.from("ü")) + 1, body.indexOf(Buffer.from("🙂")) + 2);
    for (const afterBytes of offsets) {
      for (const kind of ["cut", "end"] as const) {
        some.server.failNext({ kind, afterBytes });
        const { text, error, completion } = await streamed(some);
        expect(completion, `${kind} after ${afterBytes}`).toBeUndefined();
        expect(error, `${kind} after ${afterBytes}`).toBeInstanceOf(ProviderError);
        expect(["NETWORK", "PROTOCOL"]).toContain((error as ProviderError).code);
        expect(error).toMatchObject({ maybeBilled: true });
        expect(TEXT.startsWith(text.replace(/\ufffd.*$/u, ""))).toBe(true);
      }
    }
  });

  test("is no answer when its whole body is broken", async () => {
    const some = await open(name);
    for (const fault of [{ kind: "cut", afterBytes: 30 }, { kind: "end", afterBytes: 30 }, { kind: "reset" }] as const) {
      some.server.failNext(fault);
      expect((await whole(some)).error, fault.kind).toBeInstanceOf(ProviderError);
    }
  });

  test.each([
    ["a page", { kind: "reply", headers: { "content-type": "text/html" }, body: "<!doctype html><title>Sign in</title>" }],
    ["an empty body", { kind: "reply", body: "" }],
    ["no JSON", { kind: "reply", body: "{ oops" }],
    ["another schema", { kind: "reply", body: '{"hello":1}' }],
    ["a list", { kind: "reply", body: "[]" }],
    ["null", { kind: "reply", body: "null" }],
    ["plain text", { kind: "reply", headers: { "content-type": "text/plain" }, body: "upstream said no" }],
  ] as const)("%s with status 200 is a PROTOCOL error, never an answer", async (_, fault) => {
    const some = await open(name);
    some.server.failNext(fault);
    expect((await whole(some)).error).toMatchObject({ name: "ProviderError", provider: name });
    some.server.failNext(fault);
    const { error, text } = await streamed(some);
    expect(text).toBe("");
    expect(error).toMatchObject({ name: "ProviderError", provider: name });
  });

  test("a broken event in a stream ends it", async () => {
    const some = await open(name);
    const body = (await bodyOf(some)).toString("utf8");
    const broken = name === "ollama" ? body.replace(/\n/, "\n{ oops\n") : body.replace(/\n\n/, "\n\ndata: { oops\n\n");
    some.server.failNext(withBody(() => broken));
    expect((await streamed(some)).error).toMatchObject({ code: "PROTOCOL" });
  });

  test("an error event in a stream, first or in the middle, is that error", async () => {
    const event = {
      anthropic: 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
      openai:
        'event: error\ndata: {"type":"error","sequence_number":3,"error":{"type":"server_error","code":"server_error","message":"Overloaded","param":null}}\n\n',
      "openai-compatible": 'data: {"error":{"type":"server_error","code":500,"message":"Overloaded"}}\n\n',
      ollama: '{"error":"Overloaded"}\n',
    }[name];
    const some = await open(name);
    const body = (await bodyOf(some)).toString("utf8");
    const separator = name === "ollama" ? "\n" : "\n\n";
    const parts = body.split(separator);
    for (const at of [0, Math.floor(parts.length / 2)]) {
      const upTo = parts.slice(0, at).map((part) => `${part}${separator}`);
      some.server.failNext(withBody(() => [...upTo, event, ...parts.slice(at).map((part) => `${part}${separator}`)].join("")));
      expect((await streamed(some)).error, `after ${at} events`).toMatchObject({
        code: "OVERLOADED",
        message: expect.stringContaining("Overloaded"),
      });
    }
  });

  test("a tool call that nobody offered is a PROTOCOL error", async () => {
    const some = await open(name, () => ({ toolCalls: [{ name: "delete_all", input: {} }] }));
    expect((await streamed(some)).error).toMatchObject({ code: "PROTOCOL", message: expect.stringContaining("delete_all") });
    expect((await whole(some)).error).toMatchObject({ code: "PROTOCOL" });
  });

  test("a forced tool that was answered with text leaves toolInput absent", async () => {
    const some = await open(name, () => ({ text: "I would rather not." }));
    const tool = { name: "rank", description: "Ranks.", inputSchema: { type: "object" } };
    if (name === "ollama") {
      // The server writes JSON in any case; one that does not is broken.
      some.server.failNext(
        withBody(
          () =>
            '{"message":{"role":"assistant","content":"no"},"done":false}\n{"done":true,"done_reason":"stop","message":{"content":""}}\n',
        ),
      );
      await expect(some.model.complete({ ...request, tool })).rejects.toMatchObject({ code: "PROTOCOL" });
      return;
    }
    const completion = await some.model.complete({ ...request, tool });
    expect(completion).not.toHaveProperty("toolInput");
    expect(completion.text).toBe("I would rather not.");
  });

  test("an answer that was cut at its limit, and a refusal, say so", async () => {
    const stops = name === "ollama" ? (["length"] as const) : (["length", "refusal"] as const);
    for (const stop of stops) {
      const some = await open(name, () => ({ text: "Die", stop }));
      expect((await streamed(some)).completion?.stop).toBe(stop);
      expect((await whole(some)).completion?.stop).toBe(stop);
      await some.server.close();
    }
  });

  test("silence in a stream and a body without end are ended by their times", async () => {
    const some = await open(name, () => ({ text: TEXT }), { idleMs: 60, totalMs: 3_000 });
    some.server.failNext({ kind: "stall", afterBytes: 200 });
    expect((await streamed(some)).error).toMatchObject({ code: "NETWORK", message: expect.stringContaining("was silent") });
    await some.server.close();
    const slow = await open(name, () => ({ text: TEXT.repeat(60) }), { idleMs: 5_000, totalMs: 100 });
    slow.server.failNext({ kind: "packets", bytes: 1 });
    expect((await streamed(slow)).error).toMatchObject({ code: "NETWORK", message: expect.stringContaining("took more than 0.1 seconds") });
  });

  test("a caller that has enough ends a stream with its own reason, and the connection with it", async () => {
    const some = await open(name);
    const body = await bodyOf(some);
    some.server.failNext({ kind: "stall", afterBytes: body.length - 20 });
    const abort = new AbortController();
    const pieces: string[] = [];
    const reading = (async () => {
      for await (const event of some.model.stream({ ...request, signal: abort.signal })) {
        if (event.kind === "text") pieces.push(event.text);
        abort.abort(new Error("enough"));
      }
    })();
    await expect(reading).rejects.toThrow("enough");
    expect(pieces.length).toBeGreaterThan(0);
  });

  test("usage that is missing or negative is unknown, and the answer stands", async () => {
    const some = await open(name);
    const count = /"(input_tokens|output_tokens|prompt_tokens|completion_tokens|prompt_eval_count|eval_count)":\d+/g;
    for (const change of [
      (body: string) => body.replace(count, '"$1":-5'),
      (body: string) => body.replace(count, '"ignored":0'),
      (body: string) => body.replace(/"usage":(?:\{(?:[^{}]|\{[^{}]*\})*\}|null)/g, '"other":1').replace(count, '"ignored":0'),
    ]) {
      for (const ask of [streamed, whole]) {
        some.server.failNext(withBody(change));
        const { completion, error } = await ask(some);
        expect(error).toBeUndefined();
        expect(completion?.text).toBe(TEXT);
        expect(completion?.usage).toEqual({ source: "none" });
      }
    }
  });
});
