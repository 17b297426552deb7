// The practice track: what a lab is, what its checks find, and what is kept of it. JSON-safe, and the same at every door.

export type LabId = "01" | "02" | "03" | "04" | "05" | "06" | "07" | "08" | "09" | "10" | "11" | "12";

/** A piece of a lab, as a page and a terminal show it. Texts are Markdown. */
export type LabPart =
  | { readonly kind: "text"; readonly text: string }
  /** Lines for a shell, what they print ("…" stands for anything), and how the last of them ends. Default: 0 */
  | { readonly kind: "run"; readonly commands: string; readonly shows?: string; readonly exit?: number }
  /** Something to read or to copy that nothing here can run: it needs a key, a server or files of one's own. */
  | { readonly kind: "copy"; readonly language?: string; readonly text: string };

export interface LabStep {
  readonly title: string;
  readonly parts: readonly LabPart[];
}

/** A file of the user's own that checks read. */
export interface LabFile {
  /** What `--file ROLE=PATH` calls it. */
  readonly role: string;
  /** Relative to the project's folder, where nobody says otherwise. */
  readonly path: string;
  /** What is in it. */
  readonly holds: string;
  /** What `--write` puts there, to be filled in. Absent: a command makes the file. */
  readonly template?: string;
}

export interface Lab {
  readonly id: LabId;
  /** In names of files: "03-token-budget.md". */
  readonly slug: string;
  readonly title: string;
  /** What one does, for a list. */
  readonly does: string;
  readonly goal: string;
  readonly why: string;
  /** How long it takes and what it needs. */
  readonly effort: string;
  /** Markdown links, relative to docs/labs. */
  readonly background: string;
  readonly files: readonly LabFile[];
  readonly steps: readonly LabStep[];
  /** What a key or a model adds; not needed. */
  readonly withKey?: readonly LabPart[];
  readonly checks: readonly LabCheckSpec[];
  /** What somebody can say or do afterwards. */
  readonly doneWhen: readonly string[];
  /** Optional. */
  readonly stretch: readonly LabPart[];
}

/** Something that is looked at. `file`s are roles of the lab's files. */
export type LabCheckSpec = {
  readonly id: string;
  /** One sentence's end: "every reply names a mechanism by its term". */
  readonly says: string;
  /** Optional: when it fails, the lab is done all the same. */
  readonly isStretch?: true;
} & LabCheckKind;

export type LabCheckKind =
  /** Of the claims that `about` matches; absent: of all. */
  | {
      readonly kind: "replies";
      readonly file: string;
      readonly has: "mechanism" | "reason and measurement";
      readonly repliesMin: number;
      readonly about?: NamedPattern;
    }
  | { readonly kind: "map-sides"; readonly file: string }
  | { readonly kind: "map-reasons"; readonly file: string }
  | { readonly kind: "section-cut"; readonly before: string; readonly after: string; readonly shareMin: number }
  | { readonly kind: "inputs-good"; readonly before: string; readonly after: string; readonly cases: string }
  | { readonly kind: "cosine-order"; readonly file: string }
  | { readonly kind: "cosine-min"; readonly texts: readonly [string, string]; readonly min: number }
  | { readonly kind: "first-hit"; readonly questions: readonly ExpectedDocument[]; readonly cases: string }
  | { readonly kind: "cites"; readonly question: ExpectedDocument; readonly cases: string }
  | { readonly kind: "not-found"; readonly question: string; readonly document: string; readonly cases: string }
  | { readonly kind: "both-ways"; readonly before: string; readonly after: string; readonly rowsMin: number }
  | { readonly kind: "rerank-rows"; readonly file: string; readonly before: string; readonly after: string; readonly rowsMin: number }
  | { readonly kind: "routes"; readonly file: string; readonly routes: readonly ExpectedRoute[] }
  | { readonly kind: "gate"; readonly file: string; readonly gate: 1 | 2 }
  | { readonly kind: "trained"; readonly file: string }
  | { readonly kind: "case-rows"; readonly cases: string; readonly rowsMin: number }
  | { readonly kind: "case-kinds"; readonly cases: string }
  | { readonly kind: "pass-count"; readonly cases: string }
  | { readonly kind: "model-table"; readonly report: string; readonly modelsMin: number }
  | { readonly kind: "decision" }
  | { readonly kind: "approaches"; readonly file: string; readonly approaches: readonly NamedPattern[] }
  | { readonly kind: "justified"; readonly file: string; readonly approaches: readonly NamedPattern[] };

