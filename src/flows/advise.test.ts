import { describe, expect, it } from "vitest";
import { shippedMatcher } from "../config/advice-matcher.ts";
import type { RowId } from "../core/advice.ts";
import type { Completion, Model } from "../core/model.ts";
import { NO_USAGE } from "../core/usage.ts";
import { adviceDocument } from "../render/advice-markdown.ts";
import { advise } from "./advise.ts";
import { amount, exampleModel } from "./advise/cost.ts";
import { DECISION_TABLE, rowOf } from "./advise/table.ts";

const matcher = shippedMatcher();

const priced = {
  usual: {
    name: "acme/mid",
    row: {
      provider: "acme",
      model: "mid",
      operation: "complete",
      from: "2026-01-01",
      usdPerMillion: { input: 1, output: 10, cacheRead: 0.1 },
      source: "https://example.com",
      checked: "2026-10-01",
    },
  },
} as const;

describe("the four conversations, and the fifth", () => {
  const conversations: readonly (readonly [string, RowId])[] = [
    ["Let’s fine-tune the model on our docs.", "own-knowledge"],
    ["We need a vector database.", "vector-database"],
    ["The model is making things up.", "makes-things-up"],
    ["Can we make it faster / cheaper?", "cheaper-faster"],
    ["We should build our own model.", "own-model"],
    ["fine-tune on our docs", "own-knowledge"],
  ];
  it.for(conversations)("%s", async ([claim, row]) => {
    const { unsure, matches, reply, mechanisms } = await advise(claim, { matcher, priced });
    expect(unsure).toBe(false);
    expect(matches[0]).toMatchObject({ row, move: rowOf(row).move });
    expect(reply).toContain("Measure first:");
    expect(mechanisms.length).toBeGreaterThan(0);
  });
});

describe("the three scenarios are routed, each with its rule", () => {
  const scenarios = [
    [
      "Support wants the bot to answer questions about our 400-page product catalog, which changes monthly.",
      "retrieve",
      "domain knowledge",
    ],
    ["Every reply should end with a three-bullet summary in our brand’s voice.", "prompt", "one-off behaviours"],
    [
      "We extract the same 12 fields from one contract type, ~2M times a month, on a tiny cheap model. The prompt keeps drifting on edge cases and we already have 5,000 hand-labeled examples.",
      "fine-tune",
      "1,000 labelled examples or more",
    ],
  ] as const;
  it.for(scenarios)("%s", async ([claim, move, rule]) => {
    const advice = await advise(claim, { matcher, priced });
    expect(advice.matches[0]?.move).toBe(move);
    expect(advice.rule).toContain(rule);
  });
});

