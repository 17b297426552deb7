import { z } from "zod";
import type { Advice, AdviceResult, OwnDecision, OwnFigures, ReplyReview, RowId } from "../core/advice.ts";
import { FirstfitError } from "../core/errors.ts";
import type { AdviseOptions } from "../flows/advise.ts";
import type { MappedProject } from "../flows/advise/map.ts";
import { mustStandAlone } from "./alone.ts";
import { done, field, operation } from "./operation.ts";
import type { App, Context, Operation } from "./operation.ts";
import { dayOf } from "./today.ts";

interface AdviseInput {
  readonly claim?: string | undefined;
  readonly file?: string | undefined;
  readonly review?: string | undefined;
  readonly interactive: boolean;
  readonly model?: string | undefined;
}

const adviseOperation = operation({
  name: "advise",
  summary: "Answer a claim heard in a meeting: which mechanism, why, what it costs, and what to measure first",
  doors: ["cli", "http", "mcp"],
  effect: "spend",
  examples: [
    'firstfit advise "Let\'s fine-tune the model on our docs"',
    "firstfit advise --file claims.txt > advice.md",
    "firstfit advise --interactive",
    "firstfit advise --review conversations.md",
    'firstfit advise "We need a vector database" --json',
  ],
  input: z.object({
    claim: z
      .string()
      .optional()
      .meta(field("a claim or a scenario in plain words; - reads standard input", { positional: true, stdin: true })),
    file: z
      .string()
      .optional()
      .meta(field("several claims, one a line, item or paragraph; a Markdown document comes out", { placeholder: "claims.txt" })),
    interactive: z.boolean().default(false).meta(field("walk the decision tree by questions")),
    review: z
      .string()
      .optional()
      .meta(
        field("claims as headings with replies of your own below: which are vague, and what would mend them", {
          placeholder: "conversations.md",
        }),
      ),
    model: z
      .string()
      .optional()
      .meta(field("also ask this chat model, beside the table and never in its place", { placeholder: "name" })),
  }),
  async run(app, input, context): Promise<AdviceResult | ReplyReview> {
    oneWayIn(input);
    if (input.review !== undefined) return await review(input.review, app, context);
    const options = await adviseOptions(app, input, context);
    if (input.interactive) return await byQuestions(context, options);
    const [{ advise }, { claimsOf }] = await Promise.all([import("../flows/advise.ts"), import("../flows/advise/claims.ts")]);
    const text = input.file === undefined ? (input.claim ?? "") : await context.readInput(input.file);
    const claims =
      input.file === undefined ? claimsOf(text, "The claim", GIVE_ONE) : claimsOf(text, input.file === "-" ? "standard input" : input.file);
    const [first] = claims;
    if (input.file === undefined && claims.length === 1 && first !== undefined) return await advise(first, options);
    const advice: Advice[] = [];
    for (const claim of claims) advice.push(await advise(claim, options));
    return {
      kind: "advice document",
      title: input.file === undefined || input.file === "-" ? "Advice" : `Advice on ${input.file}`,
      advice,
    };
  },
  exit: done,
});

const GIVE_ONE = 'Give one: firstfit advise "Let\'s fine-tune the model on our docs"';

function oneWayIn({ claim, file, review: reviewed, interactive, model }: AdviseInput): void {
  const ways = {
    "a claim": claim !== undefined,
    "--file": file !== undefined,
    "--review": reviewed !== undefined,
    "--interactive": interactive,
  };
  const given = Object.entries(ways).flatMap(([way, isGiven]) => (isGiven ? [way] : []));
  if (given.length === 0) throw new FirstfitError("BAD_INPUT", "There is no claim.", GIVE_ONE);
  if (given.length > 1) throw new FirstfitError("BAD_INPUT", `${given.join(" and ")} do not go together.`, "Give one of them.");
  if (model !== undefined && reviewed !== undefined) mustStandAlone("--review", { "--model": true }, `advise --review ${reviewed}`);
}

