import { expect, test } from "vitest";
import { trialContext } from "../../../test/fixtures/judged-corpus.ts";
import { defaultSettings } from "../retrieval-settings.ts";
import { corpusTrials } from "../retrieval-trial.ts";
import { syntheticQueries } from "./synthetic-queries.ts";

const rows = Array.from({ length: 30 }, (_, n) => ({
  id: `page${n}`,
  title: "",
  text: `The common preamble stands here on all of them. Valve${n} regulates pump${n} beside tank${n} under pipe${n} near gauge${n}.`,
}));

const queriesOf = async (seed: number): Promise<ReturnType<typeof syntheticQueries>> => {
  await using trial = await corpusTrials(rows, trialContext()).open(
    defaultSettings("jargon", { chunkTokensMin: 300, chunkTokensMax: 800 }),
    "memory",
  );
  return syntheticQueries(trial.index, seed);
};

test("queries use words of one document that few others have, and are judged to find it", async () => {
  const queries = await queriesOf(1);
  expect(queries).toHaveLength(30);
  for (const { id, text, expected } of queries) {
    const page = id.replace("synthetic ", "");
    expect(expected).toEqual({ kind: "documents", grades: new Map([[page, 1]]) });
    expect(text.split(" ")).toHaveLength(3);
    expect(text).toContain(page.replace("page", "Valve"));
    expect(text).not.toMatch(/common|preamble/);
  }
});

test("the seed decides which sentences, and nothing else does", async () => {
  expect(await queriesOf(3)).toEqual(await queriesOf(3));
});

test("documents without a telling sentence give no query", async () => {
  const same = Array.from({ length: 30 }, (_, n) => ({ id: `p${n}`, title: "", text: "Nothing here tells one page from another page." }));
  await using trial = await corpusTrials(same, trialContext()).open(
    defaultSettings("jargon", { chunkTokensMin: 300, chunkTokensMax: 800 }),
    "memory",
  );
  expect(syntheticQueries(trial.index, 1)).toEqual([]);
});
