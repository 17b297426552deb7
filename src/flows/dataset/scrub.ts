import type { DatasetScrubbed } from "../../core/results.ts";
import { scrubber } from "../../text/personal-data/scrub.ts";
import { badLine } from "../eval-retrieval/lines.ts";
import type { NamedText } from "../eval-retrieval/lines.ts";
import { jsonObjects } from "./json-objects.ts";

/**
 * Rows of JSON with personal data replaced by consistent pseudonyms, whatever their fields are called. The first bad row is thrown as BAD_INPUT: a row that
 * cannot be read cannot be scrubbed.
 */
export function scrubRows(file: NamedText): { readonly text: string; readonly summary: Omit<DatasetScrubbed, "out"> } {
  const { json, counts } = scrubber();
  const lines: string[] = [];
  for (const read of jsonObjects(file)) {
    if (read.kind === "bad") throw read.error;
    lines.push(JSON.stringify(json(read.value)));
  }
  if (lines.length === 0) throw badLine(file.name, "holds no row", "Write one JSON object a line.");
  return { text: `${lines.join("\n")}\n`, summary: { kind: "scrubbed", rows: lines.length, replaced: counts() } };
}
