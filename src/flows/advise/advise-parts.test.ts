import { describe, expect, it } from "vitest";
import type { Asker } from "../../core/ask.ts";
import type { Advice } from "../../core/advice.ts";
import { claimsOf, sectionsOf } from "./claims.ts";
import { explain, GLOSSARY } from "./explain.ts";
import { walkTree } from "./interactive.ts";
import { statedNumbers } from "./numbers.ts";
import { reviewReplies } from "./review.ts";
import { plainText } from "./signals.ts";

describe("statedNumbers", () => {
  const stated = (text: string): object => statedNumbers(plainText(text));
  it.for([
    ["2M times a month", { callsMonth: 2_000_000 }],
    ["five million invoices a week", { callsMonth: 21_750_000 }],
    ["30,000 daily calls", { callsMonth: 900_000 }],
    ["we have 5,000 hand-labelled examples", { examples: 5_000 }],
    ["experts verified 12k of them", { examples: 12_000 }],
    ["a catalogue of 400 pages which changes monthly", { chunks: 400, changes: "monthly" }],
    ["50 million chunks", { chunks: 50_000_000 }],
    ["the rules never change", { changes: "never" }],
    ["it must answer in under 300 ms", { latencyMs: 300 }],
    ["under 2 seconds, please", { latencyMs: 2_000 }],
    ["patient data must not leave the hospital", { isPrivate: true }],
    ["it costs 500 dollars a month", {}],
    ["founded in 1999 as a cooperative", {}],
    ["nothing is stated", {}],
  ] as const)("%s", ([text, expected]) => {
    expect(stated(text)).toEqual(expected);
  });

  it("ends in a moment on a line of a hundred thousand digits", () => {
    const startedMs = performance.now();
    stated("1,".repeat(50_000));
    stated("9".repeat(100_000));
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });
});

describe("claimsOf", () => {
  it("takes lines, items, headings and quotations one by one, and a paragraph as one", () => {
    expect(claimsOf("one claim\r\nanother claim\r\n", "x")).toEqual(["one claim", "another claim"]);
    expect(claimsOf("## Heading\n\n- “item one”\n2. item two\n\nA paragraph\nof two lines.\n\n> quoted\n", "x")).toEqual([
      "Heading",
      "item one",
      "item two",
      "A paragraph of two lines.",
      "quoted",
    ]);
  });

  it("passes over the title of a document, and takes headings of one level as claims", () => {
    expect(claimsOf("# Notes\n\n- too slow\n", "x")).toEqual(["too slow"]);
    expect(claimsOf("# Too slow\n\n# Too dear\n", "x")).toEqual(["Too slow", "Too dear"]);
    expect(claimsOf("# Too slow\n", "x")).toEqual(["Too slow"]);
  });

  it("refuses what has no claim, with the next step", () => {
    for (const text of ["", "\ufeff \r\n", "123\n---\n"]) expect(() => claimsOf(text, "x.txt")).toThrow(/x\.txt/);
    expect(() => claimsOf("a claim\n".repeat(201), "x.txt")).toThrow(/201 claims/);
  });
});

describe("sectionsOf", () => {
  it("leaves out the title above the others, and headings inside code", () => {
    expect(sectionsOf("# Title\nintro\n## A\nreply\n```\n## no\n```\n## B\n", "x")).toEqual([
      { heading: "A", level: 2, body: "reply\n```\n## no\n```" },
      { heading: "B", level: 2, body: "" },
    ]);
    expect(sectionsOf("# A\nreply\n# B\n", "x").map(({ heading }) => heading)).toEqual(["A", "B"]);
  });
});

