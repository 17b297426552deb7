import { groupKey } from "../../core/evaluation.ts";
import type { Case, Dataset } from "../../core/evaluation.ts";
import type { CaseCount, CasePair, DatasetStats, TagCount } from "../../core/results.ts";
import { smallestDifference } from "../../stats/power.ts";
import { nearPairs, plainInput } from "./same-input.ts";

/** So many cases of a tag, or a reading of its own says little: below, an exact interval of 80% is 40 points wide and more. */
const TAG_CASES_MIN = 20;
const PAIRS_MAX = 20;

/**
 * What a dataset holds and what it can show: counts, cases that say the same twice or contradict each other, and with `train` those that a model may have
 * learned from.
 */
export function datasetStats(dataset: Dataset, train?: Dataset): DatasetStats {
  const { cases } = dataset;
  const same = sameInputs(cases);
  const nearly = nearPairs(cases).filter(({ first, second }) => !same.some((pair) => pair.first === first && pair.second === second));
  const gated = cases.filter(({ review }) => review !== "unreviewed");
  const tags = tagCounts(cases, gated);
  const groups = groupsOf(gated);
  const difference = smallestDifference(groups);
  const byId = new Map(cases.map((each) => [each.id, each]));
  return {
    kind: "dataset",
    name: dataset.name,
    cases: cases.length,
    unreviewed: cases.length - gated.length,
    groups,
    withoutExpectation: cases.filter(({ expectations }) => expectations.length === 0).length,
    tags,
    thinTags: tags.filter(({ cases: count }) => count < TAG_CASES_MIN).map(({ name }) => name),
    sources: counted(cases.map(({ source }) => source ?? "not said")),
    expectations: counted(cases.flatMap(({ expectations }) => [...new Set(expectations.map(({ kind }) => kind))])),
    duplicates: same.filter(({ first, second }) => !contradict(byId.get(first), byId.get(second))),
    conflicts: same.filter(({ first, second }) => contradict(byId.get(first), byId.get(second))),
    nearDuplicates: nearly.slice(0, PAIRS_MAX),
    ...(train === undefined ? {} : { leaked: leakedFrom(train, cases) }),
    ...(difference === undefined ? {} : { smallestDifference: difference }),
  };
}

/** How many stand by themselves. */
function groupsOf(cases: readonly Case[]): number {
  return new Set(cases.map(groupKey)).size;
}

function tagCounts(cases: readonly Case[], gated: readonly Case[]): readonly TagCount[] {
  const byTag = new Map<string, Case[]>();
  for (const each of gated)
    for (const tag of new Set(each.tags)) {
      const same = byTag.get(tag);
      if (same === undefined) byTag.set(tag, [each]);
      else same.push(each);
    }
  return counted(cases.flatMap(({ tags: own }) => [...new Set(own)])).map((count) => {
    const difference = smallestDifference(groupsOf(byTag.get(count.name) ?? []));
    return difference === undefined ? count : { ...count, smallestDifference: difference };
  });
}

function counted(names: readonly string[]): readonly CaseCount[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, cases]) => ({ name, cases })).toSorted((a, b) => b.cases - a.cases || (a.name < b.name ? -1 : 1));
}

/** Cases with the same input, each with the first that has it. */
function sameInputs(cases: readonly Case[]): readonly CasePair[] {
  const first = new Map<string, string>();
  const pairs: CasePair[] = [];
  for (const each of cases) {
    const input = plainInput(each);
    const earlier = first.get(input);
    if (earlier === undefined) first.set(input, each.id);
    else pairs.push({ first: earlier, second: each.id, similarity: 1 });
  }
  return pairs;
}

/** Of one kind of expectation two that differ: one of the two cases must fail. */
function contradict(a: Case | undefined, b: Case | undefined): boolean {
  return (a?.expectations ?? []).some((mine) => {
    const other = b?.expectations.find(({ kind }) => kind === mine.kind);
    return other !== undefined && JSON.stringify(other) !== JSON.stringify(mine);
  });
}

/** Cases whose input, or nearly that, is in the training data: `first` is the case there. */
function leakedFrom(train: Dataset, cases: readonly Case[]): readonly CasePair[] {
  const renamed = (all: readonly Case[], side: string): readonly Case[] => all.map((each) => ({ ...each, id: `${side}${each.id}` }));
  const known = new Map(train.cases.map((each) => [plainInput(each), each.id]));
  const exact = cases.flatMap((each): CasePair[] => {
    const first = known.get(plainInput(each));
    return first === undefined ? [] : [{ first, second: each.id, similarity: 1 }];
  });
  const leaked = new Set(exact.map(({ second }) => second));
  const near = nearPairs([...renamed(train.cases, "a"), ...renamed(cases, "b")])
    .filter(({ first, second }) => first[0] === "a" && second[0] === "b" && !leaked.has(second.slice(1)))
    .map(({ first, second, similarity }) => ({ first: first.slice(1), second: second.slice(1), similarity }));
  return [...exact, ...near];
}
