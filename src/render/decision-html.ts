import type { DecisionDocument, MeasuredRung, RungReport } from "../core/decision.ts";
import { msText, rateText, shareText } from "./bar-text.ts";
import { CURVE_HEADS, CURVE_TITLE, curveRows, curveSvg, curveTexts } from "./decision-curve.ts";
import { costPoints, costSvg, ladderSvg, zoneSvg } from "./decision-svg.ts";
import {
  barTexts,
  failureText,
  gatesOf,
  headlineText,
  lostTexts,
  moreText,
  overallRate,
  provisionalText,
  requirementLine,
  runFacts,
  sourceTexts,
  statusText,
  summaryText,
  testTexts,
  verdictWord,
  whyNotHeadText,
} from "./decision-text.ts";
import { shortCost } from "./report-text.ts";
import { expectationText } from "./expectation-text.ts";
import { escapedMarkup } from "./foreign-text.ts";
import { PAGE_STYLE } from "./report-html-style.ts";

const STYLE = `${PAGE_STYLE}
.verdict.open { background: var(--warn-well); color: var(--warn); }
.lead { font-size: 16px; margin: 14px 0 0; }
figure + figure { margin-top: 34px; }
.pictures { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 34px; align-items: start; }
svg .rail { stroke: var(--ink); stroke-width: 2; opacity: 0.55; } svg .rail.beyond { stroke-dasharray: 3 5; opacity: 0.3; }
svg .step { fill: var(--card); stroke: var(--soft); stroke-width: 2; } svg .step.none { stroke-dasharray: 3 3; }
svg .step.good { fill: var(--good); stroke: var(--good); } svg .step.bad { fill: var(--bad); stroke: var(--bad); } svg .step.open { fill: var(--warn); stroke: var(--warn); }
svg .mark-good, svg .mark-bad, svg .mark-open { fill: var(--card); font-weight: 700; }
svg .faint { fill: var(--soft); font-weight: 500; } svg .stop { stroke: var(--good); stroke-width: 2; }
svg .zone { fill: var(--accent); opacity: 0.1; }
svg .interval.open, svg .whisker.open { stroke: var(--warn); } svg .mean.open { fill: var(--warn); } svg .point.bad { fill: var(--bad); } svg .point.open { fill: var(--warn); } svg .whisker.bad { stroke: var(--bad); }
svg line.curve { stroke: var(--accent); stroke-width: 2; } svg .whisker.curve { stroke: var(--accent); } svg .guess { stroke: var(--soft); stroke-dasharray: 1 4; stroke-linecap: round; stroke-width: 2; }
.legend b.line { min-width: 22px; height: 0; border-top: 1px dashed var(--ink); border-radius: 0; background: none; vertical-align: middle; } .legend b.dotted { border-top: 2px dotted var(--soft); }
.pictures + p { margin-top: 20px; }
h3 { margin: 22px 0 6px; font-size: 15px; } h3:first-child { margin-top: 0; } h4 { margin: 14px 0 6px; font-size: 13px; color: var(--soft); font-weight: 500; }
td.wide { min-width: 0; } ul.points { margin: 0 0 8px; padding-left: 20px; } ul.points li { margin: 4px 0; overflow-wrap: anywhere; }
.example { margin: 0 0 12px; padding: 10px 14px; border-radius: 8px; background: var(--well); overflow-wrap: anywhere; }
.example p { margin: 0 0 4px; } .example p:last-child { margin: 0; }
code { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
@media (max-width: 760px) { .pictures { grid-template-columns: minmax(0, 1fr); gap: 28px; } }
`;

/**
 * A decision as one page that stands alone: no script, no font, no request, and a policy in its head that would forbid them. Everything foreign is
 * escaped.
 */
