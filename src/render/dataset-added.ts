import type { AdversarialAdded, CasesAdded } from "../core/dataset-results.ts";
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

/** What was added, and what was not because somebody has it or does not want it. */
export function addedLines({ out, added, alreadyThere, droppedBefore }: CasesAdded, style: Style): string[] {
  const cases = (count: number): string => `${count.toLocaleString("en-US")} ${count === 1 ? "case" : "cases"}`;
  return [
    style.bold(`${cases(added)} added to ${style.safe(out)}`),
    ...(alreadyThere > 0 ? [`  ${cases(alreadyThere)} stood there already`] : []),
    ...(droppedBefore > 0 ? [`  ${cases(droppedBefore)} had been dropped in a review, and stay out`] : []),
  ];
}

export function nextLine({ out, added }: CasesAdded, style: Style): string[] {
  return added === 0 ? [] : [`  ${style.bold("next:")} firstfit dataset review ${style.safe(out)}`];
}
