import { z } from "zod";
import { UNGRADED_SHARE_MAX } from "../core/evaluation.ts";
import type { Bar, Candidate, CaseGrader, Dataset } from "../core/evaluation.ts";
import type { EvaluationReport } from "../core/evaluation-results.ts";
import type { TrialStore } from "../core/trial-store.ts";
import type { EvaluateOptions } from "../flows/evaluate.ts";
import type { Start } from "../flows/evaluate/begin.ts";
import { isWithoutGrade } from "../flows/evaluate/without-grade.ts";
import { FirstfitError } from "../core/errors.ts";
import { aboutJudge } from "./about-judge.ts";
import { versionedModels } from "./model-versions.ts";
import { EXIT, field, operation } from "./operation.ts";
import { quoted, typedAgain } from "./quoted.ts";
import type { App, Context, ExitCode } from "./operation.ts";
import { reportCap } from "./report-cap.ts";
import { mustBeReports, outField, writeReports } from "./report-files.ts";

const SHARE = "give a share from 0 to 1, for example 0.9";
const REPEATS = "give a whole number from 1 to 1,000";
const AT_ONCE = "give a whole number from 1 to 1,000";

/** What every verb takes that runs candidates on cases. */
export const evaluationFields = {
  cases: z
    .string()
    .optional()
    .meta(
      field("the cases; - is standard input; default `task.cases` of the configuration, else cases.jsonl", {
        positional: true,
        placeholder: "cases.jsonl",
      }),
    ),
  candidate: z
    .array(z.string())
    .default([])
    .meta(field("a candidate of the configuration by its name; may be given several times; default all of them", { placeholder: "name" })),
  model: z
    .string()
    .optional()
    .meta(field("evaluate this model instead of a candidate of the configuration", { placeholder: "name" })),
  http: z
    .url({ protocol: /^https?$/, error: "write the whole address: http://127.0.0.1:8080/answer" })
    .optional()
    .meta(
      field("evaluate the server at this address: it is sent { input }, and answers as docs/candidates.md says", { placeholder: "url" }),
    ),
  command: z
    .string()
    .min(1, "is empty")
    .optional()
    .meta(
      field("evaluate this command, which reads the input and writes its answer; docs/candidates.md says how", { placeholder: "command" }),
    ),
  repeats: z
    .number(REPEATS)
    .int(REPEATS)
    .min(1, REPEATS)
    .max(1_000, REPEATS)
    .default(1)
    .meta(field("try each case so often", { placeholder: "n" })),
  concurrency: z
    .number(AT_ONCE)
    .int(AT_ONCE)
    .min(1, AT_ONCE)
    .max(1_000, AT_ONCE)
    .default(8)
    .meta(field("trials that run at the same time", { placeholder: "n" })),
  resume: z
    .union([z.boolean(), z.string()])
    .default(false)
    .meta(
      field("go on with the newest unfinished run of the same plan, or with the one of this id", {
        placeholder: "id",
        valueOptional: true,
      }),
    ),
  retryErrors: z.boolean().default(false).meta(field("of the newest run of the same plan, run again what failed with an error")),
  unreviewed: z.boolean().default(false).meta(field("run cases too that nobody has reviewed; they are shown apart, and in no gate")),
  judge: z
    .string()
    .optional()
    .meta(field("who grades by criteria, in place of the `judge` of the configuration", { placeholder: "name" })),
  bar: z
    .number(SHARE)
    .min(0, SHARE)
    .max(1, SHARE)
    .optional()
    .meta(
      field("the pass rate that is good enough, in place of `task.bar.passRateMin`; below it the exit code is 100", {
        placeholder: "share",
      }),
    ),
  out: outField,
};

export type EvaluationInput = z.infer<z.ZodObject<typeof evaluationFields>>;

/** What of an input asks for a candidate. */
export function askedCandidates({ candidate, model, http, command }: EvaluationInput): Parameters<App["candidates"]>[0] {
  return {
    names: candidate,
    ...(http === undefined ? {} : { http }),
    ...(command === undefined ? {} : { command }),
    ...(model === undefined ? {} : { model }),
  };
}

