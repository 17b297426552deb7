import { z } from "zod";
import type { ComparisonReport, DefaultChange } from "../core/comparison.ts";
import { FirstfitError } from "../core/errors.ts";
import type { EvaluateOptions } from "../flows/evaluate.ts";
import type { WatchedCandidate } from "../flows/compare/watch.ts";
import { mustStandAlone } from "./alone.ts";
import { writtenChange } from "./config-change.ts";
import { isWithoutGrade } from "../flows/evaluate/without-grade.ts";
import { barOf, evaluationFields, runEvaluation } from "./evaluate.ts";
import type { EvaluationVerb } from "./evaluate.ts";
import { EXIT, field, operation } from "./operation.ts";
import type { App, ExitCode } from "./operation.ts";
import { writeReports } from "./report-files.ts";

const compareFields = {
  ...evaluationFields,
  baseline: z
    .string()
    .optional()
    .meta(
      field("compare each candidate with what it was in this report, a file of --out NAME.json or of --json; a regression ends with 100", {
        placeholder: "main.json",
      }),
    ),
  pairwise: z
    .boolean()
    .default(false)
    .meta(field("also let the judge say whose outputs it prefers, each candidate's against the first one's, in both orders")),
  setDefault: z
    .boolean()
    .default(false)
    .meta(field("make the cheapest candidate that meets the bar the project's default: writes firstfit.config.ts and shows the change")),
  watchModels: z
    .boolean()
    .default(false)
    .meta(field("run again only candidates that changed since their last run, by their definition or by their model's own version")),
};

type CompareInput = z.infer<z.ZodObject<typeof compareFields>>;

export const compareOperation = operation({
  name: "compare",
  summary: "Run candidates on the same cases and say which is better, which is worth its cost, and the cheapest that meets the bar",
  doors: ["cli"],
  effect: "spend",
  examples: [
    "firstfit compare",
    "firstfit compare cases.jsonl --candidate keyword --candidate production --bar 0.9 --out report.html",
    "firstfit compare --baseline main.json --out junit.xml",
    "firstfit compare --pairwise --judge anthropic/claude-sonnet-5-5",
    "firstfit compare --bar 0.9 --set-default",
    "firstfit compare --watch-models --max-cost 5",
  ],
  input: z.object(compareFields),
  async run(app, input, context): Promise<ComparisonReport> {
    const bar = barOf(app, input);
    mustFit(input, bar.length > 0);
    const [{ compareReport }, { mustShareWith, readBaseline }] = await Promise.all([
      import("../flows/compare.ts"),
      import("../flows/compare/baseline.ts"),
    ]);
    const baseline = input.baseline === undefined ? undefined : readBaseline(await context.readInput(input.baseline), input.baseline);
    // before anything is run: without a judge nothing is paid for
    const judge = input.pairwise ? await app.judge("--pairwise", input.judge) : undefined;
    const watching = await watchingOf(input);
    const report = await runEvaluation(app, input, context, {
      name: "compare",
      flags: {
        ...(input.baseline === undefined ? {} : { "--baseline": input.baseline }),
        ...(input.pairwise ? { "--pairwise": true } : {}),
        ...(input.setDefault ? { "--set-default": true } : {}),
      },
      async prepare(run) {
        if (baseline !== undefined)
          mustShareWith(baseline, { cases: run.dataset.cases, candidates: run.candidates.map(({ name }) => name) });
        return { ...watching.prepare(run), ...(judge === undefined ? {} : { laterModels: [judge.definition.model] }) };
      },
    });
    const compared = compareReport(report, {
      seed: context.seed,
      bar,
      ...(baseline === undefined ? {} : { baseline }),
      isLocal: (model) => app.isLocalModel(model),
    });
    const { preferencesOf } = await import("../flows/compare/preferences.ts");
    const preferences =
      judge === undefined ? undefined : await preferencesOf(report, { judge, signal: context.signal, report: context.report });
    const watched = watching.watched();
    const whole: ComparisonReport = {
      ...compared,
      ...(preferences === undefined ? {} : { preferences }),
      ...(watched === undefined ? {} : { watched }),
      ...(input.setDefault ? { setDefault: await defaultChange(app, compared) } : {}),
    };
    await writeReports(app, input.out, whole);
    return whole;
  },
  exit: exitOf,
});

