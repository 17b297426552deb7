import type { Rung, RungSkip, TaskFacts } from "../core/decision.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Candidate, Case } from "../core/evaluation.ts";
import type { LearningCurve } from "../core/learning-curve.ts";
import type { PriceRow } from "../core/prices.ts";
import { gatedSkip, gatesOf } from "../flows/decide/gates.ts";
import type { GateFacts } from "../flows/decide/gates.ts";
import { learningCurve } from "../flows/decide/learning-curve.ts";
import { fewExamplesNote, labelsOf } from "../flows/decide/labels.ts";
import { STANDARD_NAMES, standardRung } from "../flows/decide/standard-rungs.ts";
import type { StandardRung } from "../flows/decide/standard-rungs.ts";
import type { AskedRungs } from "../operations/operation.ts";
import { findPrice, dayOf } from "../models/prices/find-price.ts";
import type { CandidateConfig } from "./candidate-schema.ts";
import { candidateMaker } from "./candidates.ts";
import type { CandidateParts } from "./candidates/parts.ts";
import { isLocalModel } from "./local-models.ts";
import { nearestName } from "./nearest-name.ts";
import { isChatName } from "./names.ts";
import { neighbourCandidate } from "./rungs/nearest-neighbours.ts";
import { softmaxCandidate } from "./rungs/tf-idf-softmax.ts";
import { corpusPrompt, promptRung } from "./rungs/prompts.ts";
import { readExamples, shownCases } from "./rungs/examples.ts";
import type { Examples } from "./rungs/examples.ts";
import type { Config } from "./schema.ts";
import { isModel } from "./values.ts";

export interface RungParts extends Omit<CandidateParts, "plan">, AskedRungs {
  /** Milliseconds since 1970. */
  nowMs(): number;
}

/** What a standard rung is, in this project: something to run, or why it is not run. */
type Made =
  | { readonly kind: "config"; readonly config: CandidateConfig }
  | { readonly kind: "candidate"; make(): Promise<Candidate>; readonly note?: string }
  | { readonly kind: "skipped"; readonly skip: RungSkip };

/**
 * Rungs by their names: candidates of the configuration, and standard rungs, which a candidate of the same name takes the place of. What needs a
 * language model, examples or a key that is not there is skipped with that reason. Throws BAD_INPUT for a name that is neither and where most cases were shown to a rung, and what making a candidate throws else; then none is left open.
 */
export async function makeRungs(names: readonly string[], parts: RungParts): Promise<readonly Rung[]> {
  const { candidates = {} } = parts.names.config;
  const make = candidateMaker(parts);
  const examples = await readExamples(parts.names.config.task?.examples, parts.project.folder);
  const rungs: Rung[] = [];
  try {
    for (const name of names) {
      const standard = standardRung(name);
      const own = Object.hasOwn(candidates, name) ? candidates[name] : undefined;
      if (own === undefined && standard === undefined) throw unknownRung(name, Object.keys(candidates));
      const mechanism = standard?.mechanism ?? (own === undefined ? name : mechanismOf(own));
      const made: Made = own === undefined && standard !== undefined ? await standardMade(standard, { parts, examples }) : ownMade(own);
      const note = made.kind === "candidate" ? made.note : undefined;
      rungs.push({
        name,
        mechanism,
        offer: await offered(name, made, { make, userFolder: parts.names.keys.userFolder }),
        ...(note === undefined ? {} : { note }),
      });
    }
  } catch (error) {
    for (const { offer } of rungs) if (offer.kind === "candidate") await offer.candidate.close?.();
    throw error;
  }
  return rungs;
}

/** Whether the outputs of the examples in this file are labels. Throws BAD_CONFIG as `readExamples`. */
export async function outputsAreLabels(file: string | undefined, folder: string): Promise<boolean> {
  const examples = await readExamples(file, folder);
  return examples !== undefined && labelsOf(examples.rows.map(({ output }) => output)).kind === "labels";
}

function ownMade(config: CandidateConfig | undefined): Made {
  if (config === undefined) throw new Error("a rung is a candidate or a standard one");
  return { kind: "config", config };
}

interface Offering {
  readonly make: ReturnType<typeof candidateMaker>;
  readonly userFolder: string;
}

async function offered(name: string, made: Made, { make, userFolder }: Offering): Promise<Rung["offer"]> {
  if (made.kind === "skipped") return made;
  try {
    return { kind: "candidate", candidate: made.kind === "config" ? await make(name, made.config) : await made.make() };
  } catch (error) {
    // What is not there today is no verdict on the rung.
    if (error instanceof FirstfitError && (error.code === "MISSING_KEY" || error.code === "MISSING_DEPENDENCY"))
      return { kind: "skipped", skip: notMeasured(lowerFirst(error.message), shareable(error.fix, userFolder)) };
    throw error;
  }
}

/** A decision goes into repositories, and names no folder of whoever made it. */
function shareable(fix: string, userFolder: string): string {
  return fix.includes(userFolder) ? "firstfit models says what to type." : lowerFirst(fix);
}

