import { nestedOrder, stratifiedFolds } from "../stats/folds.ts";
import { seededRandom } from "../stats/random.ts";
import type { Random } from "../stats/random.ts";
import { plain } from "../text/plain.ts";
import { fitClassifier, trainingWork } from "./text-classifier.ts";
import { termNumbers } from "./text-terms.ts";
import type { TermCounts } from "./tf-idf.ts";

export interface CurveExample {
  readonly text: string;
  readonly label: string;
  /** Examples that belong together. Absent: by itself. */
  readonly group?: string;
}

export interface CurveOptions {
  /** Of the examples that a fold may learn from, ascending, the last one 1: each is the beginning of the next. */
  readonly shares: readonly number[];
  readonly folds: number;
  /** Each deals the examples out anew. */
  readonly deals: number;
  /** Held-out examples that are enough, all folds together; fewer folds are held out where examples are many. */
  readonly heldMax: number;
  /** Products of values, classes and epochs that all trainings may take together: fewer folds are held out, and where two are too many, fewer examples used. */
  readonly workMax: number;
  /** Examples that are used at most. */
  readonly examplesMax: number;
  /** Awaited before each training: lets others have their turn, and may throw to end it. */
  readonly pause?: (done: number, total: number) => Promise<void>;
}

/** How the classifier did on examples that it had not learnt from. Lists are as long as `groups`. */
export interface CurveScores {
  /** Examples that were learnt from or held out. */
  readonly used: number;
  /** Folds that were held out, over all deals. */
  readonly runs: number;
  /** Of each example that was held out, what it belongs to. */
  readonly groups: readonly string[];
  /** In the order of `shares`: the mean number of examples learnt from, and how often each example was right while it was held out, from 0 to 1. */
  readonly points: readonly { readonly examples: number; readonly right: readonly number[] }[];
  /** The same of the most frequent label among the examples that a fold may learn from. */
  readonly guessed: readonly number[];
}

/** Fewer held-out folds say nothing of how much they differ. */
const RUNS_MIN = 2;

/**
 * Cross-validated learning curve of the text classifier. The examples are dealt out to folds, every label in its share; what belongs together stays
 * together, rows of one group and rows with the same text, because a copy that is held out is no test. For each fold the classifier is trained on a growing
 * beginning of the other folds, and says the labels of the fold. Then they are dealt out anew, as often as was asked for or as the bounds allow. Same
 * examples and options: same scores, to the bit.
 */
export async function curveScores(all: readonly CurveExample[], options: CurveOptions): Promise<CurveScores> {
  const { shares, folds, pause } = options;
  const { set, runs } = withinBounds(countedSet(all), options);
  const size = set.texts.length;
  const right = shares.map(() => new Float64Array(size));
  const learnt = shares.map(() => 0);
  const guessed = new Float64Array(size);
  const times = new Float64Array(size);
  let random = seededRandom(1);
  let foldOf: Int32Array = new Int32Array(0);
  for (let run = 0; run < runs; run += 1) {
    const fold = run % folds;
    if (fold === 0) {
      random = seededRandom(1 + run / folds);
      foldOf = stratifiedFolds(set.classes, set.groups, { folds, random });
    }
    const held = placesWhere(foldOf, (own) => own === fold);
    const order = orderOf(
      set,
      placesWhere(foldOf, (own) => own !== fold),
      random,
    );
    const usual = mostFrequent(order.map((at) => set.classes[at] as number));
    for (const at of held) {
      times[at] = (times[at] as number) + 1;
      if (set.classes[at] === usual) guessed[at] = (guessed[at] as number) + 1;
    }
    for (const [point, share] of shares.entries()) {
      await pause?.(run * shares.length + point, runs * shares.length);
      const own = beginning(order, set.groups, share);
      learnt[point] = (learnt[point] as number) + own.length;
      const classOf = fitClassifier({ ...picked(set, own), random });
      const scores = right[point] as Float64Array; // one for each share
      for (const at of held) if (classOf(set.texts[at] as TermCounts) === set.classes[at]) scores[at] = (scores[at] as number) + 1;
    }
  }
  const seen = placesWhere(times, (own) => own > 0);
  const shareOf = (counts: Float64Array): readonly number[] => seen.map((at) => (counts[at] as number) / (times[at] as number));
  return {
    used: size,
    runs,
    groups: seen.map((at) => String(set.groups[at])),
    points: right.map((counts, point) => ({ examples: (learnt[point] as number) / runs, right: shareOf(counts) })),
    guessed: shareOf(guessed),
  };
}

