import type { Json } from "./calls.ts";

/**
 * JSON with the keys of every object in the order of their code units and without spaces, so that equal values are equal texts (after RFC 8785).
 * Throws TypeError for what JSON cannot say, because two such values would look alike.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      // as JSON.stringify does: a key without a value is no key
      .filter(([, child]) => child !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, child]) => `${JSON.stringify(key)}:${canonicalJson(child)}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`A request holds ${value}, which is no JSON.`);
  const text = JSON.stringify(value) as string | undefined; // undefined for functions and the like, which the type forbids
  if (text === undefined) throw new TypeError(`A request holds a ${typeof value}, which is no JSON.`);
  return text;
}
