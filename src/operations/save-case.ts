import { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import type { AnswerResult } from "../core/results.ts";
import { mustStandAlone } from "./alone.ts";
import { addCases } from "./dataset-add.ts";
import { field } from "./operation.ts";
import type { App } from "./operation.ts";

/** Turn an answer into a case. They name a file to write, so they are for the command line alone. */
export const saveCaseFields = {
  saveCase: z
    .union([z.boolean(), z.string()])
    .default(false)
    .meta(
      field("keep the question and what was answered as a case; default `task.cases` of the configuration, else cases.jsonl", {
        placeholder: "cases.jsonl",
        valueOptional: true,
        doors: ["cli"],
      }),
    ),
  expected: z
    .array(z.string())
    .default([])
    .meta(field("with --save-case: a text that stands in a right answer; may be given again", { placeholder: "text", doors: ["cli"] })),
  expectedDocument: z
    .array(z.string())
    .default([])
    .meta(field("with --save-case: a document that a right answer cites; may be given again", { placeholder: "document", doors: ["cli"] })),
  expectedAbstain: z
    .boolean()
    .default(false)
    .meta(field("with --save-case: the documents do not hold the answer", { doors: ["cli"] })),
};

interface SaveCaseInput extends z.infer<z.ZodObject<typeof saveCaseFields>> {
  readonly question?: string | undefined;
  readonly file?: string | undefined;
  readonly history?: unknown;
}

/** The input with the question that stood behind --save-case and was taken for its file put back. Throws BAD_INPUT for flags that do nothing together. */
export function withSwallowedQuestion<Input extends SaveCaseInput>(input: Input): Input {
  const { saveCase, question, file, history, expected, expectedDocument, expectedAbstain } = input;
  const expectations = {
    "--expected": expected.length > 0,
    "--expected-document": expectedDocument.length > 0,
    "--expected-abstain": expectedAbstain,
  };
  if (saveCase === false) {
    const [alone] = Object.entries(expectations).flatMap(([name, isSet]) => (isSet ? [name] : []));
    if (alone === undefined) return input;
    throw new FirstfitError("BAD_INPUT", `${alone} does nothing without --save-case.`, `Add it: firstfit ask "…" --save-case ${alone} …`);
  }
  mustStandAlone("--save-case", { "--file": file !== undefined, "--history": history !== undefined }, 'ask "…" --save-case');
  if (expectedAbstain)
    mustStandAlone(
      "--expected-abstain",
      { "--expected": expected.length > 0, "--expected-document": expectedDocument.length > 0 },
      'ask "…" --save-case --expected-abstain',
    );
  return typeof saveCase === "string" && question === undefined && file === undefined
    ? { ...input, question: saveCase, saveCase: true }
    : input;
}

/** Writes the answer into the file of cases, unless its question stands there. Writes nothing in a dry run. */
export async function withSavedCase(app: App, answer: AnswerResult, input: SaveCaseInput): Promise<AnswerResult> {
  const { saveCase, expected, expectedDocument, expectedAbstain } = input;
  if (saveCase === false || ("dryRun" in input && input.dryRun === true)) return answer;
  const { savedCase } = await import("../flows/dataset/saved-case.ts");
  const own = app.project.task?.cases ?? "cases.jsonl";
  const file = saveCase === true ? own : saveCase;
  const row = savedCase(answer, { texts: expected, documents: expectedDocument, abstain: expectedAbstain });
  const { ids, there, droppedBefore } = await addCases(app, saveCase === true ? `${app.project.folder}/${own}` : file, [row]);
  const [added] = ids;
  const [known] = there;
  if (added !== undefined) return { ...answer, savedCase: { kind: "added", file, id: added, review: row["review"] === "unreviewed" } };
  if (known !== undefined) return { ...answer, savedCase: { kind: "there", file, id: known } };
  return droppedBefore > 0 ? { ...answer, savedCase: { kind: "dropped", file } } : answer;
}
