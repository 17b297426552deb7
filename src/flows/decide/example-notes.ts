import type { Rung } from "../../core/decision.ts";
import { FirstfitError } from "../../core/errors.ts";
import { inputText } from "../../core/evaluation.ts";
import type { Case } from "../../core/evaluation.ts";
import type { LabelledExamples } from "../../core/labelled-examples.ts";
import { listed } from "../../text/listed.ts";
import { plain } from "../../text/plain.ts";
import { FEW, labelsOf } from "./labels.ts";
import { missingLabels, missingText } from "./missing-labels.ts";

/** Throws BAD_INPUT where most cases stand among the examples that a rung is to learn from: then a rate would be no evidence at all. */
export function mustNotLearnCases(rungs: readonly Rung[], examples: LabelledExamples, cases: readonly Case[]): void {
  const rung = rungs.find(({ learns, offer }) => learns === true && offer.kind === "candidate");
  if (rung === undefined) return;
  const shown = shownCases(examples, cases);
  if (2 * shown <= cases.length) return;
  throw new FirstfitError(
    "BAD_INPUT",
    `${ofCases(shown, cases)} stand word for word in ${examples.file}, from which ${rung.name} learns: its pass rate would prove nothing.`,
    "Hold some of the labelled rows out: decide on cases that task.examples does not hold.",
  );
}

/** What must be said of the examples, and beside the figures of the rungs that learnt from them; a sentence each. */
export function exampleNotes(measured: readonly Rung[], examples: LabelledExamples, cases: readonly Case[]): readonly string[] {
  const learners = measured.filter(({ learns }) => learns === true).map(({ name }) => name);
  return [
    ...leftOutNote(examples),
    ...(learners.length === 0
      ? []
      : [...shownNote(learners, examples, cases), ...missingNote(learners, examples, cases), ...fewNote(learners, examples)]),
  ];
}

const NAMED_MAX = 3;

function leftOutNote({ file, rows, leftOut }: LabelledExamples): readonly string[] {
  if (leftOut.length === 0) return [];
  const more = leftOut.length - NAMED_MAX;
  const ids = listed([...leftOut.slice(0, NAMED_MAX), ...(more > 0 ? [`${count(more)} more`] : [])]);
  return [
    `${count(leftOut.length)} of the ${count(leftOut.length + rows.length)} rows of ${file} ${leftOut.length === 1 ? "was" : "were"} left out (${ids}): no expected_exact, expected_substr, expected_number or expected_json says what is right there, and nothing can be learnt from ${leftOut.length === 1 ? "it" : "them"}.`,
  ];
}

function shownCases({ rows }: LabelledExamples, cases: readonly Case[]): number {
  const texts = new Set(rows.map(({ input }) => plain(input)));
  return cases.filter(({ input }) => texts.has(plain(inputText(input)))).length;
}

function shownNote(learners: readonly string[], examples: LabelledExamples, cases: readonly Case[]): readonly string[] {
  const shown = shownCases(examples, cases);
  if (shown === 0) return [];
  const rates = learners.length === 1 ? "its pass rate is higher than it would be" : "their pass rates are higher than they would be";
  return [
    `${ofCases(shown, cases)} ${shown === 1 ? "stands" : "stand"} word for word in ${examples.file}, from which ${listed(learners)} learnt: ${rates} on new ones.`,
  ];
}

function missingNote(learners: readonly string[], { file, rows }: LabelledExamples, cases: readonly Case[]): readonly string[] {
  if (labelsOf(rows.map(({ output }) => output)).kind !== "labels") return [];
  const missing = missingLabels(rows, cases);
  if (missing.length === 0) return [];
  const asked = missing.reduce((sum, each) => sum + each.cases, 0);
  return [
    `${ofCases(asked, cases)} ${asked === 1 ? "expects" : "expect"} ${missing.length === 1 ? "a label" : "labels"} that no example of ${file} has: ${missingText(missing)}. Whatever takes its labels from there is wrong in ${asked === 1 ? "it" : "them"} (${listed(learners)}, and a prompt that firstfit makes of the labels). Add examples of ${missing.length === 1 ? "it" : "each"}.`,
  ];
}

/** Of a label with few examples a classifier knows little. */
function fewNote(learners: readonly string[], { rows }: LabelledExamples): readonly string[] {
  const labels = labelsOf(rows.map(({ output }) => output));
  if (labels.kind !== "labels" || labels.rare === 0) return [];
  const rare = labels.rare === labels.count ? "each of which has" : labels.rare === 1 ? "one of which has" : `${labels.rare} of which have`;
  const figures =
    learners.length === 1
      ? "its figures say what it does today, and not what it would do with more"
      : "their figures say what they do today, and not what they would do with more";
  return [
    `${listed(learners)} learnt from ${count(rows.length)} examples of ${labels.count} labels, ${rare} fewer than ${FEW}: ${figures}.`,
  ];
}

function ofCases(some: number, cases: readonly Case[]): string {
  return `${count(some)} of the ${count(cases.length)} cases`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
