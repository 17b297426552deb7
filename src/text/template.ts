import { FirstfitError } from "../core/errors.ts";
import { editDistance } from "./edit-distance.ts";

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
const NAME = /^[A-Za-z_][\w.-]*$/;
/** Edits between a name and what somebody may have meant. */
const SLIPS_MAX = 2;

/** The names that a template has places for, each once, in order. Throws BAD_INPUT for a place that is no plain name. */
export function placeholders(template: string): readonly string[] {
  const names = [...template.matchAll(PLACEHOLDER)].map(([place, name = ""]) => {
    if (!NAME.test(name))
      throw new FirstfitError(
        "BAD_INPUT",
        `${place} is no name: a template has places and nothing else, no conditions and no loops.`,
        "Write {{name}}, and build lists before you fill them in.",
      );
    return name;
  });
  return [...new Set(names)];
}

/**
 * Fills the places of a template, `{{name}}`, with texts as they are: what is filled in is not looked at again, so that foreign text opens no
 * place. Throws BAD_INPUT for a name without a value, with the name that may have been meant, and for a value without a place.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  const names = placeholders(template);
  const known = Object.keys(values);
  for (const name of names) if (!Object.hasOwn(values, name)) throw unknownName(`{{${name}}} has no value`, name, known);
  for (const name of known) if (!names.includes(name)) throw unknownName(`"${name}" has no place in the template`, name, names);
  return template.replace(PLACEHOLDER, (_, name: string) => values[name] ?? "");
}

function unknownName(what: string, name: string, known: readonly string[]): FirstfitError {
  const near = known.find((other) => other !== name && editDistance(other.toLowerCase(), name.toLowerCase(), SLIPS_MAX) <= SLIPS_MAX);
  const names = known.length === 0 ? "There are none." : `Names: ${known.join(", ")}.`;
  return new FirstfitError("BAD_INPUT", `${what}.`, near === undefined ? names : `Did you mean "${near}"?`);
}
