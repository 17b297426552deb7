import type { BillBefore } from "../core/bill.ts";
import type { AnswerResult, IngestOutcome, ManyAnswers, NearDuplicates, SearchResult, SimilarDocuments } from "../core/results.ts";
import { renderBill } from "./bill.ts";
import { renderCacheChanged, renderCallStatistics } from "./cache.ts";
import { renderChecked, renderModels, renderPrices } from "./models.ts";
import { renderAdvice, renderExplained, renderMap } from "./advice.ts";
import { renderAnswer } from "./answer.ts";
import { renderDiagnosis, renderDocuments, renderEmbedding, renderIngest, renderInit, renderRemoved, renderSearch } from "./verbs.ts";
import { renderComparison } from "./comparison.ts";
import { renderBudget } from "./budget.ts";
import { renderDecision } from "./decision.ts";
import { renderImport, renderScrub, renderStats } from "./dataset.ts";
import { renderAdversarial, renderSynthesized, savedCaseLine } from "./dataset-added.ts";
import { renderGrowth } from "./dataset-grow.ts";
import { renderReviewed } from "./dataset-review.ts";
import { renderEvaluation } from "./evaluation.ts";
import { renderCalibration, renderSample } from "./judge.ts";
import { renderLab, renderLabCheck, renderLabs } from "./lab.ts";
import { renderRetrieval } from "./retrieval.ts";
import { renderTuning } from "./tuning.ts";
import { renderDuplicates, renderSimilar } from "./similar.ts";
import { renderNotes, renderTrace } from "./trace.ts";
import type { RenderOptions } from "./style.ts";

type Render = (output: never, options: RenderOptions) => string;

const renderers: Readonly<Record<string, Render>> = {
  init: renderInit,
  index: (output: IngestOutcome | NearDuplicates, options) =>
    output.kind === "duplicates" ? renderDuplicates(output, options) : renderIngest(output, options),
  search: (output: SearchResult | SimilarDocuments, options) =>
    "kind" in output ? renderSimilar(output, options) : withPipeline(renderSearch(output, options), output, options),
  ask: (output: AnswerResult | ManyAnswers, options) =>
    output.kind === "many"
      ? ""
      : withPipeline([renderAnswer(output, options), ...savedCaseLine(output, options)].join("\n"), output, options),
  list: renderDocuments,
  remove: renderRemoved,
  embed: renderEmbedding,
  compare: renderComparison,
  budget: renderBudget,
  doctor: renderDiagnosis,
  advise: renderAdvice,
  "advise map": renderMap,
  explain: renderExplained,
  decide: renderDecision,
  eval: renderEvaluation,
  "eval retrieval": renderRetrieval,
  "tune retrieval": renderTuning,
  "dataset import": renderImport,
  "dataset scrub": renderScrub,
  "dataset stats": renderStats,
  "dataset review": renderReviewed,
  "dataset adversarial": renderAdversarial,
  "dataset synthesize": renderSynthesized,
  "dataset grow": renderGrowth,
  "judge calibrate": renderCalibration,
  "judge sample": renderSample,
  lab: renderLab,
  "lab list": renderLabs,
  "lab check": renderLabCheck,
  models: renderModels,
  "models check": renderChecked,
  "models prices": renderPrices,
  "cache stats": renderCallStatistics,
  "cache clear": renderCacheChanged,
  "cache off": renderCacheChanged,
  "cache on": renderCacheChanged,
};

/** Under a result: what did not work as asked, and the trace. */
function withPipeline(text: string, { notes = [], trace }: Pick<SearchResult, "notes" | "trace">, options: RenderOptions): string {
  const parts = [
    text,
    ...(notes.length === 0 ? [] : [renderNotes(notes, options)]),
    ...(trace === undefined ? [] : [renderTrace(trace, options)]),
  ];
  return parts.join("\n\n");
}

/** The result of a verb for a person at a terminal. A verb without a picture of its own is printed as indented JSON. */
export function renderResult(verb: string, output: unknown, options: RenderOptions): string {
  if (typeof output === "object" && output !== null && "kind" in output && output.kind === "bill")
    return renderBill(output as BillBefore, options); // told by its kind, whatever the verb
  const render = renderers[verb];
  // the table pairs each verb with the renderer of its output type; operations.ts holds the pairing
  return render === undefined ? JSON.stringify(output, null, 2) : render(output as never, options);
}
