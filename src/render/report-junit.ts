import { trialOutcome } from "../core/evaluation.ts";
import type { Case, Trial } from "../core/evaluation.ts";
import type { CandidateReport } from "../core/evaluation-results.ts";
import { observationText, requirementText, shareText, verdictText } from "./bar-text.ts";
import { expectationText } from "./expectation-text.ts";
import { escapedMarkup, shortened } from "./foreign-text.ts";
import { inputText, regressionText } from "./report-text.ts";
import type { AnyReport } from "./report-text.ts";

/** Of one output; readers of JUnit hold the whole file in memory. */
const TEXT_SHOWN = 4_000;

interface TestCase {
  readonly suite: string;
  readonly name: string;
  readonly seconds?: number;
  readonly result:
    | { readonly kind: "passed" }
    | { readonly kind: "failure" | "error"; readonly type: string; readonly message: string; readonly detail: string }
    | { readonly kind: "skipped"; readonly message: string };
}

/**
 * A report as JUnit XML (https://github.com/testmoapp/junitxml has what readers agree on): a suite for each candidate and a test for each trial.
 * A failed grade is a failure, a missing output an error, and what could not be graded or was not reviewed is skipped, so that none of them is
 * taken for another. With a bar and with a baseline, suites of their own hold what a gate goes by.
 */
export function reportJunit(report: AnyReport): string {
  const cases = new Map(report.cases.map((each) => [each.id, each]));
  const suites = [
    ...report.candidates.map((candidate) => candidateTests(candidate, { cases, repeats: report.plan.repeats })),
    ...(report.bar ?? []).map(({ candidate, requirements }) =>
      requirements.map((result): TestCase => ({
        suite: `bar: ${candidate}`,
        name: requirementText(result.asked),
        result:
          result.verdict === "proved" || result.verdict === "met"
            ? { kind: "passed" }
            : { kind: "failure", type: result.verdict, message: observationText(result.observed), detail: verdictText(result) },
      })),
    ),
    ...(report.kind === "comparison" && report.baseline !== undefined
      ? [
          report.baseline.differences.map((difference): TestCase => {
            const said = regressionText(difference);
            const result =
              difference.verdict === "worse"
                ? ({ kind: "failure", type: "regression", message: said, detail: said } as const)
                : ({ kind: "passed" } as const);
            return { suite: "baseline", name: difference.b, result };
          }),
        ]
      : []),
  ].filter((tests) => tests.length > 0);
  const all = suites.flat();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapedMarkup(report.dataset.name)}" ${counts(all)}>`,
    ...suites.map((tests) =>
      [
        `<testsuite name="${escapedMarkup(tests[0]?.suite ?? "")}" timestamp="${escapedMarkup(report.run.startedAt.slice(0, 19))}" ${counts(tests)}>`,
        ...tests.map(testText),
        "</testsuite>",
      ].join("\n"),
    ),
    "</testsuites>",
    "",
  ].join("\n");
}

function candidateTests(
  { name, trials }: CandidateReport,
  { cases, repeats }: { readonly cases: ReadonlyMap<string, Case>; readonly repeats: number },
): readonly TestCase[] {
  return trials.map((trial): TestCase => {
    const each = cases.get(trial.caseId);
    const latencyMs = trial.kind === "completed" ? trial.output.latencyMs : undefined;
    return {
      suite: name,
      name: repeats > 1 ? `${trial.caseId}, try ${trial.repeat + 1}` : trial.caseId,
      ...(latencyMs === undefined ? {} : { seconds: latencyMs / 1_000 }),
      result: each?.review === "unreviewed" ? { kind: "skipped", message: "nobody has reviewed the case" } : resultOf(trial, each),
    };
  });
}

function resultOf(trial: Trial, each: Case | undefined): TestCase["result"] {
  if (trial.kind === "failed") {
    const { code, message } = trial.error;
    return { kind: "error", type: code, message, detail: `${message}\n\n${askedText(each)}` };
  }
  const grades = Object.entries(trial.grades);
  const outcome = trialOutcome(trial);
  if (outcome === "ungraded") {
    const reasons = grades.flatMap(([grader, grade]) => (grade.kind === "ungraded" ? [`${grader}: ${grade.reason}`] : []));
    return { kind: "skipped", message: `ungraded: ${reasons.join("; ") || "the case expects nothing"}` };
  }
  if (outcome === "passed") return { kind: "passed" };
  const failed = grades.flatMap(([grader, grade]) => (grade.kind === "graded" && grade.value < 1 ? [{ grader, ...grade }] : []));
  return {
    kind: "failure",
    type: failed[0]?.errorType ?? failed[0]?.grader ?? "grade",
    message: failed
      .map(({ grader, value, reason }) => `${grader} ${shareText(value)}${reason === undefined ? "" : `: ${reason}`}`)
      .join("; "),
    detail: `${askedText(each)}\noutput: ${trial.output.text}`,
  };
}

function askedText(each: Case | undefined): string {
  if (each === undefined) return "";
  return [`input: ${inputText(each.input)}`, ...each.expectations.map((expected) => `expected: it ${expectationText(expected)}`)].join(
    "\n",
  );
}

function counts(tests: readonly TestCase[]): string {
  const count = (kind: TestCase["result"]["kind"]): number => tests.filter(({ result }) => result.kind === kind).length;
  const seconds = tests.reduce((sum, test) => sum + (test.seconds ?? 0), 0);
  return `tests="${tests.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}" time="${seconds.toFixed(3)}"`;
}

/** Text is escaped and never in CDATA, so that "]]>" ends nothing; characters that XML does not have are shown as pictures. */
function testText({ suite, name, seconds, result }: TestCase): string {
  const open = `<testcase classname="${escapedMarkup(suite)}" name="${escapedMarkup(name)}"${seconds === undefined ? "" : ` time="${seconds.toFixed(3)}"`}`;
  if (result.kind === "passed") return `${open}/>`;
  const message = escapedMarkup(shortened(result.message, TEXT_SHOWN)).replaceAll("\n", " ");
  if (result.kind === "skipped") return `${open}><skipped message="${message}"/></testcase>`;
  return `${open}><${result.kind} type="${escapedMarkup(result.type)}" message="${message}">${escapedMarkup(shortened(result.detail, TEXT_SHOWN))}</${result.kind}></testcase>`;
}
