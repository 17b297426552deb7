import type {
  MissingDocuments,
  PairedDifference,
  QueryChange,
  RerankingMeasures,
  RetrievalMeasures,
  RetrievalReport,
  ScoreInterval,
  WrongRate,
} from "../core/results.ts";
import { wrap } from "./style.ts";
import type { RenderOptions, Style } from "./style.ts";

/** How many queries of each direction are shown; --json has all. */
const CHANGES_SHOWN = 5;

export function renderRetrieval(report: RetrievalReport, { style, columns }: RenderOptions): string {
  const { against } = report;
  const lines = [style.bold(counted(report)), ...notes(report, style).map((note) => style.yellow(`  ${note}`)), ""];
  if (against === undefined) lines.push(...measureLines([["", report]], style));
  else {
    const other = changedText(against.settings, report.settings, style);
    lines.push(
      ...measureLines(
        [
          ["this", report],
          ["against", against],
        ],
        style,
      ),
    );
    lines.push(style.dim(`  against: ${other === "" ? "the same settings" : other}`), "");
    lines.push(style.bold("  this less against"));
    for (const [name, paired] of [
      ["nDCG@10", against.paired.ndcgAt10],
      ["recall@10", against.paired.recallAt10],
      ["MRR@10", against.paired.mrrAt10],
    ] as const)
      lines.push(`  ${name.padEnd(10)} ${pairedText(paired)}`);
    lines.push("", style.bold(against.verdict), ...changeLines(against.queries, { style, columns }));
  }
  for (const measures of [report, ...(against === undefined ? [] : [against])])
    if (measures.reranking !== undefined) lines.push("", ...rerankingLines(measures.reranking, { style, columns }));
  return lines.join("\n");
}

function counted({ queries, documents, judgedBy }: RetrievalReport): string {
  const kind = judgedBy === "passages" ? ", judged by passages" : "";
  return `${number(queries)} judged ${queries === 1 ? "query" : "queries"}${kind}, ${number(documents)} ${documents === 1 ? "document" : "documents"}`;
}

function notes({ unjudged, judgementsSkipped, documentsMissing }: RetrievalReport, style: Style): string[] {
  return [
    ...(documentsMissing === undefined ? [] : [missingText(documentsMissing, style)]),
    ...(unjudged > 0 ? [`${number(unjudged)} without anything judged relevant: in no mean`] : []),
    ...(judgementsSkipped > 0
      ? [`${number(judgementsSkipped)} ${judgementsSkipped === 1 ? "judgement" : "judgements"} of unknown queries or documents left out`]
      : []),
  ];
}

/** Judged documents that are not there, for a person. */
export function missingText({ count, first }: MissingDocuments, style: Style): string {
  return count === 1
    ? `1 document judged relevant is not there and counts as not found: ${style.safe(first)}`
    : `${number(count)} documents judged relevant are not there and count as not found; the first is ${style.safe(first)}`;
}

function measureLines(runs: readonly (readonly [name: string, measures: RetrievalMeasures])[], style: Style): string[] {
  const row = (label: string, cell: (measures: RetrievalMeasures) => string): string =>
    `  ${label.padEnd(10)} ${runs.map(([, measures]) => cell(measures).padEnd(24)).join("  ")}`.trimEnd();
  const head = runs.length > 1 ? [style.dim(`  ${" ".repeat(10)} ${runs.map(([name]) => name.padEnd(24)).join("  ")}`.trimEnd())] : [];
  return [
    ...head,
    row("nDCG@10", ({ ndcgAt10 }) => intervalText(ndcgAt10)),
    row("recall@10", ({ recallAt10 }) => intervalText(recallAt10)),
    row("MRR@10", ({ mrrAt10 }) => intervalText(mrrAt10)),
    row("latency", ({ latencyMs }) => `${latencyMs.p50.toFixed(1)} ms, p95 ${latencyMs.p95.toFixed(1)}`),
    row("index", ({ index }) => `${number(index.chunks)} chunks, ${megabytes(index.bytes)}`),
    row("built in", ({ index }) => (index.seconds === undefined ? "there already" : `${index.seconds.toFixed(1)} s`)),
  ];
}