export interface ExpectedDocument {
  readonly question: string;
  readonly document: string;
}

/** Words by which something is known in what people write; `pattern` is a regular expression without flags, for text in lower case. */
export interface NamedPattern {
  readonly name: string;
  readonly pattern: string;
}

/** Where a scenario belongs, and what its row is known by. */
export interface ExpectedRoute {
  readonly scenario: string;
  readonly move: NamedPattern;
  /** Any of them. */
  readonly rows: readonly NamedPattern[];
}

/** What a check found. `looked`: at which file, question or run. */
export type LabCheckFinding =
  | { readonly kind: "passed"; readonly looked: string; readonly found: string }
  /** `fix`: what to type or to write. */
  | { readonly kind: "failed"; readonly looked: string; readonly missing: string; readonly fix: string }
  /** It could not be looked at here, which is neither good nor bad. */
  | { readonly kind: "skipped"; readonly looked: string; readonly reason: string };

export type LabCheckResult = { readonly id: string; readonly says: string; readonly isStretch: boolean } & LabCheckFinding;

/** `as far as it can be checked`: no check failed, and some could not be looked at. */
export type LabState = "new" | "begun" | "done" | "done as far as it can be checked";

/** The JSON of `lab check`. */
export interface LabChecked {
  readonly kind: "lab check";
  readonly lab: LabId;
  readonly title: string;
  readonly checks: readonly LabCheckResult[];
  readonly state: LabState;
  readonly notes: readonly string[];
  /** What to type next. */
  readonly next: string;
}

/** What is kept of one lab. */
export interface LabRecord {
  readonly state: Exclude<LabState, "new">;
  /** When it was checked last, ISO 8601; absent: never. */
  readonly checkedAt?: string;
  /** Of that check, without stretches. */
  readonly passed?: number;
  readonly failed?: number;
  readonly skipped?: number;
  /** Where the user's files are, by role, as somebody said once; relative to the project's folder. */
  readonly files?: Readonly<Record<string, string>>;
}

export type LabProgress = { readonly [id in LabId]?: LabRecord };

/** Where progress is kept. */
export interface LabProgressStore {
  /** With what somebody should know: a damaged file was set aside. */
  read(): Promise<KeptProgress>;
  /** One process at a time, old file or new. Returns notes: why nothing could be kept. */
  change(change: (progress: LabProgress) => LabProgress): Promise<KeptProgress>;
}

export interface KeptProgress {
  readonly progress: LabProgress;
  readonly notes: readonly string[];
}

/** The JSON of `lab` and `lab list`. */
export interface LabList {
  readonly kind: "labs";
  readonly labs: readonly {
    readonly id: LabId;
    readonly title: string;
    readonly does: string;
    readonly state: LabState;
    readonly checkedAt?: string;
  }[];
  readonly done: number;
  readonly notes: readonly string[];
  readonly next: string;
}

/** The JSON of `lab NN`. */
export interface LabShown extends Lab {
  readonly kind: "lab";
  readonly state: LabState;
  readonly record?: LabRecord;
  /** Files that `--write` made, and those that were there and stayed as they are. */
  readonly written?: { readonly made: readonly string[]; readonly kept: readonly string[] };
  readonly notes: readonly string[];
  readonly next: string;
}
