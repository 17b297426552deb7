import { createHash } from "node:crypto";
import type { Json } from "../../core/calls.ts";
import type { Candidate, CandidateOutput, Case, TrialContext } from "../../core/evaluation.ts";
import type { AnswerResult } from "../../core/results.ts";
import { DEFAULT_RANKING } from "../../core/retrieval.ts";
import type { Index, RankingSettings } from "../../core/retrieval.ts";
import type { Model } from "../../core/model.ts";
import type { Reranker } from "../../core/reranker.ts";
import { ask } from "../../flows/ask.ts";
import type { AskOptions } from "../../flows/ask.ts";
import { rerankerOf } from "../../flows/rerankers.ts";
import { mustHoldPassages } from "../../operations/question.ts";
import { rankingWith } from "../../search/ranking-settings.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { RetrievalCandidate } from "../candidate-schema.ts";
import { chatModel, isChatName, resolveAnswerer, resolveReranker } from "../names.ts";
import type { NameParts } from "../providers.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { metered } from "../trial-calls.ts";
import { conversationOf, questionOf } from "./conversation.ts";
import type { CandidateParts } from "./parts.ts";
import { indexIdentity } from "./shared-index.ts";
import type { SharedIndex } from "./shared-index.ts";

/** What an abstention says. Its reason may quote what was not verified, so it stands in the notes, where nothing grades it. */
const ABSTAINED = "Not found in sources.";

/** What this process computes by itself is not faster side by side, and none of it is to wait within the latency of another. */
const computing = oneAtATime();

/**
 * The project's `ask` with settings of its own. The index is opened now, so that its content is part of the definition, and kept open until `close`.
 * Throws EMPTY_INDEX, and BAD_CONFIG for a model or reranker that there is not.
 */
export async function retrievalCandidate(
  name: string,
  config: RetrievalCandidate,
  parts: CandidateParts & { readonly index: SharedIndex },
): Promise<Candidate> {
  const index = await parts.index.acquire();
  try {
    return await candidateOn(index, { name, config, parts });
  } catch (error) {
    await parts.index.release();
    throw error;
  }
}

interface Made {
  readonly name: string;
  readonly config: RetrievalCandidate;
  readonly parts: CandidateParts & { readonly index: SharedIndex };
}

async function candidateOn(index: Index, { name, config, parts }: Made): Promise<Candidate> {
  const { names, project } = parts;
  mustHoldPassages(index, project);
  const model = config.model ?? names.config.model;
  const answerer = await resolveAnswerer(model, names);
  const ranking = config.ranking === undefined ? undefined : parts.ranking(config.ranking);
  const rerank = config.rerank ?? project.rerank?.by ?? "none";
  const reranker = rerank === "none" ? undefined : await rerankerFor(rerank, { index, model, parts });
  const rewriter = config.rewrite === undefined ? undefined : await chatFor(`rewrite: "${config.rewrite}"`, model, names);
  const settings = {
    retrieveK: config.retrieveK ?? project.retrieveK,
    evidenceTokensMax: config.evidenceTokensMax ?? project.evidenceTokensMax,
    strict: config.strict ?? project.strict,
    ...(config.filter === undefined ? {} : { filter: config.filter }),
    ...(reranker === undefined ? {} : { rerankTo: config.rerankTo ?? 5 }),
  };
  const expand = config.expand ?? project.expand ?? "none";
  const options: Omit<AskOptions, "signal"> = {
    ...settings,
    index,
    answerer,
    monotonicMs: () => performance.now(),
    ...(ranking === undefined ? {} : { ranking }),
    ...(reranker === undefined ? {} : { reranker }),
    ...(expand === "none"
      ? {}
      : { expand: { by: expand, chunksOf: (id: string) => index.chunksOf(id), documentText: (id: string) => index.documentText(id) } }),
  };
  const asked = async (input: Case["input"], { signal }: TrialContext): Promise<AnswerResult> => {
    const conversation = conversationOf(input);
    if (conversation.system !== "") throw noSystem(name);
    const { question, history } = questionOf(conversation, name);
    const rewrite = await rewriting(config, {
      history: history.length > 0,
      rewriter,
      chat: () => chatFor("A case with a history", model, names),
    });
    return await ask(question, { ...options, ...rewrite, ...(history.length === 0 ? {} : { history }), signal });
  };
  const isComputedHere =
    !isChatName(answerer.id) &&
    rewriter === undefined &&
    (rerank === "none" || rerank === "builtin") &&
    project.embedder.startsWith("builtin/");
  let isOpen = true;
  let isWarm = false;
  return {
    name,
    isComputedHere,
    definition: {
      kind: "retrieval",
      model: answerer.id,
      ranking: rankingJson(rankingWith(rankingWith(DEFAULT_RANKING, project.ranking), ranking)),
      rerank: reranker === undefined ? "none" : `${rerank}${rerank === reranker.id ? "" : ` (${reranker.id})`}`,
      ...(rerank === "builtin" && project.rerank?.headings !== undefined ? { headings: project.rerank.headings } : {}),
      rewrite: config.rewrite ?? "none",
      expand,
      ...settings,
      index: indexIdentity(index),
    },
    models: modelsOf([answerer.id, project.embedder, reranker?.id, rewriter?.id]),
    async run(input, context) {
      const measured = () => metered(() => asked(input, context), context.repeat);
      const warmed = async () => {
        if (context.signal.aborted) throw interrupted();
        // the first question ever loads dictionaries and vectors, which says nothing of the thousand after it
        if (!isWarm) await asked(input, context);
        isWarm = true;
        return await measured();
      };
      const { value, latencyMs, cost } = await (isComputedHere ? computing(warmed) : measured());
      return { ...outputOf(value), cost, latencyMs };
    },
    async close() {
      if (isOpen) await parts.index.release();
      isOpen = false;
    },
  };
}

