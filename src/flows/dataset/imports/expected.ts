import type { Fields } from "../json-objects.ts";

/** Fields for "any of these texts stands in the output", which `expected_substr` is not: of its list all must. */
export function anyOf(texts: readonly string[]): Fields {
  const given = texts.filter((text) => text.trim() !== "");
  if (given.length === 0) return {};
  return given.length === 1 ? { expected_substr: given[0] } : { expected_regex: `(?i)(?:${given.map(quoted).join("|")})` };
}

/** As RE2 reads it literally. */
function quoted(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

/** Texts of a value that is one text or a list of them; numbers are written out. */
export function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) =>
    typeof item === "string" ? [item] : typeof item === "number" || typeof item === "boolean" ? [String(item)] : [],
  );
}
