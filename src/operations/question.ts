import { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import { unfinishedText } from "../core/unfinished.ts";
import type { Index } from "../core/retrieval.ts";
import { indexCommand } from "./index-command.ts";
import { field } from "./operation.ts";
import type { ProjectSettings } from "./operation.ts";

export const questionField = (what: string) =>
  z
    .string()
    .optional()
    .meta(field(what, { positional: true, stdin: true, placeholder: "question" }));

/** An index with nothing in it would answer that nothing was found, which says something of the question. `note` is told of a run that did not finish. */
export function mustHoldPassages(
  index: Pick<Index, "statistics" | "unfinished">,
  project: Pick<ProjectSettings, "sources">,
  note?: (text: string) => void,
): void {
  const unfinished = index.unfinished();
  const isEmpty = index.statistics().chunks === 0;
  if (unfinished !== undefined) {
    const text = unfinishedText(unfinished);
    if (isEmpty)
      throw new FirstfitError(
        "EMPTY_INDEX",
        `The index holds no passage yet. ${text}`,
        "Finish it; what is stored is kept: firstfit index",
      );
    note?.(`${text} To finish it: firstfit index`);
  }
  if (isEmpty)
    throw new FirstfitError(
      "EMPTY_INDEX",
      "The index holds no passage.",
      `Index something: ${indexCommand(project)}; or see what was not read: firstfit list`,
    );
}

export function requiredQuestion(question: string | undefined, verb: string): string {
  if (question === undefined)
    throw new FirstfitError(
      "BAD_INPUT",
      "There is no question.",
      `Write it in quotes: firstfit ${verb} "What is the contingency reserve?", or - to read it from standard input.`,
    );
  return question;
}

/** `ask` abstains from an empty question; a search for nothing has no answer that says so. */
export function mustSaySomething(question: string): string {
  if (question.trim() === "")
    throw new FirstfitError(
      "BAD_INPUT",
      "The question is empty.",
      'Write in quotes what to look for: firstfit search "contingency reserve"',
    );
  return question;
}