function lowerFirst(sentence: string): string {
  // "ANTHROPIC_API_KEY is not set" begins with a name
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

function notMeasured(reason: string, next?: string): RungSkip {
  return { why: "not measured", reason, ...(next === undefined ? {} : { next }) };
}

const skippedAs = (reason: string, next?: string): Made => ({ kind: "skipped", skip: notMeasured(reason, next) });
const NO_MODEL = skippedAs(
  "no model configured",
  'in firstfit.config.ts write model: "anthropic/claude-haiku-4-5", or another of docs/models.md; then firstfit models says whether a key is missing.',
);
const NO_EXAMPLES = skippedAs(
  "task.examples names no file of labelled examples, and the cases themselves must not be shown",
  'in firstfit.config.ts write task: { examples: "labelled.jsonl" }, a file with the fields of cases; docs/dataset.md lists them.',
);

interface Given {
  readonly parts: RungParts;
  readonly examples: Examples | undefined;
}

async function standardMade(rung: StandardRung, given: Given): Promise<Made> {
  const { parts, examples } = given;
  const { config } = parts.names;
  switch (rung.name) {
    case "tf-idf-softmax":
      return examples === undefined ? NO_EXAMPLES : softmaxMade(rung.name, examples, parts.cases);
    case "nearest-neighbours":
      return examples === undefined ? NO_EXAMPLES : neighboursMade(rung.name, examples, parts);
    case "retrieve-basic":
      return { kind: "config", config: BASIC };
    case "retrieve-production":
      return { kind: "config", config: { kind: "retrieval", rerank: parts.project.rerank?.by ?? "builtin" } };
    case "fine-tune":
    case "distill":
    case "quantize": {
      const gates = gatesOf(rung.name, taskFacts(given), await gateFacts(rung.name, given));
      return { kind: "skipped", skip: gatedSkip(rung.name, rung.mechanism, gates) };
    }
    case "prompt-caching":
      return hasModel(config)
        ? skippedAs("caching changes what a prompt costs and not what it answers: firstfit budget shows the bill with it")
        : NO_MODEL;
  }
  if (!hasModel(config)) return NO_MODEL;
  switch (rung.name) {
    case "smaller-model":
      return config.task?.smallerModel === undefined
        ? skippedAs("task.smallerModel names no model")
        : { kind: "config", config: { kind: "prompt", model: config.task.smallerModel, prompt: promptRung("examples", config, examples) } };
    case "examples":
      return examples === undefined
        ? NO_EXAMPLES
        : { kind: "config", config: { kind: "prompt", prompt: promptRung("examples", config, examples) } };
    case "structured-output": {
      const prompt = config.prompts?.["structured-output"];
      return prompt?.tool === undefined
        ? skippedAs("no prompt named structured-output with a tool is configured")
        : { kind: "config", config: { kind: "prompt", prompt } };
    }
    case "whole-corpus":
      return await wholeCorpus(parts, examples);
    case "web-search":
      return { kind: "config", config: { kind: "prompt", prompt: { ...promptRung("better-prompt", config, examples), webSearch: true } } };
    default:
      return { kind: "config", config: { kind: "prompt", prompt: promptRung("better-prompt", config, examples) } };
  }
}

function softmaxMade(name: string, examples: Examples, cases: readonly Case[]): Made {
  const labels = labelsOf(examples.rows.map(({ output }) => output));
  if (labels.kind !== "labels") return skippedAs(labels.reason, ...(labels.kind === "one label" ? [labels.next] : []));
  return {
    kind: "candidate",
    make: async () => softmaxCandidate(name, examples),
    ...noted(shownCases(name, examples, cases), fewExamplesNote(name, examples.rows.length, labels)),
  };
}

/** They may say free text too, which is no label to a softmax. */
function neighboursMade(name: string, examples: Examples, parts: RungParts): Made {
  const labels = labelsOf(examples.rows.map(({ output }) => output));
  if (labels.kind === "one label") return skippedAs(labels.reason, labels.next);
  return {
    kind: "candidate",
    make: () => neighbourCandidate(name, examples, parts.names),
    ...noted(shownCases(name, examples, parts.cases)),
  };
}

/** What is to be said beside a rung's figures. */
function noted(...notes: readonly (string | undefined)[]): { readonly note?: string } {
  const said = notes.filter((note) => note !== undefined);
  return said.length === 0 ? {} : { note: said.join(" ") };
}

/** Vectors alone, the nearest five, nothing ranked again: what a first version of retrieval is. */
const BASIC: CandidateConfig = {
  kind: "retrieval",
  ranking: {
    weights: { lexical: 0, bigram: 0, heading: 0, dense: 1, latent: 0 },
    feedback: "off",
    spelling: "off",
    abbreviations: "off",
  },
  rerank: "none",
  expand: "none",
  retrieveK: 5,
};

function hasModel({ model }: Config): boolean {
  return isModel(model) || (typeof model === "string" && isChatName(model));
}

/** Half of the window is left for the question and the answer; more of it and models lose what stands in the middle. */
const WINDOW_SHARE = 0.5;

async function wholeCorpus(parts: RungParts, examples: Examples | undefined): Promise<Made> {
  const index = await parts.openIndex();
  try {
    const { prompt, tokens } = corpusPrompt(promptRung("better-prompt", parts.names.config, examples), index);
    const window = (await priceOf(parts))?.contextTokensMax;
    const size = `the documents have about ${tokens.toLocaleString("en-US")} tokens`;
    if (window === undefined) return skippedAs(`${size}, and how many the model takes is not known`);
    if (tokens > WINDOW_SHARE * window)
      return skippedAs(`${size}, which is more than half of the ${window.toLocaleString("en-US")} that the model takes`);
    return { kind: "config", config: { kind: "prompt", prompt } };
  } finally {
    await index[Symbol.asyncDispose]();
  }
}

async function priceOf({ names, prices, nowMs }: RungParts): Promise<PriceRow | undefined> {
  const { model } = names.config;
  const id = typeof model === "object" ? model.id : model;
  if (id === undefined) return undefined;
  const slash = id.indexOf("/");
  return findPrice(await prices(), { provider: id.slice(0, Math.max(0, slash)), model: id.slice(slash + 1) }, dayOf(nowMs()));
}

function taskFacts({ parts, examples }: Given): TaskFacts {
  const { task = {} } = parts.names.config;
  const labelled = task.labelledExamples ?? examples?.rows.length;
  return {
    name: task.name ?? "",
    ...(task.callsPerMonth === undefined ? {} : { callsPerMonth: task.callsPerMonth }),
    ...(labelled === undefined ? {} : { labelledExamples: labelled }),
    ...(task.personalDataCleared === undefined ? {} : { isPersonalDataCleared: task.personalDataCleared }),
  };
}

async function gateFacts(rung: string, { parts, examples }: Given): Promise<GateFacts> {
  const { config, environment } = parts.names;
  const { labelledExamplesMin, labelledExamplesOverruled } = config.task ?? {};
  const model = typeof config.model === "object" ? config.model.id : config.model;
  const retires = (await priceOf(parts))?.retires;
  // a quantized copy can be made only of weights that one has
  const isBase = model !== undefined && hasModel(config) && (rung !== "quantize" || isLocalModel(model, { config, environment }) === true);
  const curve = rung === "fine-tune" ? await curveOf(parts, examples) : undefined;
  return {
    ...(curve === undefined ? {} : { curve }),
    today: dayOf(parts.nowMs()),
    ...(labelledExamplesMin === undefined ? {} : { labelledMin: labelledExamplesMin }),
    ...(labelledExamplesOverruled === undefined ? {} : { labelledOverruled: labelledExamplesOverruled }),
    ...(isBase ? { base: { model, ...(retires === undefined ? {} : { retires }) } } : {}),
  };
}

/** Undefined where there are no examples or no bar to look at, and in a dry run, whose report nobody sees. */
async function curveOf({ bar, names, report, signal }: RungParts, examples: Examples | undefined): Promise<LearningCurve | undefined> {
  const asked = bar.find((each) => each.kind === "pass-rate" && each.tag === undefined);
  if (examples === undefined || asked?.kind !== "pass-rate" || names.isDryRun) return undefined;
  const stage = "learning curve";
  let done = 0;
  const curve = await learningCurve(
    examples.rows.map(({ input, output, group }) => ({ text: input, label: output, ...(group === undefined ? {} : { group }) })),
    {
      bar: asked.min,
      async pause(at, total) {
        // a turn of the loop, in which Ctrl-C is heard and the line is drawn
        await new Promise((resolve) => setImmediate(resolve));
        if (signal.aborted)
          throw new FirstfitError("INTERRUPTED", "Stopped before the learning curve was measured.", "Run it again.", {
            cause: signal.reason,
          });
        if (at === 0) report({ kind: "started", stage, total });
        report({ kind: "advanced", stage, done: (done = at + 1), total });
      },
    },
  );
  if (done > 0) report({ kind: "finished", stage, done });
  return curve;
}

function mechanismOf(config: CandidateConfig): string {
  if (typeof config === "function") return "a function of the configuration";
  switch (config.kind) {
    case "retrieval":
      return "retrieval with settings of its own";
    case "prompt":
      return `a prompt${typeof config.model === "string" ? ` for ${config.model}` : ""}`;
    case "http":
      return "a server over HTTP";
    case "command":
      return "a command";
  }
}

function unknownRung(name: string, own: readonly string[]): FirstfitError {
  const near = nearestName(name, [...own, ...STANDARD_NAMES]);
  return new FirstfitError(
    "BAD_INPUT",
    `There is no rung named "${name}".`,
    `${near === undefined ? "" : `Did you mean "${near}"? `}A rung is one of your candidates${own.length === 0 ? "" : ` (${own.join(", ")})`} or a standard one: ${STANDARD_NAMES.join(", ")}.`,
  );
}
