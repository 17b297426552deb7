import { describe, expect, it } from "vitest";
import type { Completion, CompletionRequest, Model } from "../../src/core/model.ts";

export interface ModelUnderTest {
  readonly model: Model;
  /** A request that the model answers with at least a few words. It may be sent several times. */
  readonly request: CompletionRequest;
  /** The same of a model that was set up to call the tool of its request. Without it the model cannot call tools. */
  readonly forced?: { readonly model: Model; readonly request: CompletionRequest };
}

/** What every chat model must do, whoever is behind it. `open` makes a fresh one for each test. */
export function modelContract(name: string, open: () => Promise<ModelUnderTest>): void {
  describe(`the model contract: ${name}`, () => {
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
      expect(completion.text).not.toBe("");
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

    it("calls the one tool that a request forces on it, with JSON", async ({ skip }) => {
      const { forced } = await open();
      if (forced === undefined) return skip("this model cannot call tools");
      expect(forced.request.tool).toBeDefined();
      const { toolInput } = await forced.model.complete(forced.request);
      expect(toolInput).toEqual(JSON.parse(JSON.stringify(toolInput)));
      expect(typeof toolInput).toBe("object");
    });

    it("calls no tool where there is none", async () => {
      const { model, request } = await open();
      expect(await model.complete(request)).not.toHaveProperty("toolInput");
    });

    it("has a window of some size", async () => {
      const { model } = await open();
      expect(model.contextTokensMax).toBeGreaterThan(request1k);
      expect(model.id).not.toBe("");
    });
  });
}

const request1k = 1_000;
