import { describe, expect, it } from "vitest";
import type { CompletionEvent, CompletionRequest } from "../core/model.ts";
import { scriptedModel } from "./scripted.ts";

const request: CompletionRequest = {
  system: "You are a test.",
  messages: [{ role: "user", text: "How big is the reserve?" }],
  outputTokensMax: 100,
};

async function collect(events: AsyncIterable<CompletionEvent>): Promise<CompletionEvent[]> {
  const found: CompletionEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

describe("the scripted model", () => {
  it("throws at a request that its script does not foresee", async () => {
    const model = scriptedModel([{ when: "budget", reply: { text: "no" } }]);
    await expect(model.complete(request)).rejects.toThrow(/no step for this request: How big is the reserve/);
  });

  it("serves each step once, the first that means the request, and counts what is left", async () => {
    const model = scriptedModel([{ when: /reserve/g, reply: { text: "first" } }, { reply: { text: "second" } }]);
    expect(model.left).toBe(2);
    expect((await model.complete(request)).text).toBe("first");
    expect((await model.complete(request)).text).toBe("second");
    expect(model.left).toBe(0);
    await expect(model.complete(request)).rejects.toThrow("no step");
    expect(model.requests).toHaveLength(3);
  });

  it("streams in pieces that tear words", async () => {
    const events = await collect(scriptedModel([{ reply: { text: "abcdefghij" } }], { pieceLength: 4 }).stream(request));
    expect(events.map((event) => (event.kind === "text" ? event.text : "done"))).toEqual(["abcd", "efgh", "ij", "done"]);
  });

  it("can be cut off, refuse, and reply by what it was asked", async () => {
    const model = scriptedModel([
      { reply: { text: "The reserve is", stop: "length" } },
      { reply: { text: "I will not.", stop: "refusal" } },
      { reply: ({ messages }) => ({ text: `You said: ${messages[0]?.text ?? ""}` }) },
    ]);
    expect((await model.complete(request)).stop).toBe("length");
    expect((await model.complete(request)).stop).toBe("refusal");
    expect((await model.complete(request)).text).toBe("You said: How big is the reserve?");
  });

  it("fails in the middle of a stream with the error of its script", async () => {
    const events = scriptedModel([{ reply: { fails: new Error("overloaded"), after: "The reserve" } }]).stream(request);
    const pieces: string[] = [];
    await expect(
      (async () => {
        for await (const event of events) if (event.kind === "text") pieces.push(event.text);
      })(),
    ).rejects.toThrow("overloaded");
    expect(pieces.join("")).toBe("The reserve");
  });

  it("hangs until it is aborted", async () => {
    const abort = new AbortController();
    const waiting = scriptedModel([{ reply: { hangs: true, after: "The " } }]).complete({ ...request, signal: abort.signal });
    queueMicrotask(() => abort.abort(new Error("enough")));
    await expect(waiting).rejects.toThrow("enough");
  });

  it("calls the tool that a request forces on it, and counts the tool among the request's tokens", async () => {
    const tool = { name: "rank", description: "Takes an order.", inputSchema: { type: "object" } };
    const model = scriptedModel([{ reply: { toolInput: { order: [2, 1] } } }, { reply: { toolInput: {} } }]);
    const forced = { ...request, tool };
    expect(await model.complete(forced)).toMatchObject({
      text: "",
      toolInput: { order: [2, 1] },
      stop: "end",
      usage: { source: "estimate" },
    });
    expect((await model.count(forced)).tokens).toBeGreaterThan((await model.count(request)).tokens);
    await expect(model.complete(request)).rejects.toThrow("calls a tool, and the request has none");
  });

  it("does not hang where nothing could end it", async () => {
    await expect(scriptedModel([{ reply: { hangs: true } }]).complete(request)).rejects.toThrow("no signal");
  });
});
