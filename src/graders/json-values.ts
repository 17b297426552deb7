export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The same JSON, whatever the order of the keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => sameJson(item, b[at]));
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}

/** Where `part` is not held by `whole`: an object holds another that has a part of its keys, an array one that is equal item by item. Undefined when it is held. */
export function missingFrom(whole: unknown, part: unknown, path = "$"): string | undefined {
  if (Array.isArray(part)) {
    if (!Array.isArray(whole)) return `${path} should be a list`;
    if (whole.length !== part.length) return `${path} should have ${part.length} items, has ${whole.length}`;
    return firstMissing(part.map((item, at) => missingFrom(whole[at], item, `${path}[${at}]`)));
  }
  if (!isObject(part))
    return whole === part ? undefined : `${path} should be ${JSON.stringify(part)}, is ${JSON.stringify(whole) ?? "absent"}`;
  if (!isObject(whole)) return `${path} should be an object`;
  return firstMissing(
    Object.entries(part).map(([key, value]) =>
      Object.hasOwn(whole, key) ? missingFrom(whole[key], value, `${path}.${key}`) : `${path}.${key} is missing`,
    ),
  );
}

function firstMissing(found: readonly (string | undefined)[]): string | undefined {
  return found.find((each) => each !== undefined);
}

/** The output as JSON, out of a fence of Markdown where it stands in one; undefined when it is none. */
export function parseOutput(text: string): { readonly value: unknown } | undefined {
  const trimmed = text.trim();
  const fenced = trimmed.startsWith("```") && trimmed.endsWith("```") ? trimmed.slice(trimmed.indexOf("\n") + 1, -3) : trimmed;
  try {
    return { value: JSON.parse(fenced) };
  } catch {
    // The caller says that the output is no JSON; why is of no use to it.
    return undefined;
  }
}
