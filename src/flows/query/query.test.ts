import { describe, expect, it } from "vitest";
import type { Hit } from "../../core/retrieval.ts";
import { scriptedModel } from "../../models/scripted.ts";
import type { ScriptedReply } from "../../models/scripted.ts";
import { mergeHits } from "./merge.ts";
import { QUERY_TRANSFORMS } from "./transforms.ts";

const QUESTION = "Why did unit E-4012 slip by 7 weeks?";
const planned = (method: keyof typeof QUERY_TRANSFORMS, reply: ScriptedReply, question = QUESTION) =>
  QUERY_TRANSFORMS[method](question, scriptedModel([{ reply }]));

describe("a rewritten question", () => {
  it("takes the place of the question as typed", async () => {
    const plan = await planned("rewrite", { toolInput: { query: " Reason for the delay of\nunit E-4012 by 7 weeks " } });
    expect(plan).toMatchObject({ method: "rewrite", queries: [{ text: "Reason for the delay of unit E-4012 by 7 weeks" }] });
    expect(plan.fallback).toBeUndefined();
    expect(plan.usage).toMatchObject({ source: "estimate" });
  });

  it("is not used when it lost a number or a code of the question", async () => {
    const plan = await planned("rewrite", { toolInput: { query: "Reason for the delay of the unit by 7 weeks" } });
    expect(plan).toMatchObject({ queries: [{ text: QUESTION }], fallback: "scripted lost “E-4012” of the question" });
  });

  it("is made with the conversation that the question follows from, and the model is made to call the tool", async () => {
    const model = scriptedModel([
      { when: "USER: Who is the sponsor?", reply: { toolInput: { query: "Where does Dana Whitfield work?" } } },
    ]);
    const history = [
      { role: "user", text: "Who is the sponsor?" },
      { role: "assistant", text: "Dana Whitfield." },
    ] as const;
    expect((await QUERY_TRANSFORMS.rewrite("And where does she work?", model, { history })).queries).toEqual([
      { text: "Where does Dana Whitfield work?" },
    ]);
    expect(model.requests[0]?.tool?.name).toBe("search");
  });
});

describe("a hypothetical passage", () => {
  it("is what the dense legs read, while the words are looked for as typed", async () => {
    const passage = "Unit E-4012 slipped because the supplier had to redesign the air separators.";
    expect((await planned("hyde", { text: `${passage}\n` })).queries).toEqual([{ text: QUESTION, denseText: passage }]);
  });

  it("may be cut off at its limit", async () => {
    const plan = await planned("hyde", { text: "The unit slipped because the supplier had to redesign the air", stop: "length" });
    expect(plan.fallback).toBeUndefined();
  });

  it("is more than a shrug", async () => {
    expect(await planned("hyde", { text: "I do not know." })).toMatchObject({
      queries: [{ text: QUESTION }],
      fallback: "scripted wrote no passage",
    });
  });
});

describe("several queries", () => {
  it("are the question as typed and its other wordings, each once and three at most", async () => {
    const queries = [
      "Delay of E-4012",
      QUESTION.toUpperCase(),
      "delay of e-4012",
      "",
      7,
      "the of",
      "Cause of the slip",
      "Why late?",
      "One more reason",
    ];
    const plan = await planned("multi", { toolInput: { queries } });
    expect(plan.queries.map(({ text }) => text)).toEqual([QUESTION, "Delay of E-4012", "Cause of the slip", "Why late?"]);
    expect(plan.merge).toBe("agreement");
  });

  it("are the parts of a question, which are merged so that each keeps its own passages", async () => {
    const plan = await planned("decompose", { toolInput: { questions: ["What slipped?", "By how much did it slip?"] } });
    expect(plan).toMatchObject({
      merge: "coverage",
      queries: [{ text: QUESTION }, { text: "What slipped?" }, { text: "By how much did it slip?" }],
    });
  });

  it("are one when the model finds the question whole, and that is no failure", async () => {
    const plan = await planned("decompose", { toolInput: { questions: [QUESTION] } });
    expect(plan.queries).toEqual([{ text: QUESTION }]);
    expect(plan.fallback).toBeUndefined();
  });
});