function countedSet(all: readonly CurveExample[]): Counted {
  const numbers = termNumbers();
  const labels = [...new Set(all.map(({ label }) => label))].toSorted();
  const numberOf = new Map(labels.map((label, at) => [label, at]));
  return {
    texts: all.map(({ text }) => numbers.counted(text)),
    classes: all.map(({ label }) => numberOf.get(label) ?? 0),
    classCount: labels.length,
    groups: belonging(all),
  };
}

interface Counted {
  readonly texts: readonly TermCounts[];
  readonly classes: readonly number[];
  readonly classCount: number;
  readonly groups: readonly number[];
}

function picked({ texts, classes, classCount }: Counted, places: readonly number[]): Omit<Counted, "groups"> {
  return { texts: places.map((at) => texts[at] as TermCounts), classes: places.map((at) => classes[at] as number), classCount };
}

/** So many folds to hold out and examples to use as can be done in time, of each label its share of them. */
function withinBounds(
  set: Counted,
  { shares, folds, deals, heldMax, workMax, examplesMax }: CurveOptions,
): { readonly set: Counted; readonly runs: number } {
  const work = (1 - 1 / folds) * shares.reduce((sum, share) => sum + share, 0) * trainingWork(set.texts, set.classCount);
  const share = Math.min(1, workMax / (RUNS_MIN * work), examplesMax / set.texts.length);
  const held = (share * set.texts.length) / folds;
  const runs = Math.max(RUNS_MIN, Math.min(folds * deals, Math.floor(heldMax / held), Math.floor(workMax / (share * work))));
  if (share === 1) return { set, runs };
  const order = nestedOrder(set.classes, set.groups, seededRandom(1));
  const kept = beginning(order, set.groups, share).toSorted((a, b) => a - b);
  return { set: { ...picked(set, kept), groups: kept.map((at) => set.groups[at] as number) }, runs };
}

function orderOf({ classes, groups }: Counted, places: readonly number[], random: Random): readonly number[] {
  return nestedOrder(
    places.map((at) => classes[at] as number),
    places.map((at) => groups[at] as number),
    random,
  ).map((own) => places[own] as number);
}

/** The first share of an order, up to the end of a group. */
function beginning(order: readonly number[], groups: readonly number[], share: number): readonly number[] {
  let end = Math.min(order.length, Math.ceil(share * order.length - 1e-9));
  while (end > 0 && end < order.length && groups[order[end] as number] === groups[order[end - 1] as number]) end += 1;
  return order.slice(0, end);
}

function placesWhere(values: Int32Array | Float64Array, holds: (value: number) => boolean): readonly number[] {
  return Array.from(values.keys()).filter((at) => holds(values[at] as number));
}

/** Of equally frequent classes the first. */
function mostFrequent(classes: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const own of classes) counts.set(own, (counts.get(own) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? -1;
}

/** A number for all that belong together: through a group, a text, or others that share one of them with both. */
function belonging(examples: readonly CurveExample[]): readonly number[] {
  const parent = examples.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] as number;
    // what was walked is short the next time
    for (let step = at; step !== root;) [step, parent[step]] = [parent[step] as number, root];
    return root;
  };
  const first = new Map<string, number>();
  for (const [at, { text, group }] of examples.entries())
    for (const key of [`text ${plain(text)}`, ...(group === undefined ? [] : [`group ${group}`])]) {
      const other = first.get(key);
      if (other === undefined) first.set(key, at);
      else {
        const [a, b] = [rootOf(other), rootOf(at)];
        parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
  return examples.map((_, at) => rootOf(at));
}