describe("advise", () => {
  it("says that it does not know, with the two nearest rows and no mechanism", async () => {
    const { unsure, matches, reply, mechanisms, rule } = await advise("Our build takes forty minutes", { matcher, priced });
    expect(unsure).toBe(true);
    expect(matches).toHaveLength(2);
    expect(reply).toMatch(/^I do not know which row/);
    expect(mechanisms).toEqual([]);
    expect(rule).toBeUndefined();
  });

  it("names the terms that an unsure claim asks for, with where they are explained", async () => {
    const { unsure, commands } = await advise("What is LoRA, and is prompt caching right for us?", { matcher, priced });
    expect(unsure).toBe(true);
    expect(commands).toEqual(["firstfit advise --interactive", "firstfit explain LoRA", 'firstfit explain "prompt caching"']);
  });

  it("takes one word or two for a problem only where they are nearly certain", async () => {
    for (const claim of ["RAG", "It hallucinates", "GDPR"]) expect((await advise(claim, { matcher, priced })).unsure, claim).toBe(false);
    for (const claim of ["prompt", "Fine-tuning", "yes"]) expect((await advise(claim, { matcher, priced })).unsure, claim).toBe(true);
    expect((await advise("Fine-tuning", { matcher, priced })).commands).toContain("firstfit explain fine-tuning");
  });

  it("names the other problem of a text that has two, and says where to ask about it", async () => {
    const { matches, also, reply } = await advise("The bill is too high and the model is making things up.", { matcher, priced });
    expect(matches[0]?.row).toBe("cheaper-faster");
    expect(also).toMatchObject([{ text: "the model is making things up.", row: "makes-things-up", move: "retrieve" }]);
    expect(reply).toContain("another problem too, “the model is making things up” (makes-things-up → retrieve): ask about it by itself.");
    expect(await advise("The model is making things up, and it does so every day.", { matcher, priced })).not.toHaveProperty("also");
  });

  it("says of a long text how much of it was read", async () => {
    const long = "The model is making things up about our products. ".repeat(1_000);
    expect((await advise(long, { matcher, priced })).reply).toContain("Of your 50,000 characters I have read the first 4,000.");
    expect((await advise("lorem ipsum ".repeat(500), { matcher, priced })).reply).toContain("Of your 6,000 characters");
    expect((await advise("The model is making things up.", { matcher, priced })).reply).not.toContain("characters");
  });

  it("prices a call and the stated month by the dated table", async () => {
    const { reply, stated } = await advise(
      "Our bill is too high: 200,000 calls a month, and the same long instructions go along with each",
      { matcher, priced },
    );
    expect(stated.callsMonth).toBe(200_000);
    // 500 fresh x $1 + 6,000 cached x $0.1 + 250 out x $10, of a million
    expect((await advise("We have 300 calls a month, and the bill is too high", { matcher, priced })).reply).toContain(
      "so $1.08 for your 300",
    );
    expect(reply).toContain("about $0.0036 with acme/mid, so $720 for your 200,000 a month (prices checked 2026-10-01)");
  });

  it("gives no price where none is known", async () => {
    const { reply } = await advise("We need a vector database.", { matcher, priced: {} });
    expect(reply).not.toContain("$");
  });

  it("sends a fine-tune with too few labels back to the prompt", async () => {
    const claim =
      "One form, 2M times a month, small model, the prompt is exhausted after months of work, and we have 300 labelled examples";
    const { matches, reply } = await advise(claim, { matcher, priced });
    expect(matches[0]).toMatchObject({ row: "same-task-millions", move: "prompt" });
    expect(reply).toMatch(/^You state 300 labelled examples, and gate 3 asks for 1,000: stay with the prompt/);
    expect(reply).not.toContain("fine-tuning may earn its cost");
  });

  it("does not say both that a vector database is needed and that it is not", async () => {
    const saying = async (claim: string): Promise<string> => (await advise(claim, { matcher, priced })).reply;
    const many = await saying("We have 1.5M chunks and need a vector database");
    expect(many).toMatch(/^You state about 1,500,000 chunks: at that size a dedicated vector database is right/);
    expect(many).not.toContain("Probably no vector database");
    expect(await saying("We have 2,000 chunks and need a vector database")).toMatch(
      /^Probably no vector database yet.*far from needing one/,
    );
  });

  it("proposes decide where the configured task belongs to the row", async () => {
    const claim = "Let's fine-tune the model on our docs.";
    expect((await advise(claim, { matcher, priced, taskRow: "own-knowledge" })).commands).toContain("firstfit decide");
    expect((await advise(claim, { matcher, priced, taskRow: "plain-labels" })).commands).not.toContain("firstfit decide");
    expect((await advise(claim, { matcher, priced })).commands).not.toContain("firstfit decide");
  });

  it("shows a model's row beside the table's, and lets it change nothing", async () => {
    const asked: string[] = [];
    const model = speaking({ row: "own-model", reply: "Build one." }, asked);
    const own = await advise("We need a vector database.", { matcher, priced });
    const both = await advise("We need a vector database.", { matcher, priced, model });
    expect(both).toEqual({ ...own, model: { model: "fake/model", reply: "Build one.", row: "own-model", differs: true } });
    expect(asked[0]).toContain("We need a vector database.");
  });

  it("does not take a row that the table does not have from a model", async () => {
    const { model } = await advise("We need a vector database.", {
      matcher,
      priced,
      model: speaking({ row: "__proto__", reply: "Hm." }, []),
    });
    expect(model).toEqual({ model: "fake/model", reply: "Hm.", differs: false });
  });

  it("reads a claim of a million letters, of none, and of signs alone without failing", async () => {
    for (const claim of ["a".repeat(1_000_000), "", "???", "\u0000\ud800"])
      expect((await advise(claim, { matcher, priced })).matches.length).toBeGreaterThan(0);
  });

  it("writes a document in which no claim makes a heading or a tag of its own", async () => {
    const advice = [
      await advise("<b>We</b> need a\n# vector database", { matcher, priced }),
      await advise("Our build takes forty minutes", { matcher, priced }),
    ];
    const document = adviceDocument({ kind: "advice document", title: "Advice", advice });
    expect(document).toContain(String.raw`## \<b\>We\</b\> need a \# vector database`);
    expect(document).toContain("for 1 of them a row");
    expect(document.match(/^#+ /gm)).toHaveLength(3);
  });

  it("writes a long claim under a heading that can be read", async () => {
    const claim = "The model is making things up about our products. ".repeat(20).trim();
    const document = adviceDocument({ kind: "advice document", title: "Advice", advice: [await advise(claim, { matcher, priced })] });
    const heading = /^## .*$/m.exec(document)?.[0] ?? "";
    expect(heading.length).toBeLessThan(180);
    expect(heading).toMatch(/…$/);
    expect(document).toContain(`> ${claim}`);
  });

  it("writes the document of the five conversations as it stands in its golden file", async () => {
    const claims = [
      "Let's fine-tune the model on our docs",
      "We need a vector database",
      "The model is making things up",
      "Can we make it faster / cheaper?",
      "We should build our own model",
      "Our build takes forty minutes",
    ];
    const advice = [];
    for (const claim of claims) advice.push(await advise(claim, { matcher, priced }));
    // how sure it is moves with every paraphrase that is added
    const document = adviceDocument({ kind: "advice document", title: "Advice", advice }).replaceAll(
      /confidence \d\.\d\d/g,
      "confidence N",
    );
    await expect(`${document}\n`).toMatchFileSnapshot("../../test/golden/advice.md");
  });
});

describe("amount", () => {
  it.for([0, 7, 999, 1_000, 12_345, 2_000_000, 21_750_000, 0.5, 1_234.5678, -4_000])("writes %d as English does", (value) => {
    expect(amount(value)).toBe(value.toLocaleString("en-US"));
  });
});

describe("exampleModel", () => {
  const row = (model: string, input: number, more: object = {}) => ({
    ...priced.usual.row,
    model,
    usdPerMillion: { input, output: input },
    ...more,
  });
  it("takes the one in the middle of those whose price holds on the day", () => {
    const rows = [
      row("a", 1),
      row("b", 2),
      row("c", 3),
      row("later", 0.1, { from: "2027-01-01" }),
      row("gone", 0.1, { retires: "2026-05-01" }),
    ];
    expect(exampleModel(rows, "2026-10-01", "middle")?.name).toBe("acme/b");
    expect(exampleModel(rows, "2026-10-01", "dearest")?.name).toBe("acme/c");
    expect(exampleModel([], "2026-10-01", "middle")).toBeUndefined();
  });
});

describe("the decision table", () => {
  it("has a row once for every problem, and what a reply needs in each", () => {
    expect(new Set(DECISION_TABLE.map(({ id }) => id)).size).toBe(DECISION_TABLE.length);
    for (const row of DECISION_TABLE) {
      expect(row.mechanisms.length, row.id).toBeGreaterThan(0);
      expect(row.gates.length, row.id).toBeGreaterThan(0);
      expect(row.say, row.id).toMatch(/[.]$/);
      expect(row.why, row.id).not.toMatch(/[.]$/);
      expect(row.measure, row.id).not.toMatch(/[.]$/);
    }
  });
});

function speaking(toolInput: unknown, asked: string[]): Model {
  const completion: Completion = { text: "", toolInput, stop: "end", usage: NO_USAGE };
  return {
    id: "fake/model",
    contextTokensMax: 100_000,
    async complete({ messages }) {
      asked.push(messages[0]?.text ?? "");
      return completion;
    },
    async *stream() {
      yield { kind: "done", completion };
    },
    count: async () => ({ tokens: 1, source: "estimate" }),
  };
}
