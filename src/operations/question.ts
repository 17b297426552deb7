import { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import type { Index } from "../core/retrieval.ts";
import { indexCommand } from "./index-command.ts";
import { field } from "./operation.ts";
import type { ProjectSettings } from "./operation.ts";

export const questionField = (what: string) =>
  z
    .string()
    .optional()
    .meta(field(what, { positional: true, stdin: true, placeholder: "question" }));

/** An index with nothing in it would answer that nothing was found, which says something of the question. */
export function mustHoldPassages(index: Pick<Index, "statistics">, project: Pick<ProjectSettings, "sources">): void {
  if (index.statistics().chunks === 0)
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
