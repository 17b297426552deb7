import { expect, test } from "vitest";
import { readDataset } from "./read-cases.ts";
import { datasetStats } from "./stats.ts";

const dataset = (...rows: readonly Readonly<Record<string, unknown>>[]) =>
  readDataset({ name: "d", text: rows.map((row, at) => JSON.stringify({ id: `c${at}`, ...row })).join("\n") }).dataset;
const LONG = "How many of the tankers will be fitted with the new meters before the end of the winter season in the north";

test("counts tags, sources and kinds, and says what is thin, unreviewed or without an expectation", () => {
  const stats = datasetStats(
    dataset(
      { input: "a", tags: ["x", "y"], source: "hand", expected_substr: "1" },
      { input: "b", tags: ["x"], source: "log", review: "unreviewed" },
      { input: "c", expected_substr: "1", expected_documents: ["d"], group: "g" },
      { input: "d", expected_abstain: true, group: "g" },
    ),
  );
  expect(stats).toMatchObject({
    cases: 4,
    unreviewed: 1,
    groups: 2,
    withoutExpectation: 1,
    tags: [
      { name: "x", cases: 2 },
      { name: "y", cases: 1 },
    ],
    thinTags: ["x", "y"],
    sources: [
      { name: "not said", cases: 2 },
      { name: "hand", cases: 1 },
      { name: "log", cases: 1 },
    ],
    expectations: [
      { name: "substring", cases: 2 },
      { name: "abstain", cases: 1 },
      { name: "documents", cases: 1 },
    ],
  });
  expect(stats).not.toHaveProperty("smallestDifference");
});

test("tells cases that say the same twice from those that contradict each other and from those that are nearly the same", () => {
  const stats = datasetStats(
    dataset(
      { input: "What is  the Reserve?", expected_substr: "62" },
      { input: "what is the reserve?", expected_substr: "62" },
      { input: "What is the reserve?", expected_substr: "63" },
      { input: LONG },
      { input: `${LONG} please` },
    ),
  );
  expect(stats.duplicates).toEqual([{ first: "c0", second: "c1", similarity: 1 }]);
  expect(stats.conflicts).toEqual([{ first: "c0", second: "c2", similarity: 1 }]);
  expect(stats.nearDuplicates).toMatchObject([{ first: "c3", second: "c4" }]);
});

test("finds what stands in the training data too, word for word and nearly", () => {
  const train = dataset({ input: "Same" }, { input: LONG });
  const stats = datasetStats(dataset({ input: "same " }, { input: `${LONG} please` }, { input: "other" }), train);
  expect(stats.leaked).toMatchObject([
    { first: "c0", second: "c0", similarity: 1 },
    { first: "c1", second: "c1" },
  ]);
});

test("two hundred cases show some ten points", () => {
  const { smallestDifference } = datasetStats(dataset(...Array.from({ length: 200 }, (_, at) => ({ input: `question ${at}` }))));
  expect(smallestDifference).toBeGreaterThan(0.07);
  expect(smallestDifference).toBeLessThan(0.12);
});

test("a tag shows less than all cases, a group counts once, and what nobody has reviewed not at all", () => {
  const cases = Array.from({ length: 120 }, (_, at) => ({
    input: `question ${at}`,
    tags: ["all", ...(at < 60 ? ["half"] : []), ...(at < 8 ? ["few"] : []), "grouped"],
    ...(at % 2 === 0 ? {} : { group: `g${at % 10}` }),
  }));
  const rows = [...cases, ...Array.from({ length: 400 }, (_, at) => ({ input: `new ${at}`, tags: ["half"], review: "unreviewed" }))];
  const { tags, smallestDifference } = datasetStats(dataset(...rows));
  const of = (name: string) => tags.find((tag) => tag.name === name);
  expect(of("all")?.smallestDifference).toBe(smallestDifference);
  expect(of("half")).toEqual({ name: "half", cases: 460 });
  expect(of("few")).toEqual({ name: "few", cases: 8 });
  expect(datasetStats(dataset(...cases.map(({ input, tags: own }) => ({ input, tags: own })))).tags).toMatchObject([
    { name: "all", cases: 120, smallestDifference: expect.closeTo(0.12, 1) },
    { name: "grouped", cases: 120 },
    { name: "half", cases: 60, smallestDifference: expect.closeTo(0.16, 1) },
    { name: "few", cases: 8 },
  ]);
});
