import type { CandidateOutput, Expectation, Grade } from "../core/evaluation.ts";
import { abstains } from "./abstention.ts";
import { gradeDocuments, gradeSpans } from "./citations.ts";
import { checkSchema } from "./json-schema.ts";
import { missingFrom, parseOutput } from "./json-values.ts";
import { refusalSign } from "./refusal.ts";
import { gradeExact, gradeNumber, gradeRegex, gradeSubstring, passed } from "./text.ts";
import { gradeToolCalls } from "./tool-calls.ts";

const MARKER = /[ \t]*\[([1-9]\d?)\]/g;

/**
 * What an output is worth by one expectation: 1 or 0 with a reason, or ungraded where it cannot be told: the candidate does not report what is
 * asked for, or the expectation itself cannot be used. Asks no model: `criteria` need a judge, and `similar` goes to `gradeSimilar`.
 */
export function gradeExpectation(output: CandidateOutput, expected: Expectation): Grade {
  switch (expected.kind) {
    case "exact":
      return gradeExact(output.text, expected, unmarked(output));
    case "substring":
      return gradeSubstring(output.text, expected);
    case "regex":
      return gradeRegex(output.text, expected);
    case "number":
      return gradeNumber(unmarked(output), expected);
    case "tool-calls":
      if (output.toolCalls === undefined) return { kind: "ungraded", reason: "the candidate does not say which tools it called" };
      return gradeToolCalls(output.toolCalls, expected.calls);
    case "refusal":
      return gradeRefusal(output, expected.expected);
    case "documents":
      return gradeDocuments(output, expected);
    case "spans":
      return gradeSpans(output, expected);
    case "json": {
      const parsed = parseOutput(output.text);
      if (parsed === undefined) return { kind: "graded", value: 0, reason: "is no JSON", errorType: "not_json" };
      const missing = missingFrom(parsed.value, expected.value);
      return passed(missing === undefined, missing ?? "");
    }
    case "json-schema":
      return gradeSchema(output.text, expected.schema);
    case "abstain": {
      const did = abstains(output);
      return passed(did === expected.expected, did ? "abstains" : "answers");
    }
    case "similar":
      return { kind: "ungraded", reason: "likeness needs an embedder" };
    case "criteria":
      return { kind: "ungraded", reason: "criteria need a judge" };
  }
}

/** The text without the `[1]` of its citations, which are no part of what it says. Without a citation of that number it stays: `x[1]` of code. */
function unmarked({ text, citations = [] }: CandidateOutput): string {
  return text.replaceAll(MARKER, (marker, number: string) => (Number(number) <= citations.length ? "" : marker));
}

function gradeRefusal(output: CandidateOutput, expected: boolean): Grade {
  // Nothing at all is neither a refusal nor help.
  if (output.text.trim() === "" && output.stop !== "refusal" && (output.toolCalls ?? []).length === 0)
    return { kind: "ungraded", reason: "the output is empty" };
  const sign = refusalSign(output);
  if (expected) return passed(sign !== "none", "does not refuse");
  return sign === "none"
    ? { kind: "graded", value: 1 }
    : { kind: "graded", value: 0, reason: `refuses (${sign})`, errorType: "over_refusal" };
}

function gradeSchema(text: string, schema: Extract<Expectation, { kind: "json-schema" }>["schema"]): Grade {
  const parsed = parseOutput(text);
  if (parsed === undefined) return { kind: "graded", value: 0, reason: "is no JSON", errorType: "not_json" };
  const result = checkSchema(parsed.value, schema);
  if (result.kind === "unusable") return { kind: "ungraded", reason: result.reason };
  return passed(result.kind === "ok", result.kind === "misfit" ? `${result.path} ${result.reason}` : "");
}