describe("reviewReplies", () => {
  const advice: Advice = {
    kind: "advice",
    claim: "",
    matches: [{ row: "own-knowledge", move: "retrieve", confidence: 0.9 }],
    unsure: false,
    reply: "The whole reply.",
    mechanisms: [],
    commands: [],
    gates: [],
    stated: {},
  };
  const review = (text: string, first?: string) =>
    reviewReplies({ file: "c.md", text, keptAs: "c.first.md", advise: async () => advice, ...(first === undefined ? {} : { first }) });

  it("names what each reply lacks, and proposes it in the person's own words", async () => {
    const { replies } = await review("## One\nNo.\n## Two\nRetrieval, because it is cheap; measure it on 20 cases.\n## Three\n");
    expect(replies.map(({ lacks }) => lacks)).toEqual([["mechanism", "reason", "measurement"], [], ["reply"]]);
    expect(replies[0]?.proposal).toMatch(/^No\. Use retrieval-augmented generation .*The reason: .*Measure first: /s);
    expect(replies[1]).not.toHaveProperty("proposal");
    expect(replies[2]?.proposal).toBe("The whole reply.");
  });

  it("shows the difference to the first version, paragraph by paragraph", async () => {
    const { changes } = await review(
      "## One\nRetrieval, because it is cheap; measure it on 20 cases.\n## Two\nSame.\n",
      "## One\nNo.\n## Two\nSame.\n",
    );
    expect(changes).toEqual([
      {
        claim: "One",
        before: "No.",
        now: "Retrieval, because it is cheap; measure it on 20 cases.",
        gained: ["mechanism", "reason", "measurement"],
        lost: [],
      },
    ]);
  });

  it("proposes nothing where no row fits the heading", async () => {
    const unsure = { ...advice, unsure: true };
    const { replies } = await reviewReplies({ file: "c.md", text: "## One\nNo.\n", keptAs: "c.first.md", advise: async () => unsure });
    expect(replies[0]).toMatchObject({ lacks: ["mechanism", "reason", "measurement"] });
    expect(replies[0]).not.toHaveProperty("proposal");
  });

  it("refuses a document without headings", async () => {
    await expect(review("just text\n")).rejects.toMatchObject({ code: "BAD_INPUT" });
  });
});

describe("walkTree", () => {
  const person = (keys: readonly (string | undefined)[], lines: readonly string[]): Asker => {
    const [k, l] = [[...keys], [...lines]];
    return { say: () => {}, key: async () => k.shift(), line: async () => l.shift() };
  };
  it("comes to a row, with the figures that were given", async () => {
    expect(await walkTree(person(["3", "1", "3"], ["2,000,000", "5000"]))).toMatchObject({
      row: "same-task-millions",
      stated: { callsMonth: 2_000_000, examples: 5_000 },
    });
    expect(await walkTree(person(["4"], ["", "many"]))).toMatchObject({ row: "privacy", stated: {} });
  });
  it("understands 2M and 50k, asks again for what is no number, and gives up after three times", async () => {
    expect(await walkTree(person(["4"], ["2M", "about 50k, I think"]))).toMatchObject({
      stated: { callsMonth: 2_000_000, examples: 50_000 },
    });
    expect(await walkTree(person(["4"], ["many", "300", ""]))).toMatchObject({ stated: { callsMonth: 300 } });
    expect((await walkTree(person(["4"], ["many", "lots", "a few", "7"])))?.stated).toEqual({ examples: 7 });
  });
  it("ends without one when the person leaves", async () => {
    expect(await walkTree(person(["q"], []))).toBeUndefined();
    expect(await walkTree(person(["1", undefined], []))).toBeUndefined();
  });
});

describe("explain", () => {
  it("finds a term by its name, another name, and however it is spelt", () => {
    for (const asked of ["LoRA", "lora", "low rank adaptation", "Embeddings", "prompt-caching", "RAG", "Cohen's kappa", "re-ranking"])
      expect(explain(asked).kind, asked).toBe("term");
  });
  it("answers a slip with the nearest term, and without a term lists all", () => {
    expect(() => explain("quantisaton")).toThrow(
      expect.objectContaining({ code: "NOT_FOUND", fix: 'Did you mean: firstfit explain "quantization"' }),
    );
    expect(() => explain("zzzzzzzz")).toThrow(expect.objectContaining({ fix: "All terms: firstfit explain" }));
    expect(explain(undefined)).toMatchObject({ kind: "terms" });
  });
  it("has forty terms and more, each with three sentences, a source, and no name twice", () => {
    expect(GLOSSARY.length).toBeGreaterThanOrEqual(40);
    for (const { term, says, source } of GLOSSARY) {
      expect(says.split(/(?<=[.!?])\s+(?=[A-Z])/).length, term).toBe(3);
      expect(source.url, term).toMatch(/^https:\/\/(?:arxiv\.org\/abs\/\d{4}\.\d{4,5}|doi\.org\/10\.|nlp\.stanford\.edu\/IR-book\/)/);
    }
    const names = GLOSSARY.flatMap(({ term, alias }) => [term, ...alias]).map((name) => name.toLowerCase());
    expect(names.length - new Set(names).size).toBe(0);
  });
});
