import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { FirstfitError } from "../../core/errors.ts";
import type { Case } from "../../core/evaluation.ts";
import { textOf } from "../candidates/conversation.ts";
import { readDataset } from "../../flows/dataset/read-cases.ts";

export interface Examples {
  readonly file: string;
  /** SHA-256, hex, of the file. */
  readonly hash: string;
  readonly rows: readonly ExampleRow[];
}

export interface ExampleRow {
  readonly input: string;
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
  const rows = dataset.cases.flatMap((each): readonly ExampleRow[] => {
    const output = outputOf(each);
    if (output === undefined) return [];
    return [{ input: textOf(each.input), output, ...(each.group === undefined ? {} : { group: each.group }) }];
  });
  if (rows.length === 0)
    throw new FirstfitError(
      "BAD_CONFIG",
      `${file}, which task.examples names, holds no example with a right output.`,
      "Give each an expected_exact, expected_substr or expected_json.",
    );
  return { file, hash: createHash("sha256").update(text).digest("hex"), rows };
}

/** What a good output is: the first thing that is expected and can be written down. */
function outputOf({ expectations }: Case): string | undefined {
  for (const expected of expectations) {
    if (expected.kind === "exact" || expected.kind === "substring") return expected.texts[0];
    if (expected.kind === "json") return JSON.stringify(expected.value);
    if (expected.kind === "number") return String(expected.value);
  }
  return undefined;
}
