import { recognise } from "./recognise.ts";
import type { PersonalDataType } from "./span.ts";

/** Of one type: how often something was replaced, and how many different things that were. */
export interface ReplacedCount {
  readonly type: PersonalDataType;
  readonly replaced: number;
  readonly distinct: number;
}

export interface Scrubber {
  /** The text with personal data replaced by names such as [EMAIL_1]; the same value gets the same name in every text that this scrubber sees. */
  text(text: string): string;
  /** Every text within a JSON value, and numbers that are payment cards; keys stay as they are. */
  json(value: unknown): unknown;
  /** By type; never a value. */
  counts(): readonly ReplacedCount[];
}

/** Deeper values are not walked into but replaced whole. */
const DEPTH_MAX = 100;

/**
 * Replaces personal data by consistent pseudonyms. Which value stands for which name is known to the scrubber alone and written nowhere, so that
 * what it gives out cannot be turned back. It finds what `recognise` finds: most of what has a form, and only a part of names and addresses.
 */
export function scrubber(): Scrubber {
  const names = new Map<string, string>();
  const numbers = new Map<PersonalDataType, number>();
  const replaced = new Map<PersonalDataType, number>();
  const nameOf = (type: PersonalDataType, value: string): string => {
    // One card in groups of four and in one piece is one card.
    const key = `${type} ${value.replace(/[\s().-]/g, "").toLowerCase()}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const number = (numbers.get(type) ?? 0) + 1;
    numbers.set(type, number);
    const name = `[${type.toUpperCase().replaceAll("-", "_")}_${number}]`;
    names.set(key, name);
    return name;
  };
  const scrubText = (text: string): string => {
    let [clean, from] = ["", 0];
    for (const { type, start, end } of recognise(text)) {
      replaced.set(type, (replaced.get(type) ?? 0) + 1);
      clean += text.slice(from, start) + nameOf(type, text.slice(start, end));
      from = end;
    }
    return clean + text.slice(from);
  };
  const scrubJson = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") return scrubText(value);
    if (typeof value === "number") {
      const clean = scrubText(String(value));
      return clean.startsWith("[CARD_") ? clean : value;
    }
    if (typeof value !== "object" || value === null) return value;
    if (depth > DEPTH_MAX) return "[TOO_DEEP]";
    if (Array.isArray(value)) return value.map((item) => scrubJson(item, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, scrubJson(item, depth + 1)]));
  };
  return {
    text: scrubText,
    json: (value) => scrubJson(value, 0),
    counts: () =>
      [...replaced]
        .map(([type, count]) => ({ type, replaced: count, distinct: numbers.get(type) ?? 0 }))
        .toSorted((a, b) => (a.type < b.type ? -1 : 1)),
  };
}
