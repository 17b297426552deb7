import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { FirstfitError } from "../../core/errors.ts";
import { inputText } from "../../core/evaluation.ts";
import type { Case } from "../../core/evaluation.ts";
import type { LabelledExample, LabelledExamples } from "../../core/labelled-examples.ts";
import { readDataset } from "../../flows/dataset/read-cases.ts";
import { rightOutput } from "../../flows/decide/right-output.ts";
import { plain } from "../../text/plain.ts";

/** The labelled examples that `task.examples` names. Throws BAD_CONFIG for a file that is not there or holds no example with an output. */
export async function readExamples(file: string | undefined, folder: string): Promise<LabelledExamples | undefined> {
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
  const leftOut: string[] = [];
  const rows: LabelledExample[] = [];
  for (const each of dataset.cases) {
    const output = outputOf(each, spellings);
    if (output === undefined) leftOut.push(each.id);
    else rows.push({ input: inputText(each.input), output, ...(each.group === undefined ? {} : { group: each.group }) });
  }
  if (rows.length === 0)
    throw new FirstfitError(
      "BAD_CONFIG",
      `${file}, which task.examples names, holds no example with a right output.`,
      "Give each an expected_exact, expected_substr, expected_number or expected_json.",
    );
  const hash = createHash("sha256").update(text);
  // trials of what learnt the spellings as labels of their own are not those of what did not
  if (spellings.isAnyMapped()) hash.update(JSON.stringify(rows));
  return { file, hash: hash.digest("hex"), rows, leftOut };
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
      const key = plain(text);
      const known = first.get(key);
      if (known === undefined) first.set(key, text);
      isAnyMapped ||= known !== undefined && known !== text;
      return known ?? text;
    },
    isAnyMapped: () => isAnyMapped,
  };
}

/** JSON is graded to the letter, and keeps its spelling. */
function outputOf(each: Case, spellings: Spellings): string | undefined {
  const output = rightOutput(each);
  return output === undefined || output.isJson ? output?.text : spellings.firstOf(output.text);
}
