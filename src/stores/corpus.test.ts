import { expect, test } from "vitest";
import { numberTerms } from "../search/document-terms.ts";
import { corpusOf } from "./corpus.ts";
import type { Corpus } from "./corpus.ts";
import type { ParsedFilter } from "./filter.ts";
import { buildSegment } from "./segment.ts";

/** Documents 0 and 1 have two chunks each, document 2 has one; the dates rise from chunk to chunk. */
function corpus(dead: readonly number[] = []): Corpus {
  const vectorAt = (): Float32Array => Float32Array.of(1, 0);
  const documents = [2, 2, 1].map((chunks, row) => ({
    row,
    language: "english" as const,
    terms: numberTerms(Array.from({ length: chunks }, () => ["word"])),
    dates: Uint32Array.from({ length: chunks }, (_, i) => 20260101 + 10 * row + i),
    vectors: new Uint32Array(chunks),
    hashes: Float64Array.from({ length: chunks }, (_, i) => 10 * row + i),
  }));
  const segment = buildSegment(documents, { dimensions: 2, vectorAt });
  return corpusOf([{ segment, dead: Uint32Array.from(dead) }], { vectorAt, idOf: String, abbreviationPairs: () => [] });
}

const owner = (name: string): ParsedFilter => ({ metadata: [["owner", name]] });

test("asks which documents pass a filter once, however many questions come with it", () => {
  const { allowed } = corpus();
  let asked = 0;
  const documentsWhere = (): ReadonlySet<number> => {
    asked += 1;
    return new Set([1]);
  };
  for (let question = 0; question < 3; question += 1) expect([...(allowed(owner("Ada"), documentsWhere) ?? [])]).toEqual([0, 0, 1, 1, 0]);
  expect(asked).toBe(1);
});

test("keeps apart filters that differ in any condition", () => {
  const { allowed } = corpus();
  const passing = (filter: ParsedFilter, documents: ReadonlySet<number> | undefined): readonly number[] | undefined => {
    const found = allowed(filter, () => documents);
    return found === undefined ? undefined : [...found];
  };
  expect(passing({ metadata: [] }, undefined)).toBeUndefined();
  expect(passing(owner("Ada"), new Set([0]))).toEqual([1, 1, 0, 0, 0]);
  expect(passing(owner("Bob"), new Set([2]))).toEqual([0, 0, 0, 0, 1]);
  expect(passing({ ...owner("Ada"), dates: { from: 20260102, to: 20260199 } }, new Set([0]))).toEqual([0, 1, 0, 0, 0]);
  expect(passing({ ...owner("Ada"), documentPrefix: "b" }, new Set())).toEqual([0, 0, 0, 0, 0]);
  expect(passing({ metadata: [], dates: { from: 20260111, to: 20260112 } }, undefined)).toEqual([0, 0, 1, 1, 0]);
});

test("lets no deleted chunk through a filter", () => {
  const { allowed, alive } = corpus([1]);
  expect([...(alive ?? [])]).toEqual([1, 1, 0, 0, 1]);
  expect([...(allowed(owner("Ada"), () => new Set([1, 2])) ?? [])]).toEqual([0, 0, 0, 0, 1]);
});

test("forgets the filter that was not asked for longest when there are more than eight", () => {
  const { allowed } = corpus();
  const asked: string[] = [];
  const ask = (name: string): void => {
    allowed(owner(name), () => {
      asked.push(name);
      return new Set();
    });
  };
  for (const name of ["a", "b", "c", "d", "e", "f", "g", "h", "a", "i", "a", "b"]) ask(name);
  expect(asked.join("")).toBe("abcdefghib");
});