export function decisionHtml(decision: DecisionDocument): string {
  const { task, outcome, notes } = decision;
  const provisional = provisionalText(decision);
  const headline = headlineText(decision);
  const kind = { adopted: "good", undecided: "open", none: "bad" }[outcome.kind];
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">',
    `<title>${escapedMarkup(headline)} · firstfit</title>`,
    `<style>${STYLE}</style></head><body><main>`,
    `<header><p class="eyebrow">firstfit decide</p><h1><bdi>${escapedMarkup(task.name)}</bdi></h1></header>`,
    `<p class="verdict ${kind}">${escapedMarkup(headline)}</p>`,
    `<p class="lead">${escapedMarkup(summaryText(decision))}</p>`,
    provisional === undefined ? "" : `<p class="lead">${escapedMarkup(provisional)}</p>`,
    notes.length === 0 ? "" : `<ul class="notes">${notes.map((note) => `<li>${escapedMarkup(note)}</li>`).join("")}</ul>`,
    pictures(decision),
    taskSection(decision),
    ladderSection(decision),
    evidenceSection(decision.rungs),
    othersSection(decision.rungs),
    curveSection(decision),
    section("What would change this decision", points(decision.wouldChange)),
    section("How it was decided", testTexts(decision).map(paragraph).join("\n")),
    section("Run it again", [`<pre class="text">${escapedMarkup(decision.rerun)}</pre>`, points(sourceTexts(decision))].join("\n")),
    "</main></body></html>",
    "",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function pictures(decision: DecisionDocument): string {
  const zone = zoneSvg(decision);
  const cost = costSvg(decision);
  const legend = costPoints(decision).map(
    ({ n, rung, usd }) =>
      `<li><b>${n}</b><bdi>${escapedMarkup(rung.name)}</bdi> <span class="soft">${shortCost({ kind: "known", usd })}</span></li>`,
  );
  return [
    '<section><div class="pictures">',
    `<figure><h2>The ladder</h2>${ladderSvg(decision)}</figure>`,
    "<div>",
    zone === undefined ? "" : `<figure><h2>Against the bar</h2>${zone}</figure>`,
    cost === undefined
      ? ""
      : `<figure><h2>Cost against quality</h2>${cost}<ol class="legend">${legend.join("")}</ol>${notPlaced(decision)}</figure>`,
    "</div></div></section>",
  ].join("\n");
}

/** A picture that leaves rungs out says so. */
function notPlaced({ rungs }: DecisionDocument): string {
  const names = rungs.flatMap((rung) => (rung.kind === "measured" && rung.costPerCall.kind === "unknown" ? [rung.name] : []));
  return names.length === 0
    ? ""
    : `<p class="soft"><bdi>Not placed, because what a call costs is not known: ${escapedMarkup(names.join(", "))}.</bdi></p>`;
}

function taskSection(decision: DecisionDocument): string {
  const { row, order } = decision;
  const matched =
    row === undefined
      ? paragraph("It was matched with no row of the decision table, because the configuration does not say its kind.")
      : `<p>Row of the decision table: <b>${escapedMarkup(row.problem)}</b> First move: ${escapedMarkup(row.move)} <span class="soft">(${escapedMarkup(row.because)})</span></p>`;
  return section("The task and its bar", [matched, paragraph(order.reason), points(barTexts(decision))].join("\n"));
}

function ladderSection({ rungs, outcome }: DecisionDocument): string {
  const adopted = outcome.kind === "adopted" ? outcome.rung : undefined;
  const heads = ["rung", "", "pass rate", "p95", "a call"];
  const rows = rungs.map((rung) => {
    const name = `<td class="name"><bdi>${escapedMarkup(rung.name)}</bdi><span class="model">${escapedMarkup(rung.mechanism)}</span></td>`;
    const status = `<span class="tag ${tagOf(rung)}">${escapedMarkup(statusText(rung, adopted))}</span>`;
    if (rung.kind !== "measured") return `<tr>${name}<td class="wide" colspan="4">${status}</td></tr>`;
    const cells = figures(rung).map((cell, at) => `<td class="${at > 0 ? "number" : ""}" data-head="${heads[at + 2]}">${cell}</td>`);
    return `<tr>${name}<td class="wide">${status}</td>${cells.join("")}</tr>`;
  });
  const head = heads.map((text, at) => `<th class="${at > 2 ? "number" : ""}">${text}</th>`).join("");
  return section(
    "Rung by rung",
    `<div class="scroll"><table class="cards"><thead><tr>${head}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table></div>`,
  );
}

function tagOf(rung: RungReport): string {
  if (rung.kind !== "measured") return "";
  return { adopt: "good", reject: "bad", undecided: "warn" }[rung.verdict];
}

function figures(rung: MeasuredRung): readonly string[] {
  const observed = overallRate(rung);
  return [
    observed === undefined ? "-" : rateText(observed.rate),
    rung.latencyMs === undefined ? "-" : msText(rung.latencyMs.p95),
    shortCost(rung.costPerCall),
  ];
}

function evidenceSection(rungs: readonly RungReport[]): string {
  const measured = rungs.flatMap((rung) => (rung.kind === "measured" ? [evidence(rung)] : []));
  return measured.length === 0 ? "" : section("The evidence", measured.join("\n"));
}

function evidence(rung: MeasuredRung): string {
  const failures = failureText(rung);
  const more = moreText(rung);
  const lines = [
    ...rung.requirements.map(requirementLine),
    ...runFacts(rung),
    ...(failures === undefined ? [] : [`what failed: ${failures}`]),
    ...lostTexts(rung),
    ...(more === undefined ? [] : [more]),
  ];
  const examples = rung.examples.map(({ caseId, input, output, expectations, reasons }) =>
    [
      `<div class="example"><p><b><bdi>${escapedMarkup(input)}</bdi></b> <span class="soft">${escapedMarkup(caseId)}</span></p>`,
      `<p><span class="soft">expected:</span> ${escapedMarkup(expectations.map(expectationText).join("; "))}</p>`,
      `<p><span class="soft">came:</span> <bdi>${escapedMarkup(output)}</bdi></p>`,
      reasons.length === 0 ? "" : `<p class="soft">${escapedMarkup(reasons.join("; "))}</p>`,
      "</div>",
    ].join(""),
  );
  return [
    `<h3><bdi>${escapedMarkup(rung.name)}</bdi> <span class="tag ${tagOf(rung)}">${verdictWord(rung.verdict)}</span></h3>`,
    points(lines),
    ...(examples.length === 0 ? [] : [`<h4>Failures to look at</h4>${examples.join("\n")}`]),
  ].join("\n");
}

function othersSection(rungs: readonly RungReport[]): string {
  const items = rungs.flatMap((rung) => {
    if (rung.kind === "measured") return [];
    const gates = gatesOf(rung).map(
      ({ gate, verdict, reason }) =>
        `<br><span class="tag ${verdict === "open" ? "good" : "warn"}">${escapedMarkup(gate)}: ${escapedMarkup(verdict)}</span><span class="soft">${escapedMarkup(reason)}</span>`,
    );
    return [`<li><b><bdi>${escapedMarkup(rung.name)}</bdi></b>: ${escapedMarkup(whyNotHeadText(rung))}${gates.join("")}</li>`];
  });
  return items.length === 0 ? "" : section("Rungs that were not run", `<ul class="plain">${items.join("\n")}</ul>`);
}

function curveSection({ curve }: DecisionDocument): string {
  if (curve === undefined) return "";
  const head = CURVE_HEADS.map((text) => `<th class="number">${text}</th>`).join("");
  const rows = curveRows(curve).map(
    (cells) => `<tr>${cells.map((cell, at) => `<td class="number" data-head="${CURVE_HEADS[at] ?? ""}">${cell}</td>`).join("")}</tr>`,
  );
  const legend = `<ul class="legend"><li><b class="line"></b>the bar, ${shareText(curve.bar)}</li><li><b class="line dotted"></b>always the most frequent label, ${shareText(curve.guessing)}</li></ul>`;
  return section(
    CURVE_TITLE,
    [
      `<div class="pictures"><figure>${curveSvg(curve)}${legend}</figure>`,
      `<div class="scroll"><table class="cards"><thead><tr>${head}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table></div></div>`,
      ...curveTexts(curve).map(paragraph),
    ].join("\n"),
  );
}

function section(title: string, body: string): string {
  return `<section><h2>${title}</h2>\n${body}\n</section>`;
}

function paragraph(text: string): string {
  return `<p>${escapedMarkup(text)}</p>`;
}

function points(texts: readonly string[]): string {
  return `<ul class="points">${texts.map((text) => `<li>${escapedMarkup(text)}</li>`).join("")}</ul>`;
}