/** What every answer is made with. */
export async function adviseOptions(app: App, { model }: Pick<AdviseInput, "model">, { signal }: Context): Promise<AdviseOptions> {
  const { exampleModel } = await import("../flows/advise/cost.ts");
  const [matcher, table, list, own] = await Promise.all([app.adviceMatcher(), app.priceTable(), app.modelList(), ownMeasured(app)]);
  const rows = table.kind === "prices" ? table.rows : [];
  const day = dayOf(app.nowMs());
  const configured = list.models.find(({ role }) => role === "model");
  const usual = configured?.price === undefined ? exampleModel(rows, day, "middle") : { name: configured.name, row: configured.price };
  const dearest = exampleModel(rows, day, "dearest");
  const taskRow = await taskRowOf(app);
  return {
    matcher,
    priced: { ...(usual === undefined ? {} : { usual }), ...(dearest === undefined ? {} : { dearest }) },
    ...own,
    ...(taskRow === undefined ? {} : { taskRow }),
    ...(model === undefined ? {} : { model: await app.model("--model", chatNamed(model)) }),
    signal,
  };
}

/** The row that `decide` would find for the configured task; undefined where none is configured, or its kind is not stated. */
async function taskRowOf({ project: { task } }: App): Promise<RowId | undefined> {
  if (task?.facts.kind === undefined) return undefined;
  const [{ rowOfTask }, { LABELLED_MIN }] = await Promise.all([
    import("../flows/decide/standard-rungs.ts"),
    import("../flows/decide/gates.ts"),
  ]);
  return rowOfTask({ name: "", ...task.facts }, task.labelledMin ?? LABELLED_MIN)?.row;
}

function chatNamed(name: string): string {
  if (name.startsWith("builtin/"))
    throw new FirstfitError(
      "BAD_INPUT",
      `${name} is no chat model.`,
      "Name one, for example --model ollama/llama3.1, or leave --model out.",
    );
  return name;
}

/** What the project measured before. The record of runs is not made where there is none. */
async function ownMeasured(app: App): Promise<{ readonly figures?: OwnFigures; readonly decision?: OwnDecision }> {
  const made = await (await app.decisionStore()).made();
  const { ownDecision } = await import("../flows/advise/decided.ts");
  const decision = ownDecision(made);
  const told = decision === undefined ? {} : { decision };
  if (!(await app.hasRuns())) return told;
  const store = await app.trialStore();
  try {
    const { ownFigures } = await import("../flows/advise/figures.ts");
    const figures = ownFigures(
      store,
      made.map((each) => each.decision),
    );
    return { ...told, ...(figures === undefined ? {} : { figures }) };
  } finally {
    store.close();
  }
}

async function byQuestions({ ask }: Context, options: AdviseOptions): Promise<Advice> {
  if (ask === undefined)
    throw new FirstfitError(
      "BAD_INPUT",
      "--interactive asks a person, and nobody sits at this door.",
      'At a terminal run it again; elsewhere: firstfit advise "…"',
    );
  const [{ walkTree }, { adviceFor }, { rowOf }] = await Promise.all([
    import("../flows/advise/interactive.ts"),
    import("../flows/advise.ts"),
    import("../flows/advise/table.ts"),
  ]);
  const walked = await walkTree(ask);
  if (walked === undefined)
    throw new FirstfitError(
      "INTERRUPTED",
      "The questions were left before a row was reached.",
      "Begin again: firstfit advise --interactive",
    );
  const { row, claim, stated } = walked;
  return adviceFor(claim, { unsure: false, matches: [{ row, move: rowOf(row).move, confidence: 1 }] }, options, stated);
}

