import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { FirstfitError } from "../../core/errors.ts";
import type { Case } from "../../core/evaluation.ts";
import { textOf } from "../candidates/conversation.ts";
import { readDataset } from "../../flows/dataset/read-cases.ts";
import { plain as asGraded } from "../../graders/text.ts";

export interface Examples {
  readonly file: string;
  /** SHA-256, hex, of the file; and of the rows, where an output stands in it in several spellings. */
  readonly hash: string;
  readonly rows: readonly ExampleRow[];
}

export interface ExampleRow {
  readonly input: string;
  /** In the first spelling of all that the grader takes for the same. */
  readonly output: string;
  /** Rows that belong together. */
  readonly group?: string;
}

/** The labelled examples that `task.examples` names. Throws BAD_CONFIG for a file that is not there or holds no example with an output. */
export async function readExamples(file: string | undefined, folder: string): Promise<Examples | undefined> {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(resolve(folder, file), "utf8");
  } catch (cause) {
    throw new FirstfitError(
      "BAD_CONFIG",
      `task.examples names ${file}, which cannot be read.`,
      "Name a file of cases: docs/dataset.md lists the fields.",
      {
        cause,
      },
    );
  }
  const { dataset } = readDataset({ name: file, text });
  const spellings = firstSpellings();
  const rows = dataset.cases.flatMap((each): readonly ExampleRow[] => {
    const output = outputOf(each, spellings);
    if (output === undefined) return [];
    return [{ input: textOf(each.input), output, ...(each.group === undefined ? {} : { group: each.group }) }];
  });
  if (rows.length === 0)
    throw new FirstfitError(
      "BAD_CONFIG",
      `${file}, which task.examples names, holds no example with a right output.`,
      "Give each an expected_exact, expected_substr or expected_json.",
    );
  const hash = createHash("sha256").update(text);
  // trials of what learnt the spellings as labels of their own are not those of what did not
  if (spellings.isAnyMapped()) hash.update(JSON.stringify(rows));
  return { file, hash: hash.digest("hex"), rows };
}

interface Spellings {
  /** The first of the texts so far that the grader takes for this one. */
  firstOf(text: string): string;
  /** Whether any text had another before it. */
  isAnyMapped(): boolean;
}

/** "Bill" and "bill" are one label to the grader, and would be two to a classifier that can then be right in half of them. */
function firstSpellings(): Spellings {
  const first = new Map<string, string>();
  let isAnyMapped = false;
  return {
    firstOf(text) {
      const key = asGraded(text);
      const known = first.get(key);
      if (known === undefined) first.set(key, text);
      isAnyMapped ||= known !== undefined && known !== text;
      return known ?? text;
    },
    isAnyMapped: () => isAnyMapped,
  };
}

/**
 * What must be said of a rung that learnt from these examples where cases of the decision stand among them word for word; undefined where none does.
 * Throws BAD_INPUT where most do: then a rate would be no evidence at all.
 */
export function shownCases(rung: string, { file, rows }: Examples, cases: readonly Case[]): string | undefined {
  const texts = new Set(rows.map(({ input }) => plain(input)));
  const shown = cases.filter(({ input }) => texts.has(plain(textOf(input)))).length;
  if (shown === 0) return undefined;
  const of = `${shown.toLocaleString("en-US")} of the ${cases.length.toLocaleString("en-US")} cases`;
  if (2 * shown > cases.length)
    throw new FirstfitError(
      "BAD_INPUT",
      `${of} stand word for word in ${file}, from which ${rung} learns: its pass rate would prove nothing.`,
      "Hold some of the labelled rows out: decide on cases that task.examples does not hold.",
    );
  return `${of} ${shown === 1 ? "stands" : "stand"} word for word in ${file}, from which ${rung} learnt: its pass rate is higher than it would be on new ones.`;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").trim();
}

/** What a good output is: the first thing that is expected and can be written down. JSON is graded to the letter, and keeps its spelling. */
function outputOf({ expectations }: Case, spellings: Spellings): string | undefined {
  for (const expected of expectations) {
    if (expected.kind === "exact" || expected.kind === "substring") {
      const [text] = expected.texts;
      return text === undefined ? undefined : spellings.firstOf(text);
    }
    if (expected.kind === "json") return JSON.stringify(expected.value);
    if (expected.kind === "number") return String(expected.value);
  }
  return undefined;
}
