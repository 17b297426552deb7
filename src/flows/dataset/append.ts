import { FirstfitError } from "../../core/errors.ts";
import { badLine } from "../eval-retrieval/lines.ts";
import { withRows } from "./case-rows.ts";
import { jsonObjects } from "./json-objects.ts";
import type { Fields } from "./json-objects.ts";
import { caseOf } from "./read-cases.ts";
import { plainInput } from "./same-input.ts";

/** A file that cases are added to, and the one that cases dropped from it went to; without a text it is not there yet. */
export interface GrowingFile {
  readonly name: string;
  readonly text: string | undefined;
  readonly dropped?: string | undefined;
}

export interface Appended {
  /** With the new rows at its end; undefined when nothing is to be added. */
  readonly text: string | undefined;
  /** Rows that were added, under the ids that they got. */
  readonly added: readonly Fields[];
  /** Rows whose input stands in the file already, with the id that it has there. */
  readonly there: readonly { readonly id: string; readonly row: Fields }[];
  /** Rows whose input a person has dropped. */
  readonly dropped: number;
}

/**
 * Puts rows at the end of a dataset whose inputs are not in it; what is there stays byte for byte. A row that was dropped in a review is not added again. An id
 * that is taken gets a number. Throws BAD_INPUT for a file that is one JSON array, and for a row that is no case.
 */
export function appendCases({ name, text, dropped }: GrowingFile, rows: readonly Fields[]): Appended {
  if (
    text !== undefined &&
    text
      .replace(/^\ufeff/, "")
      .trimStart()
      .startsWith("[")
  )
    throw badLine(
      name,
      "is one JSON array, and cases are added as lines",
      `Make lines of it: firstfit dataset import ${name} --format cases --keep-personal-data --out cases.jsonl`,
    );
  const { inputs: known, ids } = casesIn(name, text ?? "");
  const { inputs: gone } = casesIn("dropped cases", dropped ?? "");
  const added: Fields[] = [];
  const there: { id: string; row: Fields }[] = [];
  let droppedBefore = 0;
  for (const row of rows) {
    const value = caseOf(row, name, ids.size + 1);
    const input = plainInput(value);
    const first = known.get(input);
    if (first !== undefined) there.push({ id: first, row });
    else if (gone.has(input)) droppedBefore++;
    else {
      const id = freeId(value.id, ids);
      ids.add(id);
      known.set(input, id);
      added.push({ ...row, id });
    }
  }
  return {
    text:
      added.length === 0
        ? undefined
        : withRows(
            text,
            added.map((row) => JSON.stringify(row)),
          ),
    added,
    there,
    dropped: droppedBefore,
  };
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let again = 2; taken.has(id); again++) id = `${wanted}-${again}`;
  return id;
}

/** Inputs with their ids. Rows that are no case ask nothing; whoever reads the file is told of them then. */
function casesIn(name: string, text: string): { readonly inputs: Map<string, string>; readonly ids: Set<string> } {
  const inputs = new Map<string, string>();
  const ids = new Set<string>();
  let number = 0;
  for (const read of jsonObjects({ name, text })) {
    number++;
    if (read.kind === "bad") continue;
    try {
      const value = caseOf(read.value, read.at, number);
      ids.add(value.id);
      if (!inputs.has(plainInput(value))) inputs.set(plainInput(value), value.id);
    } catch (error) {
      if (!(error instanceof FirstfitError)) throw error;
    }
  }
  return { inputs, ids };
}
