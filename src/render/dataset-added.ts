import type { AdversarialAdded, CasesAdded, SynthesizedAdded } from "../core/dataset-results.ts";
import type { AnswerResult } from "../core/results.ts";
import { wrap } from "./style.ts";
import type { RenderOptions, Style } from "./style.ts";

export function renderAdversarial(result: AdversarialAdded, { style, columns }: RenderOptions): string {
  return [
    ...addedLines(result, style),
    `  ${result.families.map(({ family, cases }) => `${family} ${cases}`).join(", ")}`,
    ...result.without.map(({ family, why }) => style.yellow(wrap(`  no ${family}: ${style.safe(why)}`, columns, "    "))),
    ...nextLine(result, style),
  ].join("\n");
}

export function renderSynthesized(result: SynthesizedAdded, { style, columns }: RenderOptions): string {
  const left = [
    [result.junk, "not in the form that was asked for"],
    [result.pointing, 'speak of "the passage", which nobody who asks has seen'],
    [result.quoteNotFound, "quote what does not stand in the document"],
    [result.notRetrieved, "do not find their passage among the first ten"],
    [result.nearDuplicates, "nearly the same as one that is there"],
  ] as const;
  const unit = result.from === "documents" ? "passage" : "case";
  return [
    ...addedLines(result, style),
    `  ${style.safe(result.model)} was asked about ${result.asked} ${unit}${result.asked === 1 ? "" : "s"} and proposed ${result.proposed}`,
    ...left.filter(([count]) => count > 0).map(([count, what]) => `  ${count} left out: ${what}`),
    ...(result.failed > 0
      ? [style.yellow(wrap(`  ${result.failed} calls failed; the first: ${style.safe(result.firstFailure ?? "")}`, columns, "    "))]
      : []),
    ...nextLine(result, style),
  ].join("\n");
}

/** Under an answer that was saved as a case. */
export function savedCaseLine({ savedCase }: Pick<AnswerResult, "savedCase">, { style }: RenderOptions): string[] {
  if (savedCase === undefined) return [];
  const file = style.safe(savedCase.file);
  switch (savedCase.kind) {
    case "added":
      return [
        `case ${style.safe(savedCase.id)} added to ${file}${savedCase.review ? `; say what is right: firstfit dataset review ${file}` : ""}`,
      ];
    case "there":
      return [style.yellow(`${file} has this question already: case ${style.safe(savedCase.id)}; nothing was added`)];
    case "dropped":
      return [style.yellow(`this question was dropped from ${file} in a review; nothing was added`)];
  }
}

/** What was added, and what was not because somebody has it or does not want it. */
function addedLines({ out, added, alreadyThere, droppedBefore }: CasesAdded, style: Style): string[] {
  const cases = (count: number): string => `${count.toLocaleString("en-US")} ${count === 1 ? "case" : "cases"}`;
  return [
    style.bold(`${cases(added)} added to ${style.safe(out)}`),
    ...(alreadyThere > 0 ? [`  ${cases(alreadyThere)} stood there already`] : []),
    ...(droppedBefore > 0 ? [`  ${cases(droppedBefore)} had been dropped in a review, and stay out`] : []),
  ];
}

function nextLine({ out, added }: CasesAdded, style: Style): string[] {
  return added === 0 ? [] : [`  ${style.bold("next:")} firstfit dataset review ${style.safe(out)}`];
}
