import type { Lab, LabCheckKind, LabCheckResult, LabCheckSpec } from "../../core/lab.ts";
import { cosineMin, cosineOrder, cites, firstHit, notFound } from "./checks/search.ts";
import { inputsGood, sectionCut } from "./checks/cut.ts";
import { caseKinds, caseRows, modelTable, passCount } from "./checks/evaluation.ts";
import { decisionKept } from "./checks/decision.ts";
import { repliesHave } from "./checks/replies.ts";
import { bothWays, rerankRows } from "./checks/reranking.ts";
import { approachesWeighed, choiceJustified, gateResult, mapReasons, mapSides, routesChosen, trainedModel } from "./checks/written.ts";
import type { Finding, LabRoom } from "./room.ts";

type Checkers = {
  readonly [Kind in LabCheckKind["kind"]]: (spec: Extract<LabCheckKind, { readonly kind: Kind }>, room: LabRoom) => Promise<Finding>;
};

const CHECKERS: Checkers = {
  replies: repliesHave,
  "map-sides": mapSides,
  "map-reasons": mapReasons,
  "section-cut": sectionCut,
  "inputs-good": inputsGood,
  "cosine-order": cosineOrder,
  "cosine-min": cosineMin,
  "first-hit": firstHit,
  cites,
  "not-found": notFound,
  "both-ways": bothWays,
  "rerank-rows": rerankRows,
  routes: routesChosen,
  gate: gateResult,
  trained: trainedModel,
  "case-rows": caseRows,
  "case-kinds": caseKinds,
  "pass-count": passCount,
  "model-table": modelTable,
  decision: decisionKept,
  approaches: approachesWeighed,
  justified: choiceJustified,
};

/** Runs the checks of a lab one after the other. Throws what concerns all of them: a reached cap, a damaged index, an interruption. */
export async function runChecks(lab: Lab, room: LabRoom): Promise<readonly LabCheckResult[]> {
  const results: LabCheckResult[] = [];
  for (const spec of lab.checks) {
    room.signal.throwIfAborted();
    results.push({ id: spec.id, says: spec.says, isStretch: spec.isStretch === true, ...(await finding(spec, room)) });
  }
  return results;
}

async function finding(spec: LabCheckSpec, room: LabRoom): Promise<Finding> {
  // the table pairs each kind with its checker
  const checker = CHECKERS[spec.kind] as (spec: LabCheckSpec, room: LabRoom) => Promise<Finding>;
  return await checker(spec, room);
}
