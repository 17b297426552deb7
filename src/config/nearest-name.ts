import { editDistance } from "../text/edit-distance.ts";

/** Edits between a name and what somebody may have meant. */
const SLIPS_MAX = 2;

/** Of the known names the first that is a slip of the finger away. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  return known.find((other) => editDistance(other.toLowerCase(), name.toLowerCase(), SLIPS_MAX) <= SLIPS_MAX);
}