it("the four methods ask in this form", async () => {
  const asked: string[] = [];
  const history = [{ role: "user", text: "Is there a reserve?" }] as const;
  for (const method of ["rewrite", "hyde", "multi", "decompose"] as const) {
    const model = scriptedModel([{ reply: { text: "" } }]);
    await QUERY_TRANSFORMS[method]("And how big is it?", model, method === "rewrite" ? { history } : {});
    const [request] = model.requests;
    const tool = request?.tool === undefined ? "none" : JSON.stringify(request.tool, null, 2);
    asked.push(`=== ${method} ===\n\n${request?.system}\n\n--- user ---\n\n${request?.messages[0]?.text}\n\n--- tool ---\n\n${tool}\n`);
  }
  await expect(asked.join("\n")).toMatchFileSnapshot("../../../test/golden/query-prompts.txt");
});

describe("a model that does not help", () => {
  const methods = ["rewrite", "hyde", "multi", "decompose"] as const;
  const replies: readonly (readonly [string, ScriptedReply, RegExp])[] = [
    ["fails", { fails: new Error("overloaded") }, /^scripted failed: overloaded$/],
    ["refuses", { text: "I cannot help with that request about the unit and its delay.", stop: "refusal" }, /^scripted refused$/],
    ["answers nothing", { text: "" }, /^scripted (gave no|wrote no)/],
  ];
  for (const [what, reply, reason] of replies) {
    it(`${what}: the question is searched as typed, and it is said why`, async () => {
      for (const method of methods) {
        const plan = await planned(method, reply);
        expect(plan.queries, method).toEqual([{ text: QUESTION }]);
        expect(plan.fallback, method).toMatch(reason);
      }
    });
  }

  it.for<readonly [string, unknown]>([
    ["nonsense", ["?!"]],
    ["an essay", { query: "word ".repeat(200), queries: ["word ".repeat(200)], questions: [] }],
    ["null", null],
  ])("calls the tool with %s: the same", async ([, toolInput]) => {
    for (const method of ["rewrite", "multi", "decompose"] as const) {
      const plan = await planned(method, { toolInput });
      expect(plan).toMatchObject({ queries: [{ text: QUESTION }], fallback: expect.stringMatching(/^scripted gave no/) });
    }
  });

  it("hangs: the search ends as INTERRUPTED when it is aborted", async () => {
    const abort = new AbortController();
    for (const method of methods) {
      const waiting = QUERY_TRANSFORMS[method](QUESTION, scriptedModel([{ reply: { hangs: true } }]), { signal: abort.signal });
      queueMicrotask(() => abort.abort());
      await expect(waiting).rejects.toMatchObject({ code: "INTERRUPTED" });
    }
  });
});

describe("the hits of several searches", () => {
  const list = (...ids: readonly string[]): Hit[] =>
    ids.map((id, i) => ({
      chunk: { id, document: id, ordinal: 1, start: 0, end: 1, text: id, heading: [], locator: { kind: "line", line: 1 } },
      score: 10 - i,
      legs: { lexical: { rank: i + 1, score: 1 } },
    }));
  const ids = (hits: readonly Hit[]): string[] => hits.map(({ chunk }) => chunk.id);

  it("stay as they are when there was one search", () => {
    const hits = list("b", "a");
    expect(mergeHits([hits], "agreement")).toBe(hits);
  });

  it("come by agreement, each chunk once, with the legs of the search that ranked it best", () => {
    const merged = mergeHits([list("a", "b", "c"), list("d", "b"), list("c", "b")], "agreement");
    expect(ids(merged)).toEqual(["b", "c", "a", "d"]);
    expect(merged[1]?.legs?.lexical?.rank).toBe(1);
  });

  it("come by coverage: the first of each search before the second of any", () => {
    expect(ids(mergeHits([list("a", "b", "c"), list("d", "b"), list("c", "b")], "coverage"))).toEqual(["c", "a", "d", "b"]);
  });

  it("are in the same order whatever the order of equals: ties go by id", () => {
    expect(ids(mergeHits([list("b"), list("a")], "agreement"))).toEqual(["a", "b"]);
  });
});