/** A regression; else a candidate without a grade, of which nobody knows whether it meets the bar; else a bar that nobody meets; else too few cases that the baseline has too. */
function exitOf({ bar, baseline, candidates }: ComparisonReport): ExitCode {
  if ((baseline?.regressions.length ?? 0) > 0) return EXIT.barNotMet;
  if (candidates.some(isWithoutGrade)) return EXIT.broke;
  if (bar?.some(({ isMet }) => isMet) === false) return EXIT.barNotMet;
  return (baseline?.untold.length ?? 0) > 0 ? EXIT.undecided : EXIT.done;
}

function mustFit(input: CompareInput, hasBar: boolean): void {
  if (input.watchModels)
    mustStandAlone("--watch-models", { "--resume": input.resume !== false, "--retry-errors": input.retryErrors }, "compare --watch-models");
  if (input.setDefault && !hasBar)
    throw new FirstfitError(
      "BAD_INPUT",
      "--set-default takes the cheapest candidate that meets the bar, and there is no bar.",
      "Say what is good enough: --bar 0.9, or `task: { bar: { passRateMin: 0.9 } }` in firstfit.config.ts.",
    );
}

interface Watching {
  prepare(run: Prepared): Pick<EvaluateOptions, "startOf">;
  watched(): ComparisonReport["watched"];
}

type Prepared = Parameters<NonNullable<EvaluationVerb["prepare"]>>[0];

/** With --watch-models: the run begins with what need not be run again. */
async function watchingOf({ watchModels }: CompareInput): Promise<Watching> {
  const { forgetful, keptTrialsOf, watchedCandidates } = await import("../flows/compare/watch.ts");
  let seen: readonly WatchedCandidate[] | undefined;
  return {
    prepare({ candidates, grader, store }) {
      if (!watchModels) return {};
      return {
        startOf(plan) {
          seen = watchedCandidates(store.runs(), plan, { candidates, grader });
          const start = { kind: "anew", kept: keptTrialsOf(seen, store) } as const;
          const [first] = seen;
          const isAll = seen.every(({ kind }) => kind === "unchanged");
          return isAll && first?.kind === "unchanged" ? { start, store: forgetful(first.run.id) } : { start };
        },
      };
    },
    watched: () =>
      seen === undefined
        ? undefined
        : {
            changed: seen.flatMap((each) =>
              each.kind === "changed" ? [{ candidate: each.candidate, changes: each.changes, versions: each.versions }] : [],
            ),
            unchanged: seen.flatMap((each) =>
              each.kind === "unchanged"
                ? [{ candidate: each.candidate, run: each.run.id, startedAt: new Date(each.run.startedAtMs).toISOString() }]
                : [],
            ),
          },
  };
}

/** Writes the cheapest that meets the bar into the configuration, as far as settings can hold it. */
async function defaultChange(app: App, { cheapest, bar }: ComparisonReport): Promise<DefaultChange> {
  if (cheapest === undefined)
    return {
      kind: "refused",
      reason: bar?.some(({ isMet }) => isMet) === true ? "what those cost that meet the bar is not known" : "no candidate meets the bar",
    };
  const settings = app.candidateSettings(cheapest);
  if (settings.kind === "none") return { kind: "refused", reason: `${cheapest} cannot be made the default: ${settings.reason}` };
  const { planValues } = await import("../flows/tune-retrieval/config-change.ts");
  const change = await writtenChange(app, (file) => planValues(settings.values, file, false), true);
  return { kind: "change", candidate: cheapest, change, left: settings.left };
}
