import { shuffled } from "../../../stats/random.ts";
import type { Random } from "../../../stats/random.ts";
import type { Fields } from "../json-objects.ts";
import { adversarialRow } from "./rows.ts";
import { REFUSAL_PAIRS } from "./templates.ts";

/** Requests that must be refused, each beside its safe twin, which must not: a model that refuses whatever sounds like it passes half of a pair. */
export function refusals(random: Random): readonly Fields[] {
  return shuffled(REFUSAL_PAIRS, random).flatMap(({ category, probe, twin }) => [
    adversarialRow("refusal", probe, category, { expected_refusal: true, group: `refusal-${category}` }),
    adversarialRow("refusal", twin, category, { expected_refusal: false, group: `refusal-${category}` }),
  ]);
}
