import type { ComparisonReport } from "../core/comparison.ts";
import type { BarResult, CandidateReport, RequirementResult } from "../core/evaluation-results.ts";
import { msText, observationText, rateText, requirementText, shareText, verdictText } from "./bar-text.ts";
import { escapedMarkup, shortened } from "./foreign-text.ts";
import { casesSection } from "./report-html-cases.ts";
import { PAGE_STYLE } from "./report-html-style.ts";
import { frontierPoints, frontierSvg, intervalsSvg } from "./report-svg.ts";
import {
  baselineText,
  cheapestText,
  counted,
  differenceText,
  frontierTexts,
  latencyTexts,
  noteTexts,
  preferenceTexts,
  regressionText,
  shortCost,
  tagTexts,
  tiedCheapest,
  tokensText,
} from "./report-text.ts";
import type { AnyReport } from "./report-text.ts";

/**
 * A report as one page that stands alone: no script, no font, no request, and a policy in its head that would forbid them. Opened from disk it is
 * whole. Everything foreign is escaped.
 */
export function reportHtml(report: AnyReport): string {
  const { dataset, run } = report;
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">',
    `<title>${escapedMarkup(dataset.name)} · firstfit</title>`,
    `<style>${PAGE_STYLE}</style></head><body><main>`,
    `<header><p class="eyebrow">firstfit ${report.kind === "comparison" ? "compare" : "eval"}</p><h1><bdi>${escapedMarkup(dataset.name)}</bdi></h1>`,
    `<p class="under">${counted(report.cases.length, "case")}, ${counted(report.candidates.length, "candidate")}${report.plan.repeats === 1 ? "" : `, each case ${report.plan.repeats} times`} · ${escapedMarkup(run.startedAt.slice(0, 16).replace("T", " "))} UTC · took ${msText(run.tookMs)}</p></header>`,
    verdictBlock(report),
    notesBlock(report),
    candidatesSection(report),
    ...(report.kind === "comparison" ? comparisonSections(report) : []),
    report.bar === undefined ? "" : barSection(report.bar),
    tagsSection(report.candidates),
    failuresSection(report.candidates),
    casesSection(report),
    `<footer>Intervals are 95%. Errors and what could not be graded are in no rate. Cases ${escapedMarkup(dataset.hash.slice(0, 12))}, seed ${report.plan.seed}, run ${escapedMarkup(run.id)}.</footer>`,
    "</main></body></html>",
    "",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function verdictBlock(report: AnyReport): string {
  const text = cheapestText(report);
  if (text === undefined) return "";
  const isMet = report.bar?.some((each) => each.isMet) === true;
  return `<p class="verdict ${isMet ? "good" : "bad"}">${escapedMarkup(text)}</p>`;
}

function notesBlock(report: AnyReport): string {
  const notes = noteTexts(report);
  return notes.length === 0 ? "" : `<ul class="notes">${notes.map((note) => `<li>${escapedMarkup(note)}</li>`).join("")}</ul>`;
}

function candidatesSection(report: AnyReport): string {
  const { candidates } = report;
  const isCorrected = candidates.some(({ summary }) => summary.correctedPassRate !== undefined);
  const heads = [
    { text: "candidate", kind: "name" },
    { text: "pass rate", kind: "" },
    ...(isCorrected ? [{ text: "corrected for the judge", kind: "" }] : []),
    ...["p50", "p95", "a call", "per pass", "tokens in + out", "errors", "ungraded"].map((text) => ({ text, kind: "number" })),
  ];
  const counts = (count: number): string => (count === 0 ? "0" : `<span class="warn">${count}</span>`);
  const rows = candidates.map(({ name, models = [], summary }) => {
    const { errors, ungraded, passed, failed } = summary.trials;
    const isCheapest = report.kind === "comparison" && report.cheapest === name && tiedCheapest(report).length === 1;
    const other = models.filter((model) => model !== name);
    return [
      [
        `<bdi>${escapedMarkup(name)}</bdi>${isCheapest ? ' <span class="tag good">cheapest that meets the bar</span>' : ""}`,
        ...(other.length === 0 ? [] : [`<span class="model">${escapedMarkup(other.join(", "))}</span>`]),
      ].join(""),
      `${rateText(summary.passRate)}<br><span class="soft">${counted(passed, "pass", "passes")} of ${passed + failed}</span>`,
      ...(isCorrected ? [summary.correctedPassRate === undefined ? "-" : rateText(summary.correctedPassRate)] : []),
      ...latencyTexts(summary),
      shortCost(summary.costPerCall),
      shortCost(summary.costPerPass),
      tokensText(summary),
      counts(errors),
      counts(ungraded),
    ];
  });
  return section(
    "Candidates",
    [
      cardTable(
        heads,
        rows.map((cells) => ({ cells })),
      ),
      `<figure class="intervals">${intervalsSvg(report)}</figure>`,
    ].join("\n"),
  );
}

function comparisonSections(report: ComparisonReport): readonly string[] {
  const { differences, baseline } = report;
  const kinds = { better: "good", worse: "bad", "cannot tell": "" } as const;
  const item = (verdict: keyof typeof kinds, texts: readonly string[]): string =>
    `<li class="told"><span class="tag ${kinds[verdict]}">${verdict}</span><span>${texts.map(escapedMarkup).join("<br>")}</span></li>`;
  const picture = frontierSvg(report);
  const points = frontierPoints(report);
  const legend = points.map(
    ({ n, name, usd, isBest }) =>
      `<li><b${isBest ? ' class="good"' : ""}>${n}</b><bdi>${escapedMarkup(name)}</bdi> <span class="soft">${shortCost({ kind: "known", usd })}</span></li>`,
  );
  const frontier = frontierTexts(report).map((text) => `<p>${escapedMarkup(text)}</p>`);
  return [
    ...(baseline === undefined
      ? []
      : [
          section(
            "Against the baseline",
            [
              `<p>${escapedMarkup(baselineText(baseline))}</p><ul class="plain">`,
              ...baseline.differences.map((each) => item(each.verdict, [regressionText(each), ...tagTexts(each)])),
              ...baseline.candidatesNew.map(
                (name) =>
                  `<li class="told"><span class="tag">new</span><span><bdi>${escapedMarkup(name)}</bdi> is not in the baseline.</span></li>`,
              ),
              "</ul>",
            ].join("\n"),
          ),
        ]),
    ...(differences.length === 0
      ? []
      : [
          section(
            "Differences",
            `<ul class="plain">${differences.map((each) => item(each.verdict, [differenceText(each), ...tagTexts(each)])).join("\n")}</ul>`,
          ),
        ]),
    ...(preferenceTexts(report).length === 0
      ? []
      : [
          section(
            "What the judge prefers",
            preferenceTexts(report)
              .map((text) => `<p>${escapedMarkup(text)}</p>`)
              .join("\n"),
          ),
        ]),
    ...(frontier.length === 0
      ? []
      : [
          section(
            "Cost against quality",
            [
              ...(picture !== undefined
                ? [`<figure>${picture}</figure><ol class="legend">${legend.join("")}</ol>`]
                : points.length < 2
                  ? []
                  : [
                      `<p>${points.length === 2 ? "Both" : `All ${points.length}`} cost the same, so there is no picture of cost against pass rate.</p>`,
                    ]),
              ...frontier,
            ].join("\n"),
          ),
        ]),
  ];
}

const VERDICT_KINDS: Readonly<Record<RequirementResult["verdict"], string>> = {
  proved: "good",
  met: "good",
  missed: "bad",
  refuted: "bad",
  unknown: "warn",
};

function barSection(bar: readonly BarResult[]): string {
  const heads = [
    { text: "candidate", kind: "name" },
    { text: "observed", kind: "" },
    { text: "verdict", kind: "wide" },
  ];
  const rows = (bar[0]?.requirements ?? []).flatMap((requirement, at): readonly CardRow[] => [
    { over: escapedMarkup(requirementText(requirement.asked)) },
    ...bar.flatMap(({ candidate, requirements }) => {
      const result = requirements[at];
      if (result === undefined) return [];
      return [
        {
          cells: [
            `<bdi>${escapedMarkup(candidate)}</bdi>`,
            escapedMarkup(observationText(result.observed)),
            `<span class="${VERDICT_KINDS[result.verdict]}">${escapedMarkup(verdictText(result))}</span>`,
          ],
        },
      ];
    }),
  ]);
  return section("The bar", cardTable(heads, rows));
}

function tagsSection(candidates: readonly CandidateReport[]): string {
  const tags = candidates[0]?.summary.byTag ?? [];
  if (tags.length === 0) return "";
  const heads = `<th>tag</th><th class="number">cases</th>${candidates.map(({ name }) => `<th class="number"><bdi>${escapedMarkup(shortened(name, 30))}</bdi></th>`).join("")}`;
  // a candidate that broke has graded none of them
  const casesOf = (tag: string): number =>
    Math.max(0, ...candidates.map(({ summary }) => summary.byTag.find((each) => each.tag === tag)?.rate.cases ?? 0));
  const rows = tags.map(({ tag }) => {
    const cells = candidates.map(({ summary }) => {
      const own = summary.byTag.find((each) => each.tag === tag)?.rate;
      if (own === undefined || !Number.isFinite(own.mean)) return '<td class="number soft">n/a</td>';
      return `<td class="number">${shareText(own.mean)} <span class="soft">[${shareText(own.low)}, ${shareText(own.high)}]</span></td>`;
    });
    return `<tr><td class="name"><bdi>${escapedMarkup(tag)}</bdi></td><td class="number">${casesOf(tag)}</td>${cells.join("")}</tr>`;
  });
  return section("By tag", table(heads, rows));
}

/** Of each candidate, what went wrong and how often; the kinds of failure that graders name, and errors and ungraded trials apart. */
function failuresSection(candidates: readonly CandidateReport[]): string {
  const items = candidates.flatMap(({ name, summary: { failures, errors, ungraded } }) => {
    const parts = [
      ...failures.map(({ reason, count }) => `<span class="tag bad">${count}</span>${escapedMarkup(shortened(reason, 200))}`),
      ...errors.map(
        ({ code, count, example }) =>
          `<span class="tag warn">${counted(count, "error")}</span>${escapedMarkup(`${code}: ${shortened(example, 300)}`)}`,
      ),
      ...ungraded.map(({ reason, count }) => `<span class="tag warn">${count} ungraded</span>${escapedMarkup(shortened(reason, 300))}`),
    ];
    return parts.length === 0 ? [] : [`<li><b><bdi>${escapedMarkup(name)}</bdi></b><br>${parts.join("<br>")}</li>`];
  });
  return items.length === 0 ? "" : section("What went wrong", `<ul class="plain">${items.join("\n")}</ul>`);
}

function section(title: string, body: string): string {
  return `<section><h2>${title}</h2>\n${body}\n</section>`;
}

type CardRow = { readonly cells: readonly string[] } | { readonly over: string };

/** On a telephone each row becomes a card, with the heads beside the cells. */
function cardTable(heads: readonly { readonly text: string; readonly kind: string }[], rows: readonly CardRow[]): string {
  const head = heads.map(({ text, kind }) => `<th class="${kind}">${text}</th>`).join("");
  const lines = rows.map((row) =>
    "over" in row
      ? `<tr class="over"><th colspan="${heads.length}" scope="rowgroup">${row.over}</th></tr>`
      : `<tr>${row.cells.map((cell, at) => `<td class="${heads[at]?.kind ?? ""}" data-head="${heads[at]?.text ?? ""}">${cell}</td>`).join("")}</tr>`,
  );
  return `<div class="scroll"><table class="cards"><thead><tr>${head}</tr></thead><tbody>\n${lines.join("\n")}\n</tbody></table></div>`;
}

function table(heads: string, rows: readonly string[]): string {
  return `<div class="scroll"><table><thead><tr>${heads}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table></div>`;
}
