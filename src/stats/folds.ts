import { shuffled } from "./random.ts";
import type { Random } from "./random.ts";

/**
 * Deals cases out to folds for cross-validation: every class about equally in each, and groups whole, because cases that belong together tell of each
 * other. Groups go in random order, the largest first, each to the fold that has the least of its classes so far, and of equal ones to the smallest; the
 * idea is scikit-learn's `StratifiedGroupKFold`. Returns the fold of each case, from 0. Throws RangeError for fewer than two folds or lists of
 * different length. Folds stay empty where there are fewer groups than folds.
 */
export function stratifiedFolds(
  classes: readonly number[],
  groups: readonly number[],
  { folds, random }: { readonly folds: number; readonly random: Random },
): Int32Array {
  if (folds < 2 || classes.length !== groups.length)
    throw new RangeError(`${classes.length} cases in ${groups.length} groups make no ${folds} folds.`);
  const totals = countsOf(classes);
  const classCount = totals.length;
  const sizes = new Int32Array(folds);
  const dealt = Array.from({ length: folds }, () => new Int32Array(classCount));
  const foldOf = new Int32Array(classes.length);
  const largestFirst = shuffled(membersOf(groups), random).toSorted((a, b) => b.length - a.length);
  for (const members of largestFirst) {
    let [best, least] = [0, Infinity];
    for (let fold = 0; fold < folds; fold += 1) {
      const own = dealt[fold] as Int32Array; // one for each fold
      const full = members.reduce((sum, at) => sum + (own[classes[at] as number] as number) / (totals[classes[at] as number] as number), 0);
      if (full > least || (full === least && (sizes[fold] as number) >= (sizes[best] as number))) continue;
      [best, least] = [fold, full];
    }
    for (const at of members) {
      foldOf[at] = best;
      const own = dealt[best] as Int32Array;
      own[classes[at] as number] = (own[classes[at] as number] as number) + 1;
    }
    sizes[best] = (sizes[best] as number) + members.length;
  }
  return foldOf;
}

/**
 * A random order of cases of which every beginning has about the classes' shares of the whole, and in which groups stay together: what somebody would
 * have who had stopped earlier. A group counts for the class of its first case. Places from 0.
 */
export function nestedOrder(classes: readonly number[], groups: readonly number[], random: Random): readonly number[] {
  const strata = new Map<number, (readonly number[])[]>();
  for (const members of membersOf(groups)) {
    const own = classes[members[0] as number] as number; // a group has a member
    const stratum = strata.get(own);
    if (stratum === undefined) strata.set(own, [members]);
    else stratum.push(members);
  }
  const placed = [...strata.values()].flatMap((stratum) =>
    // each in its own stretch of the way from first to last
    shuffled(stratum, random).map((members, rank) => ({ members, place: (rank + random()) / stratum.length })),
  );
  return placed
    .toSorted((a, b) => a.place - b.place || (a.members[0] as number) - (b.members[0] as number))
    .flatMap(({ members }) => members);
}

/** Places of each group's cases, groups in the order of their first case. */
function membersOf(groups: readonly number[]): readonly (readonly number[])[] {
  const members = new Map<number, number[]>();
  for (const [at, group] of groups.entries()) {
    const own = members.get(group);
    if (own === undefined) members.set(group, [at]);
    else own.push(at);
  }
  return [...members.values()];
}

function countsOf(classes: readonly number[]): Int32Array {
  const counts = new Int32Array(classes.reduce((most, own) => Math.max(most, own), -1) + 1);
  for (const own of classes) counts[own] = (counts[own] as number) + 1;
  return counts;
}