function intervalText({ mean, low, high }: ScoreInterval): string {
  return `${mean.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

function pairedText({ difference, wins, losses, ties, pValue }: PairedDifference): string {
  const { mean, low, high } = difference;
  return `${signed(mean)}  [${signed(low)}, ${signed(high)}]  ${wins} better, ${losses} worse, ${ties} equal, ${pText(pValue)}`;
}

function pText(pValue: number): string {
  return pValue < 0.001 ? "p < .001" : `p = ${pValue.toFixed(3).replace(/^0/, "")}`;
}

function rerankingLines(reranking: RerankingMeasures, { style, columns }: Pick<RenderOptions, "style" | "columns">): string[] {
  const { reranker, latencyMs, wrong, shift, failed, failure, usage } = reranking;
  const fewer = wrong.without.queries === 0 ? undefined : 1 - wrong.with.queries / wrong.without.queries;
  const change = fewer === undefined ? "none to mend" : `${Math.round(Math.abs(100 * fewer))}% ${fewer < 0 ? "more" : "fewer"}`;
  const tokens = [usage.inputTokens, usage.outputTokens].map((count) => (count === undefined ? "?" : number(count)));
  return [
    `  ${style.bold(`reranked by ${style.safe(reranker)}`)}`,
    `  latency    ${latencyMs === undefined ? "every call failed" : `${latencyMs.p50.toFixed(1)} ms, p95 ${latencyMs.p95.toFixed(1)}`}  ${style.dim("usual claim: about 100 ms")}`,
    `  nothing right among the first ${wrong.first}`,
    `    without  ${wrongText(wrong.without)}`,
    `    with     ${wrongText(wrong.with)}  ${change}  ${style.dim("usual claim: 40 to 60% fewer")}`,
    `    queries  ${wrong.better} better, ${wrong.worse} worse, ${pText(wrong.pValue)}`,
    ...(usage.source === "none" ? [] : [`  tokens     ${usage.source === "estimate" ? "about " : ""}${tokens[0]} in, ${tokens[1]} out`]),
    ...(failed === 0 ? [] : [style.yellow(`  ${number(failed)} calls failed and left the order as it was: ${style.safe(failure ?? "")}`)]),
    ...(shift === undefined ? [] : [wrap(`  ${shift.message}`, columns, "  ")]),
  ];
}

function wrongText({ queries, rate }: WrongRate): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  return `${number(queries)}: ${percent(rate.mean)}  [${percent(rate.low)}, ${percent(rate.high)}]`;
}

function changedText(settings: RetrievalMeasures["settings"], from: RetrievalMeasures["settings"], style: Style): string {
  return Object.entries(settings)
    .filter(([key, value]) => from[key] !== value)
    .map(([key, value]) => style.safe(`${key}=${value}`))
    .join(", ");
}

function changeLines(changes: readonly QueryChange[], { style, columns }: Pick<RenderOptions, "style" | "columns">): string[] {
  const shown = (label: string, some: readonly QueryChange[]): string[] =>
    some.length === 0
      ? []
      : [
          style.dim(`  ${label}`),
          ...some.slice(0, CHANGES_SHOWN).map((change) => {
            const scores = `    ${change.against.toFixed(2)} -> ${change.ndcgAt10.toFixed(2)}  `;
            return `${scores}${clipped(style.safe(`${change.id}  ${change.query}`), Math.max(20, columns - scores.length))}`;
          }),
        ];
  return [
    ...shown(
      "gained most",
      changes.filter(({ change }) => change > 0),
    ),
    ...shown(
      "lost most",
      changes.filter(({ change }) => change < 0),
    ),
  ];
}

function clipped(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(3)}`;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
