import { seededRandom } from "../../stats/random.ts";
import type { Fields } from "./json-objects.ts";
import type { IndexTexts } from "./adversarial/facts.ts";
import { injections } from "./adversarial/injection.ts";
import { refusals } from "./adversarial/refusal.ts";
import { FAMILIES } from "./adversarial/rows.ts";
import type { AdversarialFamily } from "./adversarial/rows.ts";
import { toolMisuses } from "./adversarial/tool-misuse.ts";
import { unanswerable } from "./adversarial/unanswerable.ts";

export interface AdversarialOptions {
  /** Default: all */
  readonly families?: readonly AdversarialFamily[];
  /** Rows of a dataset: whose questions carry injections, and whose tools are misused. */
  readonly cases: readonly Fields[];
  /** Absent: no passages, and no near misses. */
  readonly index?: IndexTexts;
  readonly seed: number;
  /** Of each family, at most. */
  readonly count: number;
}

/** Rows of a family, or why there are none. */
export type FamilyRows =
  | { readonly kind: "made"; readonly family: AdversarialFamily; readonly rows: readonly Fields[] }
  | { readonly kind: "none"; readonly family: AdversarialFamily; readonly why: string };

/** Cases made to break things, from templates: the same options give the same rows. Asks no model. A pair of a refusal probe and its twin is never torn. */
export function adversarialCases({ families = FAMILIES, cases, index, seed, count }: AdversarialOptions): readonly FamilyRows[] {
  return families.map((family): FamilyRows => {
    // each family draws for itself, so that asking for one gives what asking for all gives of it
    const random = seededRandom(seed);
    const none = (why: string): FamilyRows => ({ kind: "none", family, why });
    switch (family) {
      case "injection":
        return { kind: "made", family, rows: injections({ cases, index }, random).slice(0, count) };
      case "refusal":
        return { kind: "made", family, rows: refusals(random).slice(0, Math.max(2, count - (count % 2))) };
      case "near-miss": {
        if (index === undefined) return none("it is made from indexed documents: firstfit index PATH");
        const rows = unanswerable(index, count, random).slice(0, count);
        return rows.length === 0
          ? none("the documents name no people, sums, days or topics to make questions of")
          : { kind: "made", family, rows };
      }
      case "tool-misuse": {
        const rows = toolMisuses(cases, random).slice(0, count);
        return rows.length === 0
          ? none("no case names a tool: --cases FILE with expected_tool, expected_calls or metadata.functions")
          : { kind: "made", family, rows };
      }
    }
  });
}