async function review(file: string, app: App, context: Context): Promise<ReplyReview> {
  if (file === "-")
    throw new FirstfitError("BAD_INPUT", "The first version is kept beside the file, and - is none.", "Name the file of the replies.");
  await mustNotBeFirst(file, context);
  const { advise } = await import("../flows/advise.ts");
  const { reviewReplies } = await import("../flows/advise/review.ts");
  const text = await context.readInput(file);
  const options = await adviseOptions(app, {}, context);
  const keptAs = file.replace(/(\.[^./\\]+)?$/, ".first$1");
  let first: string | undefined;
  const reviewOf = (before: string | undefined): Promise<ReplyReview> =>
    reviewReplies({
      file,
      text,
      keptAs,
      advise: (claim) => advise(claim, options),
      ...(before === undefined ? {} : { first: before }),
    });
  // read before it is written, so that a document that cannot be reviewed is not kept
  await reviewOf(undefined);
  await app.editFile(keptAs, (kept) => {
    first = kept;
    return kept === undefined ? text : undefined;
  });
  return await reviewOf(first);
}

/** Of the first version that a review kept there is no first version. */
async function mustNotBeFirst(file: string, { readInput }: Context): Promise<void> {
  const reviewed = file.replace(/\.first(\.[^./\\]+)?$/, "$1");
  if (reviewed === file) return;
  try {
    await readInput(reviewed);
  } catch (error) {
    if (error instanceof FirstfitError) return; // then it is a document of that name
    throw error;
  }
  throw new FirstfitError(
    "BAD_INPUT",
    `${file} is what a review kept of ${reviewed} as it was first.`,
    `Run: firstfit advise --review ${reviewed}`,
  );
}

const mapOperation = operation({
  name: "advise map",
  summary: "Sort candidates, models and plans into training and inference, by one test: are weights updated or frozen?",
  doors: ["cli", "http", "mcp"],
  effect: "read",
  examples: [
    "firstfit advise map",
    'firstfit advise map "prompt tuning for each customer"',
    "firstfit advise map --file plans.txt",
    "firstfit advise map --file plans.txt --json",
  ],
  input: z.object({
    plan: z
      .string()
      .optional()
      .meta(field("a thing that you do or plan; - reads standard input", { positional: true, stdin: true })),
    file: z
      .string()
      .optional()
      .meta(field("things that you do or plan, one a line; - reads standard input", { placeholder: "plans.txt" })),
  }),
  async run(app, input, context) {
    const [{ trainingMap }, { claimsOf }] = await Promise.all([import("../flows/advise/map.ts"), import("../flows/advise/claims.ts")]);
    const { plan, file } = input;
    if (plan !== undefined && file !== undefined)
      throw new FirstfitError("BAD_INPUT", "a plan and --file do not go together.", "Give one of them.");
    const plans =
      file !== undefined
        ? claimsOf(await context.readInput(file), file === "-" ? "standard input" : file)
        : plan === undefined
          ? []
          : claimsOf(plan, "The plan", 'Give one: firstfit advise map "prompt tuning for each customer"');
    return trainingMap(await mappedProject(app), plans);
  },
  exit: done,
});

async function mappedProject(app: App): Promise<MappedProject> {
  const { candidates = [], ranking } = app.project;
  const { models } = await app.modelList();
  return {
    candidates,
    models: models.map(({ role, name, precision }) => ({ role, name, ...(precision === undefined ? {} : { precision }) })),
    hasQueryAdapter: ranking?.adapter !== undefined && ranking.adapter !== "off",
  };
}

const explainOperation = operation({
  name: "explain",
  summary: "Explain a term in three plain sentences: when it matters, what firstfit does about it, where it comes from",
  doors: ["cli", "http", "mcp"],
  effect: "read",
  examples: ["firstfit explain LoRA", 'firstfit explain "prompt caching"', "firstfit explain"],
  input: z.object({
    term: z
      .array(z.string())
      .default([])
      .meta(field("the term; without one all are listed", { positional: true, placeholder: "term" })),
  }),
  async run(_app, input) {
    const { explain } = await import("../flows/advise/explain.ts");
    return explain(input.term.length === 0 ? undefined : input.term.join(" "));
  },
  exit: done,
});

/** The decision table, the training map and the glossary. */
export const adviseOperations: readonly Operation[] = [adviseOperation, mapOperation, explainOperation];
