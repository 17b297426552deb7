import type { GateFacts, Rung, RungSkip } from "../core/decision.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Candidate } from "../core/evaluation.ts";
import type { LabelledExamples } from "../core/labelled-examples.ts";
import type { PriceRow } from "../core/prices.ts";
import { labelsOf } from "../flows/decide/labels.ts";
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
import type { Config } from "./schema.ts";
import { isModel } from "./values.ts";

export interface RungParts extends Omit<CandidateParts, "plan">, AskedRungs {
  /** Milliseconds since 1970. */
  nowMs(): number;
}

/** What a standard rung is, in this project: something to run, or why it is not run. */
type Made =
  | { readonly kind: "config"; readonly config: CandidateConfig }
  | { readonly kind: "candidate"; make(): Promise<Candidate> }
  | Exclude<Rung["offer"], { readonly kind: "candidate" }>;

/**
 * Rungs by their names: candidates of the configuration, and standard rungs, which a candidate of the same name takes the place of. What needs a
 * language model, examples or a key that is not there is skipped with that reason. Throws BAD_INPUT for a name that is neither, and what making a candidate throws else; then none is left open.
 */
export async function makeRungs(names: readonly string[], parts: RungParts): Promise<readonly Rung[]> {
  const { candidates = {} } = parts.names.config;
  const make = candidateMaker(parts);
  const rungs: Rung[] = [];
  try {
    for (const name of names) {
      const standard = standardRung(name);
      const own = Object.hasOwn(candidates, name) ? candidates[name] : undefined;
      if (own === undefined && standard === undefined) throw unknownRung(name, Object.keys(candidates));
      const mechanism = standard?.mechanism ?? (own === undefined ? name : mechanismOf(own));
      const made: Made = own === undefined && standard !== undefined ? await standardMade(standard, parts) : ownMade(own);
      rungs.push({
        name,
        mechanism,
        offer: await offered(name, made, { make, userFolder: parts.names.keys.userFolder }),
        ...(own === undefined && LEARNERS.has(name) ? { learns: true } : {}),
      });
    }
  } catch (error) {
    for (const { offer } of rungs) if (offer.kind === "candidate") await offer.candidate.close?.();
    throw error;
  }
  return rungs;
}

/** Standard rungs that say what examples taught them, and nothing else. */
const LEARNERS: ReadonlySet<string> = new Set(["tf-idf-softmax", "nearest-neighbours"]);

function ownMade(config: CandidateConfig | undefined): Made {
  if (config === undefined) throw new Error("a rung is a candidate or a standard one");
  return { kind: "config", config };
}

interface Offering {
  readonly make: ReturnType<typeof candidateMaker>;
  readonly userFolder: string;
}

async function offered(name: string, made: Made, { make, userFolder }: Offering): Promise<Rung["offer"]> {
  if (made.kind === "skipped" || made.kind === "gated") return made;
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

async function standardMade(rung: StandardRung, parts: RungParts): Promise<Made> {
  const { examples } = parts;
  const { config } = parts.names;
  switch (rung.name) {
    case "tf-idf-softmax":
      return examples === undefined ? NO_EXAMPLES : softmaxMade(rung.name, examples);
    case "nearest-neighbours":
      return examples === undefined ? NO_EXAMPLES : neighboursMade(rung.name, examples, parts);
    case "retrieve-basic":
      return { kind: "config", config: BASIC };
    case "retrieve-production":
      return { kind: "config", config: { kind: "retrieval", rerank: parts.project.rerank?.by ?? "builtin" } };
    case "fine-tune":
    case "distill":
    case "quantize":
      return { kind: "gated", facts: await gateFacts(rung.name, parts) };
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
      return await wholeCorpus(parts);
    case "web-search":
      return { kind: "config", config: { kind: "prompt", prompt: { ...promptRung("better-prompt", config, examples), webSearch: true } } };
    default:
      return { kind: "config", config: { kind: "prompt", prompt: promptRung("better-prompt", config, examples) } };
  }
}

function softmaxMade(name: string, examples: LabelledExamples): Made {
  const labels = labelsOf(examples.rows.map(({ output }) => output));
  if (labels.kind !== "labels") return skippedAs(labels.reason, ...(labels.kind === "one label" ? [labels.next] : []));
  return { kind: "candidate", make: async () => softmaxCandidate(name, examples) };
}

/** They may say free text too, which is no label to a softmax. */
function neighboursMade(name: string, examples: LabelledExamples, parts: RungParts): Made {
  const labels = labelsOf(examples.rows.map(({ output }) => output));
  if (labels.kind === "one label") return skippedAs(labels.reason, labels.next);
  return { kind: "candidate", make: () => neighbourCandidate(name, examples, parts.names) };
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

async function wholeCorpus(parts: RungParts): Promise<Made> {
  const index = await parts.openIndex();
  try {
    const { prompt, tokens } = corpusPrompt(promptRung("better-prompt", parts.names.config, parts.examples), index);
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

async function gateFacts(rung: string, parts: RungParts): Promise<GateFacts> {
  const { config, environment } = parts.names;
  const { labelledExamplesMin, labelledExamplesOverruled } = config.task ?? {};
  const model = typeof config.model === "object" ? config.model.id : config.model;
  const retires = (await priceOf(parts))?.retires;
  // a quantized copy can be made only of weights that one has
  const isBase = model !== undefined && hasModel(config) && (rung !== "quantize" || isLocalModel(model, { config, environment }) === true);
  return {
    today: dayOf(parts.nowMs()),
    ...(labelledExamplesMin === undefined ? {} : { labelledMin: labelledExamplesMin }),
    ...(labelledExamplesOverruled === undefined ? {} : { labelledOverruled: labelledExamplesOverruled }),
    ...(isBase ? { base: { model, ...(retires === undefined ? {} : { retires }) } } : {}),
  };
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
