/** Rows with a right output, which prompts and classical baselines may learn from. Never the cases of a decision. */
export interface LabelledExamples {
  /** As the configuration names it. */
  readonly file: string;
  /** SHA-256, hex, of the file; and of the rows, where an output stands in it in several spellings. */
  readonly hash: string;
  readonly rows: readonly LabelledExample[];
  /** Ids of rows of the file that have no right output, from which nothing can be learnt. */
  readonly leftOut: readonly string[];
}

export interface LabelledExample {
  readonly input: string;
  /** In the first spelling of all that the grader takes for the same. */
  readonly output: string;
  /** Rows that belong together. */
  readonly group?: string;
}
