import { FirstfitError } from "../core/errors.ts";

/**
 * Refuses the other flags beside one that changes what the verb does, since they would do nothing. `fields` are those that were set,
 * by name. Throws BAD_INPUT naming them.
 */
export function mustStandAlone(flag: string, fields: Readonly<Record<string, boolean>>, instead: string): void {
  const others = Object.entries(fields).flatMap(([name, isSet]) => (isSet ? [name] : []));
  if (others.length > 0)
    throw new FirstfitError("BAD_INPUT", `${flag} does nothing with ${others.join(", ")}.`, `Leave one out: firstfit ${instead}`);
}