/** What a verb adds to the run of candidates on cases. */
export interface EvaluationVerb {
  /** What goes on with a run: "eval". */
  readonly name: string;
  /** Flags of its own, to be typed again with their values. */
  readonly flags?: Readonly<Record<string, string | true>>;
  /** Before anything is run: looks at what would be, and may say how it begins. */
  prepare?(run: {
    readonly dataset: Dataset;
    readonly candidates: readonly Candidate[];
    readonly grader: CaseGrader;
    readonly store: TrialStore;
  }): Promise<Pick<EvaluateOptions, "startOf" | "laterModels">>;
}

/** Runs the candidates on the cases, beside the bar where there is one. */
export async function runEvaluation(app: App, given: EvaluationInput, context: Context, verb: EvaluationVerb): Promise<EvaluationReport> {
  mustBeReports(app, given.out);
  const [{ evaluate }, { readDataset }, { isReviewed, measureBar }] = await Promise.all([
    import("../flows/evaluate.ts"),
    import("../flows/dataset/read-cases.ts"),
    import("../flows/bar.ts"),
  ]);
  const input = withoutSwallowedCases(given);
  const bar = barOf(app, input);
  const { dataset } = readDataset(await casesText(app, input, context));
  const candidates = await app.candidates(askedCandidates(input));
  await using opened = closing(candidates);
  // criteria of a case that is not run call for no judge
  const cases = dataset.cases.filter((each) => input.unreviewed || isReviewed(each));
  const grader = await app.caseGrader({ cases, ...(input.judge === undefined ? {} : { judge: input.judge }) });
  opened.add(grader);
  const { notes, calibration } = await aboutJudge(app, grader, candidates, { ...context, judge: input.judge });
  await reportCap(input, candidates, context);
  const store = await app.trialStore();
  opened.add({ close: async () => store.close() });
  const prepared = await verb.prepare?.({ dataset, candidates, grader, store });
  const report = await evaluate(dataset, {
    ...prepared,
    ...versionedModels(app, context),
    candidates,
    grader,
    store,
    repeats: input.repeats,
    concurrency: input.concurrency,
    start: startOf(input),
    withUnreviewed: input.unreviewed,
    ...(calibration === undefined ? {} : { calibration }),
    seed: context.seed,
    clock: app,
    report: context.report,
    signal: context.signal,
    redact: (text) => app.redact(text),
    resumeLine: resumeLine(verb, input, context),
  });
  return {
    ...report,
    notes: [...report.notes, ...notes],
    ...(bar.length === 0
      ? {}
      : {
          bar: measureBar(bar, report.candidates, { cases: report.cases, seed: context.seed, isLocal: (name) => app.isLocalModel(name) }),
        }),
  };
}

export const evaluateOperation = operation({
  name: "eval",
  summary: "Run candidates on cases and grade every output: pass rates with intervals, latency, cost",
  doors: ["cli"],
  effect: "spend",
  examples: [
    "firstfit eval",
    "firstfit eval cases.jsonl --candidate basic --candidate production --bar 0.9",
    "firstfit eval cases.jsonl --model anthropic/claude-haiku-4-5 --repeats 3 --max-cost 2",
    "firstfit eval cases.jsonl --command 'python3 agent.py' --concurrency 4",
    "firstfit eval --out report.html --out junit.xml",
    "firstfit eval --resume",
    "firstfit eval --retry-errors --json",
  ],
  input: z.object(evaluationFields),
  async run(app, input, context) {
    const report = await runEvaluation(app, input, context, { name: "eval" });
    await writeReports(app, input.out, report);
    return report;
  },
  exit: (report: EvaluationReport) => exitOf(report),
});

function exitOf({ bar = [], candidates }: EvaluationReport): ExitCode {
  const silent = new Set(candidates.filter(isWithoutGrade).map(({ name }) => name));
  if (bar.some(({ candidate, isMet }) => !isMet && !silent.has(candidate))) return EXIT.barNotMet;
  return silent.size > 0 ? EXIT.broke : EXIT.done;
}