/** All that is asked, each once; of what is built in only who answers. */
function modelsOf([answerer, ...others]: readonly (string | undefined)[]): readonly string[] {
  const named = others.filter((id): id is string => id !== undefined && !id.startsWith("builtin/"));
  return [...new Set([...(answerer === undefined ? [] : [answerer]), ...named])];
}

function interrupted(): FirstfitError {
  return new FirstfitError("INTERRUPTED", "Stopped before the documents were searched.", "Run it again.");
}

function outputOf(result: AnswerResult): CandidateOutput {
  const { usage } = result;
  const notes = [...(result.kind === "abstained" ? [result.reason] : []), ...(result.notes ?? [])];
  return {
    text: result.kind === "answered" ? result.text : ABSTAINED,
    abstained: result.kind === "abstained",
    // the flow hands on none but those that it found word for word
    citations:
      result.kind === "abstained" ? [] : result.citations.map(({ document, start, end }) => ({ document, start, end, verified: true })),
    ...(usage.source === "none" ? {} : { usage }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

interface Rewriting {
  /** The question follows from a conversation. */
  readonly history: boolean;
  readonly rewriter: Model | undefined;
  chat(): Promise<Model>;
}

async function rewriting(
  { rewrite: method }: RetrievalCandidate,
  { history, rewriter, chat }: Rewriting,
): Promise<Pick<AskOptions, "rewrite">> {
  if (!history) return rewriter === undefined || method === undefined ? {} : { rewrite: { method, model: rewriter } };
  return { rewrite: { method: "rewrite", model: rewriter ?? (await chat()) } };
}

/** The candidate's own model where it can chat, else the project's. */
function chatFor(purpose: string, model: RetrievalCandidate["model"], names: NameParts): Promise<Model> {
  const preferred = typeof model === "string" && !isChatName(model) ? names.config.model : model;
  return chatModel(preferred, purpose, names);
}

function rerankerFor(
  rerank: string,
  {
    index,
    model,
    parts: { names, project },
  }: { readonly index: Index; readonly model: RetrievalCandidate["model"]; readonly parts: CandidateParts },
): Promise<Reranker> {
  const headings = project.rerank?.headings;
  return rerankerOf(rerank, {
    index,
    ...(headings === undefined ? {} : { headings }),
    model: () => chatFor('rerank: "llm"', model, names),
    other: (name) => resolveReranker(name ?? names.config.reranker, names),
  });
}

/** An adapter is thousands of numbers: its hash says as well which one it is. */
function rankingJson({ adapter, weights, feedback, ...ranking }: RankingSettings): Json {
  return {
    ...ranking,
    weights: { ...weights },
    feedback: feedback === "off" ? "off" : { ...feedback },
    ...(adapter === undefined || adapter === "off" ? {} : { adapter: createHash("sha256").update(JSON.stringify(adapter)).digest("hex") }),
  };
}

function noSystem(name: string): FirstfitError {
  return new FirstfitError(
    "BAD_INPUT",
    `The case has a system message, and ${name} searches documents: it has a prompt of its own.`,
    "Take the system message out of the case, or evaluate a candidate of kind prompt.",
  );
}
