import { expect, test } from "vitest";
import type { AnswerResult } from "../../core/results.ts";
import { caseOf } from "./read-cases.ts";
import { savedCase } from "./saved-case.ts";

const common = { question: "When?", model: "m", usage: { source: "none" }, evidence: [], tookMs: 1 } as const;
const answered: AnswerResult = {
  ...common,
  kind: "answered",
  text: "In May [1]",
  sentences: [],
  citations: [{ n: 1, document: "a", chunk: "a#1", start: 0, end: 3, quote: "May", locator: { kind: "line", line: 1 } }],
  superseded: [],
};
const abstained: AnswerResult = { ...common, kind: "abstained", reason: "nothing is said of it", nearest: [] };
const nothing = { texts: [], documents: [], abstain: false };

test("without a word of a person the case is unreviewed: nothing is expected of an answer, and an answer of an abstention", () => {
  expect(caseOf(savedCase(answered, nothing), "x", 1)).toMatchObject({
    input: "When?",
    review: "unreviewed",
    source: "log",
    expectations: [],
    metadata: { answered: { text: "In May [1]", citations: [{ document: "a", quote: "May" }], model: "m" } },
  });
  expect(caseOf(savedCase(abstained, nothing), "x", 1)).toMatchObject({
    review: "unreviewed",
    expectations: [{ kind: "abstain", expected: false }],
    metadata: { answered: { abstained: true, reason: "nothing is said of it" } },
  });
});

test("what a person says is right makes the case theirs", () => {
  const said = caseOf(savedCase(answered, { texts: ["June"], documents: ["b"], abstain: false }), "x", 1);
  expect(said).toMatchObject({
    source: "hand",
    expectations: [
      { kind: "substring", texts: ["June"] },
      { kind: "documents", documents: ["b"] },
    ],
  });
  expect(said).not.toHaveProperty("review");
  expect(caseOf(savedCase(answered, { ...nothing, abstain: true }), "x", 1).expectations).toEqual([{ kind: "abstain", expected: true }]);
});
