import { FirstfitError } from "../core/errors.ts";
import { CANDIDATE_SCHEMAS } from "./candidate-schema.ts";
import { configError } from "./schema.ts";

/** Characters of a name; it heads a row of a table. */
const NAME_LENGTH_MAX = 60;

/** Throws BAD_CONFIG for the first candidate that is neither a function nor an object of a known kind with the keys of that kind. */
export function checkCandidates(file: string, candidates: Readonly<Record<string, unknown>>): void {
  for (const [name, candidate] of Object.entries(candidates)) {
    if (name.trim() === "" || name.length > NAME_LENGTH_MAX || /\p{Cc}/u.test(name))
      throw new FirstfitError(
        "BAD_CONFIG",
        `${file}: ${JSON.stringify(name.slice(0, NAME_LENGTH_MAX))} cannot be the name of a candidate.`,
        `Give it a name of at most ${NAME_LENGTH_MAX} characters, on one line.`,
      );
    if (typeof candidate === "function") continue;
    const path = ["candidates", name];
    const kind: unknown = typeof candidate === "object" && candidate !== null && "kind" in candidate ? candidate.kind : undefined;
    if (typeof kind !== "string" || !isKind(kind))
      throw new FirstfitError(
        "BAD_CONFIG",
        `${file}: "${path.join(".")}" ${kind === undefined ? "is neither a function nor an object with a kind" : `has the unknown kind ${JSON.stringify(kind)}`}.`,
        `Known kinds: ${Object.keys(CANDIDATE_SCHEMAS).join(", ")}; or write a function of the input. docs/candidates.md shows each.`,
      );
    const schema = CANDIDATE_SCHEMAS[kind];
    const parsed = schema.safeParse(candidate);
    if (!parsed.success) throw configError(file, parsed.error, { path, schema });
  }
}

function isKind(kind: string): kind is keyof typeof CANDIDATE_SCHEMAS {
  return Object.hasOwn(CANDIDATE_SCHEMAS, kind);
}
