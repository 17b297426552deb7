import { describe, expect, test } from "vitest";
import type { Completion } from "../../core/model.ts";
import { PROVIDERS } from "../../../test/providers/models.ts";
import { passageCase } from "./synthesize/passage-question.ts";
import { synthesizeVariants } from "./synthesize.ts";
import type { Fields } from "./json-objects.ts";

const TEXT = "Before. The  contingency reserve is 62,000 euros, a tenth of the budget. After it: 62,000 euros.";
const chunk = {
  id: "a.md#1",
  document: "a.md",
  ordinal: 1,
  start: 8,
  end: 71,
  text: TEXT.slice(8, 71),
  heading: [],
  locator: { kind: "line", line: 1 },
} as const;
const proposed = (toolInput: unknown) =>
  passageCase({ text: "", toolInput, stop: "end", usage: { source: "none" } } satisfies Completion, chunk, {
    documentText: TEXT,
    model: "m",
  });

describe("what a model proposes to a passage", () => {
  test("is quoted as it stands in the document, whatever the white space of the model, with the answer where the quote holds it", () => {
    expect(
      proposed({ question: "How big is the reserve?", quote: "The contingency reserve is 62,000 euros", answer: "62,000 euros" }),
    ).toMatchObject({
      kind: "usable",
      row: {
        input: "How big is the reserve?",
        expected_substr: "62,000 euros",
        expected_documents: ["a.md"],
        expected_quotes: [{ document: "a.md", quote: "The  contingency reserve is 62,000 euros" }],
        group: "a.md#1",
      },
    });
    const other = proposed({ question: "How big is it?", quote: "The contingency reserve", answer: "62,000 euros" });
    expect(other.kind === "usable" && other.row).not.toHaveProperty("expected_substr");
  });

  test.for([
    ["a quote that was changed", { question: "q?", quote: "contingency reserve is 63,000 euros", answer: "x" }, "quoteNotFound"],
    ["a quote from outside the passage", { question: "q?", quote: "After it: 62,000 euros", answer: "x" }, "quoteNotFound"],
    ["half a number", { question: "q?", quote: "reserve is 62", answer: "x" }, "quoteNotFound"],
    ["a question about the passage", { question: "What does the passage say?", quote: "The contingency reserve", answer: "x" }, "pointing"],
    ["nothing", { question: "", quote: "", answer: "" }, "junk"],
    ["other types", { question: 1, quote: ["x"] }, "junk"],
    ["a text of no end", { question: "x".repeat(501), quote: "The contingency reserve", answer: "" }, "junk"],
    ["no call", undefined, "junk"],
    ["a list", [], "junk"],
  ] as const)("%s is left out", ([, toolInput, kind]) => {
    expect(proposed(toolInput).kind).toBe(kind);
  });
});

describe("variants come through every provider's forced tool call", () => {
  test.for(Object.keys(PROVIDERS))("%s", async (name) => {
    const input = { variants: [{ input: "reserve?", kind: "edge" }] };
    const served = await PROVIDERS[name]?.(() => ({ toolCalls: [{ name: "propose_variants", input }] }));
    if (served === undefined) throw new Error(`${name} is not served`);
    await using server = served.server;
    expect(server.url).toContain("127.0.0.1");
    const rows: Fields[] = [];
    const result = await synthesizeVariants({
      model: served.model,
      seed: 1,
      count: 5,
      known: [],
      perCase: 2,
      bases: [{ id: "r", input: "How big is the reserve?", row: { expected_substr: "62,000" } }],
      async add(fresh) {
        rows.push(...fresh);
        return fresh.length;
      },
      report: () => {},
      signal: new AbortController().signal,
    });
    expect(result).toMatchObject({ asked: 1, proposed: 1, junk: 0, failed: 0 });
    expect(rows).toMatchObject([{ input: "reserve?", expected_substr: "62,000", group: "r", metadata: { proposedBy: served.model.id } }]);
  });
});
