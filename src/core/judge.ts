import type { Usage } from "./answer.ts";
import type { Cost } from "./calls.ts";

/** All that decides a judge's verdicts. A calibration holds for one definition and for no other. */
export interface JudgeDefinition {
  /** "anthropic/claude-opus-5" */
  readonly model: string;
  /** Of our prompt and of how verdicts are counted. */
  readonly revision: number;
  /** How often each output is judged; the majority counts. */
  readonly repeats: number;
  /** What the project tells its judge beside the criteria. */
  readonly instructions?: string;
}

/** What a judge did for one grade. Its calls are its own: no cost of theirs is the candidate's. */
export interface Judged {
  /** With repeats: how the verdicts fell. Those that were unusable are in neither. */
  readonly votes: { readonly pass: number; readonly fail: number };
  readonly usage: Usage;
  /** Of all its calls; of one that was replayed, what it cost when it was made. */
  readonly cost: Cost;
}
