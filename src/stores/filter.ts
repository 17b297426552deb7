import { FirstfitError } from "../core/errors.ts";
import type { Filter } from "../core/retrieval.ts";

/** A filter as the stores apply it: all conditions must hold. */
export interface ParsedFilter {
  /** What the document's id must begin with. */
  readonly documentPrefix?: string;
  /** First and last date that a chunk may have, as numbers: 20260301 to 20260399 for "2026-03". */
  readonly dates?: { readonly from: number; readonly to: number };
  readonly metadata: readonly (readonly [key: string, value: string])[];
}

/** Keys that every index knows; a metadata key of the same name cannot be asked for. */
const OWN_KEYS = ["document", "date"];
const KEYS_SHOWN_MAX = 20;

/** `hasKey` says whether any document has that metadata key; `allKeys` lists them, for the error alone. */
export function parseFilter(filter: Filter, hasKey: (key: string) => boolean, allKeys: () => readonly string[]): ParsedFilter {
  const metadata: [string, string][] = [];
  let parsed: ParsedFilter = { metadata };
  for (const [key, value] of Object.entries(filter)) {
    if (key === "document") parsed = { ...parsed, documentPrefix: value.toWellFormed() };
    else if (key === "date") parsed = { ...parsed, dates: dateRange(value) };
    else if (hasKey(key)) metadata.push([key, value.toWellFormed()]);
    else throw unknownKey(key, allKeys());
  }
  return parsed;
}

function dateRange(value: string): { from: number; to: number } {
  if (!/^\d{4}(?:-\d\d(?:-\d\d)?)?$/.test(value)) {
    throw new FirstfitError(
      "BAD_INPUT",
      `The filter date=${value} is not a date.`,
      "Write a year, a month or a day: date=2026, date=2026-03 or date=2026-03-31",
    );
  }
  const digits = value.replaceAll("-", "");
  return { from: Number(digits.padEnd(8, "0")), to: Number(digits.padEnd(8, "9")) };
}

function unknownKey(key: string, metadataKeys: readonly string[]): FirstfitError {
  const known = [...OWN_KEYS, ...[...metadataKeys].filter((name) => !OWN_KEYS.includes(name)).sort()];
  const more = known.length > KEYS_SHOWN_MAX ? ` and ${known.length - KEYS_SHOWN_MAX} more` : "";
  return new FirstfitError(
    "BAD_INPUT",
    `No document has the filter key "${key}".`,
    `Known keys: ${known.slice(0, KEYS_SHOWN_MAX).join(", ")}${more}.`,
  );
}
