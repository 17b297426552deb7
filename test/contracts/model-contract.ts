import { afterEach, describe, expect, it } from "vitest";
import { ProviderError } from "../../src/core/errors.ts";
import type { Completion, CompletionRequest, Model } from "../../src/core/model.ts";

export interface ModelUnderTest {
  readonly model: Model;
  /** A request that the model answers with at least a few words. It may be sent several times. */
  readonly request: CompletionRequest;
  /** The same of a model that was set up to call the tool of its request. */
  readonly forced: { readonly model: Model; readonly request: CompletionRequest };
  /** A request with tools, which the model calls. Without it nothing is offered to it. */
  readonly offered?: CompletionRequest;
  /** Makes the provider refuse the next call as one too many, for three seconds. Without it there is no provider. */
  readonly fail?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What every chat model must do, whoever is behind it. `make` makes a fresh one for each test. */
export function modelContract(name: string, make: () => Promise<ModelUnderTest>): void {
  describe(`the model contract: ${name}`, () => {
    const opened: ModelUnderTest[] = [];
    const open = async (): Promise<ModelUnderTest> => {
      const made = await make();
      opened.push(made);
      return made;
    };
    afterEach(async () => {
      for (const { close } of opened.splice(0)) await close();
    });

    it("streams its text and ends with exactly one done, whose text is all pieces joined", async () => {
      const { model, request } = await open();
      let [text, done] = ["", [] as Completion[]];
      for await (const event of model.stream(request)) {
        if (event.kind === "text") {
          expect(done).toEqual([]);
          text += event.text;
        } else done = [...done, event.completion];
      }
      expect(done).toHaveLength(1);
      expect(text).not.toBe("");
      expect(done[0]?.text).toBe(text);
    });

    it("completes with what it streams", async () => {
      const { model, request } = await open();
      const completion = await model.complete(request);
      let streamed = "";
      for await (const event of model.stream(request)) if (event.kind === "text") streamed += event.text;
      expect(completion.text).not.toBe("");
      expect(streamed).toBe(completion.text);
      expect(["end", "length", "refusal"]).toContain(completion.stop);
    });

    it("says where its token counts come from, and leaves out what it does not know", async () => {
      const { model, request } = await open();
      const { usage } = await model.complete(request);
      expect(["provider", "estimate", "none"]).toContain(usage.source);
      for (const count of [usage.inputTokens, usage.outputTokens, usage.cachedInputTokens])
        if (count !== undefined) expect(count).toBeGreaterThanOrEqual(0);
      if (usage.source === "none") expect([usage.inputTokens, usage.outputTokens]).toEqual([undefined, undefined]);
    });

    it("counts more tokens for a longer request, and names the counter", async () => {
      const { model, request } = await open();
      const short = await model.count(request);
      const long = await model.count({ ...request, system: `${request.system}\n${"One more rule to follow. ".repeat(50)}` });
      expect(short.tokens).toBeGreaterThan(0);
      expect(long.tokens).toBeGreaterThan(short.tokens);
      expect(["provider", "tokenizer", "estimate"]).toContain(short.source);
    });

    it("stops when the request is aborted before it begins", async () => {
      const { model, request } = await open();
      await expect(model.complete({ ...request, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    });

    it("calls the one tool that a request forces on it, with JSON, streamed or whole", async () => {
      const { forced } = await open();
      expect(forced.request.tool).toBeDefined();
      const { toolInput, stop } = await forced.model.complete(forced.request);
      expect(toolInput).toEqual(JSON.parse(JSON.stringify(toolInput)));
      expect(typeof toolInput).toBe("object");
      expect(stop).toBe("end");
      let completion: Completion | undefined;
      for await (const event of forced.model.stream(forced.request)) if (event.kind === "done") completion = event.completion;
      expect(completion?.toolInput).toEqual(toolInput);
    });

    it("calls tools that it is offered, with parsed input, and says so where it called none", async ({ skip }) => {
      const { model, offered, request } = await open();
      if (offered === undefined) return skip("it plays a script, which calls forced tools only");
      const { toolCalls } = await model.complete(offered);
      expect(toolCalls).toEqual([{ name: offered.tools?.[0]?.name, input: expect.any(Object) }]);
      const other = [{ name: "other", description: "Is not called.", inputSchema: { type: "object" } }];
      expect((await model.complete({ ...request, tools: other })).toolCalls).toEqual([]);
    });

    it("fails with a typed error that says how long to wait", async ({ skip }) => {
      const { model, fail, request } = await open();
      if (fail === undefined) return skip("it has no provider");
      await model.complete(request);
      await fail();
      const error: unknown = await model.complete(request).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({
        code: "RATE_LIMITED",
        status: 429,
        retryAfterMs: 3_000,
        message: expect.stringContaining("slow down"),
      });
    });

    it("stops reading when its reader stops", async () => {
      const { model, request } = await open();
      for await (const event of model.stream(request)) {
        expect(event.kind).toBe("text");
        break;
      }
    });

    it("calls no tool where there is none", async () => {
      const { model, request } = await open();
      const completion = await model.complete(request);
      expect(completion).not.toHaveProperty("toolInput");
      expect(completion).not.toHaveProperty("toolCalls");
      expect(completion).not.toHaveProperty("citations");
    });

    it("has a window of some size", async () => {
      const { model } = await open();
      expect(model.contextTokensMax).toBeGreaterThan(request1k);
      expect(model.id).not.toBe("");
    });
  });
}

const request1k = 1_000;
