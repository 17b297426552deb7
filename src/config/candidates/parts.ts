import type { CandidateOutput } from "../../core/evaluation.ts";
import type { PriceRow } from "../../core/prices.ts";
import type { Index, RankingChange } from "../../core/retrieval.ts";
import type { ProjectSettings } from "../../operations.ts";
import type { CallsOfRun } from "../calls.ts";
import type { NameParts } from "../providers.ts";
import type { RankingConfig } from "../ranking-schema.ts";

/** What candidates are made with. */
export interface CandidateParts {
  readonly names: NameParts;
  readonly project: ProjectSettings;
  openIndex(): Promise<Index>;
  /** With the adapter that it names read. */
  ranking(config: RankingConfig): RankingChange;
  prices(): Promise<readonly PriceRow[]>;
  /** In a dry run: counts a run of what is not called through our own call desk, whose cost nobody here knows. Gives an empty output. */
  readonly plan?: (kind: string, what: string) => Promise<CandidateOutput>;
  /** Room under the cap of the run for what is not called through our own call desk; absent: there is no cap. */
  readonly hold?: CallsOfRun["hold"];
  readonly onNote?: (text: string) => void;
}
