import { adviseOperations } from "./advise.ts";
import { cacheOperations } from "./cache.ts";
import { compareOperation } from "./compare.ts";
import { datasetOperations } from "./dataset.ts";
import { datasetAdversarialOperation } from "./dataset-adversarial.ts";
import { datasetGrowOperation } from "./dataset-grow.ts";
import { datasetReviewOperation } from "./dataset-review.ts";
import { datasetSynthesizeOperation } from "./dataset-synthesize.ts";
import { decideOperation } from "./decide.ts";
import { evaluateOperation } from "./evaluate.ts";
import { judgeOperations } from "./judge.ts";
import { labOperations } from "./lab.ts";
import { modelOperations } from "./models.ts";
import type { Operation } from "./operation.ts";
import { retrievalOperations } from "./retrieval.ts";

/** Verbs that live in files of their own, in the order in which help lists them. */
export const groupedOperations: readonly Operation[] = [
  ...adviseOperations,
  evaluateOperation,
  compareOperation,
  decideOperation,
  ...retrievalOperations,
  ...modelOperations,
  ...cacheOperations,
  ...datasetOperations,
  datasetReviewOperation,
  datasetAdversarialOperation,
  datasetSynthesizeOperation,
  datasetGrowOperation,
  ...judgeOperations,
  ...labOperations,
];
