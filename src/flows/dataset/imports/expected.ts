import type { Fields } from "../json-objects.ts";

/** Fields for "any of these texts stands in the output", which `expected_substr` is not: of its list all must. */
export function anyOf(texts: readonly string[]): Fields {
  const given = texts.filter((text) => text.trim() !== "");
  if (given.length === 0) return {};
  return given.length === 1 ? { expected_substr: given[0] } : { expected_regex: `(?i)(?:${given.map(quoted).join("|")})` };
}

/** A label or a short number rather than an answer: as a part of an output, "C" stands in nearly every one, and "4" in many. */
const LABEL = /^\p{L}{1,2}$/u;
const SHORT_NUMBER = /^\d{1,2}$/;
/** Nobody writes a longer text word for word, so a judge has to compare. */
const WORD_FOR_WORD_MAX = 120;

/**
 * Fields for a reference answer, any of which is right: a label begins the output, as the `Match` of OpenAI evals and graders of multiple choice have it; a short number stands
 * by itself in it; another short text is a part of it; what is longer is for a judge.
 */
export function reference(texts: readonly string[]): Fields {
  const given = texts.map((text) => text.trim()).filter((text) => text !== "");
  const any = given.map(quoted).join("|");
  if (given.length > 0 && given.every((text) => LABEL.test(text)))
    return { expected_regex: `(?i)^[^\\p{L}\\p{N}]*(?:${any})(?:[^\\p{L}\\p{N}]|$)` };
  if (given.length > 0 && given.every((text) => SHORT_NUMBER.test(text)))
    return { expected_regex: `(?:^|[^\\p{L}\\p{N}.,])(?:${any})(?:[.,]?[^\\p{L}\\p{N}.,]|[.,]?$)` };
  if (given.every((text) => text.length <= WORD_FOR_WORD_MAX)) return anyOf(given);
  return { criteria: `Says what this reference answer says, and nothing against it: ${given.join(" Or: ")}` };
}

/** As RE2 reads it literally. */
export function quoted(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

/** Texts of a value that is one text or a list of them; numbers are written out. */
export function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) =>
    typeof item === "string" ? [item] : typeof item === "number" || typeof item === "boolean" ? [String(item)] : [],
  );
}
