import { FirstfitError } from "../../core/errors.ts";
import type { ProcessEnd, ProcessSpec } from "./child-process.ts";

/** No answer is longer; what goes on beyond it has no end. */
export const OUTPUT_BYTES_MAX = 4 * 1024 * 1024;

/** What a command's trials need to know of it. */
export interface CommandParts {
  readonly name: string;
  readonly spec: ProcessSpec;
  readonly timeoutMs: number;
  /** Takes secrets out of what it said. */
  redact(text: string): string;
}

/** How a process ended, with its last words. */
export function endText(command: CommandParts, end: ProcessEnd, errorLine: string): string {
  const { name } = command;
  switch (end.kind) {
    case "not started":
      return `${name} cannot be started: ${command.redact(end.reason)}.`;
    case "killed":
      return `${name} was ended by ${end.signal}.${lastLine(command, errorLine)}`;
    case "exited":
      return `${name} ended with exit code ${end.code}.${lastLine(command, errorLine)}`;
  }
}

const WORDS_LENGTH_MAX = 300;

export function lastLine({ redact }: CommandParts, line: string): string {
  const plain = redact(line).replace(/\p{Cc}+/gu, " ");
  return plain === ""
    ? ""
    : ` Its last line on standard error: ${plain.length > WORDS_LENGTH_MAX ? `${plain.slice(0, WORDS_LENGTH_MAX).toWellFormed()}…` : plain}`;
}

export function failed(message: string): FirstfitError {
  return new FirstfitError("CANDIDATE_FAILED", message, "Run the command by hand with the input of the case; every other trial goes on.");
}

export function tooLate(name: string, timeoutMs: number): FirstfitError {
  return new FirstfitError(
    "CANDIDATE_FAILED",
    `${name} did not answer within ${(timeoutMs / 1_000).toLocaleString("en-US")} seconds and was stopped.`,
    "Give it longer with `timeoutSeconds` of the candidate, or look for what it waits for.",
  );
}

export function interrupted(cause: unknown): FirstfitError {
  return new FirstfitError("INTERRUPTED", "Stopped before the command had answered.", "Run it again.", { cause });
}
