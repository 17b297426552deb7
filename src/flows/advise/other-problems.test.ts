import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { shippedMatcher } from "../../config/advice-matcher.ts";
import { otherProblems, problemsListed } from "./other-problems.ts";

const matcher = shippedMatcher();
const others = async (text: string) => await otherProblems(text, await matcher.match(text), matcher);

/** Texts that the matcher was not trained on, each about one problem or none. */
const sealed = ["sealed3", "sealed4"].flatMap((name) =>
  readFileSync(new URL(`../../../test/fixtures/advise/${name}.jsonl`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { readonly text: string; readonly row: string }),
);

it("names hardly anything beside the problem of a text that has one", async () => {
  let named = 0;
  for (const { text } of sealed) if ((await others(text)).length > 0) named += 1;
  expect(sealed.length).toBe(120);
  expect(named).toBeLessThanOrEqual(1);
});

it("names both problems of most texts that were put together of two", async () => {
  let pairs = 0;
  let both = 0;
  for (const [i, { text, row }] of sealed.entries()) {
    const other = sealed[(i * 7 + 31) % sealed.length];
    if (other === undefined || row === "none" || other.row === "none" || row === other.row) continue;
    pairs += 1;
    const joined = `${text} ${other.text}`;
    const match = await matcher.match(joined);
    const rows = new Set<string>((await otherProblems(joined, match, matcher)).map((each) => each.row));
    if (!match.unsure) rows.add(match.matches[0]?.row ?? "");
    if (rows.has(row) && rows.has(other.row)) both += 1;
  }
  expect(pairs).toBeGreaterThan(90);
  expect(both / pairs).toBeGreaterThan(0.75);
});

it("names each row once, two at most, and of a text that no row answers all of them", async () => {
  const text =
    "The replies must come out as valid JSON. The model invents facts. The model makes up facts. Patient data may not leave the hospital. We need a vector database.";
  const unsure = await otherProblems(text, { unsure: true, matches: [] }, matcher);
  expect(unsure).toHaveLength(2);
  expect(new Set(unsure.map(({ row }) => row)).size).toBe(2);
});

it("shortens a long part", () => {
  const text = "word ".repeat(40);
  expect(problemsListed([{ text, row: "privacy", move: "local-model", confidence: 0.9 }]).length).toBeLessThan(130);
});
