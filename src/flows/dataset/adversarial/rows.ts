import { textHash } from "../../../search/text-hash.ts";
import type { Fields } from "../json-objects.ts";

export const FAMILIES = ["injection", "refusal", "near-miss", "tool-misuse"] as const;
export type AdversarialFamily = (typeof FAMILIES)[number];

/** A case as a line of a file, named by a hash of its input, so that the same probe has the same name in every run. */
export function adversarialRow(family: AdversarialFamily, input: string, kind: string, fields: Fields): Fields {
  return {
    id: `${family}-${textHash(input).toString(16).padStart(12, "0")}`,
    input,
    ...fields,
    tags: ["adversarial", family, kind],
    source: "adversarial",
    review: "unreviewed",
  };
}

/** The fields of a row that say what is expected. */
export function expectedOf(row: Fields): Fields {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name.startsWith("expected_") || name === "criteria"));
}

/** The first of every list, then the second of every list: so that a few rows hold some of each kind. */
export function inTurns(lists: readonly (readonly Fields[])[]): readonly Fields[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}