/** `--resume cases.jsonl` means the cases: no id of a run looks like that. */
function withoutSwallowedCases(input: EvaluationInput): EvaluationInput {
  const { resume, cases } = input;
  return typeof resume === "string" && cases === undefined && !/^\d{8}-\d{6}-[0-9a-f]{6}$/.test(resume)
    ? { ...input, resume: true, cases: resume }
    : input;
}

function startOf({ resume, retryErrors }: EvaluationInput): Start {
  if (retryErrors) return { kind: "retry-errors" };
  if (resume === false) return { kind: "anew" };
  return resume === true ? { kind: "resume" } : { kind: "resume", id: resume };
}

/** The bar of the configuration, with the pass rate of the command line in place of its own. */
export function barOf({ project }: Pick<App, "project">, { bar }: Pick<EvaluationInput, "bar">): Bar {
  const configured = project.task?.bar ?? [];
  if (bar === undefined) return configured;
  const others = configured.filter((requirement) => requirement.kind !== "pass-rate" || requirement.tag !== undefined);
  return [
    { kind: "pass-rate", min: bar },
    ...others,
    ...(others.some(({ kind }) => kind === "ungraded") ? [] : [{ kind: "ungraded", shareMax: UNGRADED_SHARE_MAX } as const]),
  ];
}

/** The text of the cases that were named, else of those of the task. */
export async function casesText(
  { project }: App,
  { cases }: Pick<EvaluationInput, "cases">,
  { readInput }: Context,
): Promise<{ readonly name: string; readonly text: string }> {
  if (cases !== undefined) return { name: cases === "-" ? "standard input" : cases, text: await readInput(cases) };
  const name = project.task?.cases ?? "cases.jsonl";
  const { joinPath } = await import("../flows/ingest/file-system.ts");
  try {
    return { name, text: await readInput(name.startsWith("/") ? name : joinPath(project.folder, name)) };
  } catch (error) {
    if (!(error instanceof FirstfitError)) throw error;
    // nobody typed that path
    const begin = project.configFile === undefined ? "Begin with firstfit init, or see it done: firstfit init demo --sample. " : "";
    const fix = `${begin}Name your cases, or write the first: firstfit ask "…" --save-case ${name} --expected "…"; docs/dataset.md says what a case holds.`;
    throw new FirstfitError(error.code, error.message, fix, { cause: error });
  }
}

interface Closing extends AsyncDisposable {
  add(part: { close?(): Promise<void> }): void;
}

/** Closes all of them at the end. */
export function closing(candidates: readonly Candidate[]): Closing {
  const parts: { close?(): Promise<void> }[] = [...candidates];
  return {
    add: (part) => void parts.push(part),
    async [Symbol.asyncDispose]() {
      for (const part of parts) await part.close?.();
    },
  };
}

/** What to type to go on with this run. */
function resumeLine({ name: verb, flags = {} }: EvaluationVerb, input: EvaluationInput, context: Context): string {
  const words = [
    ...(input.cases === undefined ? [] : [quoted(input.cases)]),
    ...input.candidate.map((name) => `--candidate ${quoted(name)}`),
    ...(input.model === undefined ? [] : [`--model ${quoted(input.model)}`]),
    ...(input.http === undefined ? [] : [`--http ${quoted(input.http)}`]),
    ...(input.command === undefined ? [] : [`--command ${quoted(input.command)}`]),
    ...(input.repeats === 1 ? [] : [`--repeats ${input.repeats}`]),
    ...(input.unreviewed ? ["--unreviewed"] : []),
    ...(input.judge === undefined ? [] : [`--judge ${quoted(input.judge)}`]),
    ...(input.bar === undefined ? [] : [`--bar ${input.bar}`]),
    ...input.out.map((file) => `--out ${quoted(file)}`),
    ...Object.entries(flags).map(([flag, value]) => (value === true ? flag : `${flag} ${quoted(value)}`)),
    ...typedAgain(context),
    "--resume",
  ];
  return `firstfit ${verb} ${words.join(" ")}`;
}
