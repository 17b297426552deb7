import type { CaseCount } from "./results.ts";

// What the verbs that make and judge cases return: JSON-safe, and the same at every door.

/** A case that nobody has reviewed, as far as a list shows it. */
export interface PendingCase {
  readonly id: string;
  /** The question, or the last message of the conversation, cut after 200 characters. */
  readonly input: string;
  /** Kinds of what it expects. */
  readonly expects: readonly string[];
  readonly source?: string;
}

/** The JSON of `dataset review`. Lists are of ids, in the order in which they were decided. */
export interface DatasetReviewed {
  readonly kind: "reviewed";
  readonly file: string;
  /** Where dropped cases went. */
  readonly droppedTo: string;
  readonly kept: readonly string[];
  /** Kept with a change. */
  readonly edited: readonly string[];
  readonly dropped: readonly string[];
  /** Cases that still wait for a person, in the order of the file. */
  readonly left: readonly PendingCase[];
}

/** What adding cases to a file came to. */
export interface CasesAdded {
  readonly out: string;
  readonly added: number;
  /** Whose input stood in the file already. */
  readonly alreadyThere: number;
  /** Whose input a person had dropped from it. */
  readonly droppedBefore: number;
}

/** The JSON of `dataset adversarial`. */
export interface AdversarialAdded extends CasesAdded {
  readonly kind: "adversarial";
  readonly families: readonly { readonly family: string; readonly cases: number }[];
  /** Families without a case, and what they need. */
  readonly without: readonly { readonly family: string; readonly why: string }[];
}

/** What became of what a model proposed. */
export interface Synthesis {
  /** Passages or cases that it was asked about, one call each. */
  readonly asked: number;
  readonly proposed: number;
  /** Not in the form that was asked for. */
  readonly junk: number;
  /** Questions that speak of "the passage". */
  readonly pointing: number;
  /** Quotes that do not stand in their document word for word. */
  readonly quoteNotFound: number;
  /** Questions by which the search does not find their passage. */
  readonly notRetrieved: number;
  /** Nearly the same as one that is there. */
  readonly nearDuplicates: number;
  /** Calls that failed. */
  readonly failed: number;
  readonly firstFailure?: string;
}

/** The JSON of `dataset synthesize`. */
export interface SynthesizedAdded extends CasesAdded, Synthesis {
  readonly kind: "synthesized";
  readonly from: "documents" | "cases" | "adversarial";
  readonly model: string;
}

/** The JSON of `dataset grow`. */
export interface DatasetGrowth {
  readonly kind: "growth";
  readonly name: string;
  readonly cases: number;
  /** Cases that do not say when they came in. */
  readonly undated: number;
  /** YYYY-MM-DD; absent where no case says. */
  readonly lastAdded?: string;
  readonly casesAMonth: number;
  /** YYYY-MM, this month first. */
  readonly months: readonly { readonly month: string; readonly cases: number }[];
  /** Cases that this month lacks. */
  readonly due: number;
  /** Thinnest first. */
  readonly thinTags: readonly CaseCount[];
  readonly unreviewed: number;
  /** Ids of cases that a candidate failed in the newest run and that this dataset does not have; absent where no run is kept. */
  readonly failures?: { readonly run: string; readonly dataset: string; readonly cases: readonly string[] };
  readonly commands: readonly string[];
}
