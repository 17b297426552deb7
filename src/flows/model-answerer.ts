import type { AnswerEvent, Answerer, AnswerRequest, Draft } from "../core/answer.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Completion, CompletionRequest, Model } from "../core/model.ts";
import { estimateTokens } from "../text/tokens.ts";
import { answerPrompt, citingPrompt, NOT_FOUND } from "./answer-prompt.ts";
import type { AnswerLimits } from "./answer-prompt.ts";
import { CitedText } from "./native-citations.ts";

export interface ModelAnswererOptions {
  /** Tokens that the answer may have. Default 800 */
  readonly outputTokensMax?: number;
  /** Where the model takes one. Default 0 */
  readonly temperature?: number;
}

const OUTPUT_TOKENS_MAX = 800;
/** Room for the instructions, their repetition and an ordinary question. */
const PROMPT_TOKENS = 1_000;
/** Passages are counted by estimate; so much of the window is used on its word. */
const WINDOW_SHARE = 0.9;
/** An estimate below this share of the window needs no count: no tokenizer is so much finer. */
const COUNTED_FROM = 0.6;

/**
 * A model behind the interface that the built-in answerer has: the passages go into its prompt, its text comes back as a draft to be
 * verified. What a model cites by itself becomes marks in that text. Passages that do not fit its window by its own count are left out,
 * the lowest ranked first, and a note says so. A refusal, an answer that was cut off at its limit, an empty one and "not found in
 * sources" come back as declined, each with its reason. Throws what the model throws.
 */
export function modelAnswerer(model: Model, options: ModelAnswererOptions = {}): Answerer {
  const limits = { outputTokensMax: options.outputTokensMax ?? OUTPUT_TOKENS_MAX, temperature: options.temperature ?? 0 };
  return {
    id: model.id,
    evidenceTokensMax: Math.max(0, Math.floor((model.contextTokensMax - limits.outputTokensMax - PROMPT_TOKENS) * WINDOW_SHARE)),
    async *answer(request): AsyncIterable<AnswerEvent> {
      const { prompt, notes } = await fitted(model, request, limits);
      const cited = prompt.texts === undefined ? undefined : new CitedText();
      let text = "";
      let completion: Completion | undefined;
      for await (const event of model.stream(prompt)) {
        if (event.kind === "done") {
          completion = event.completion;
          continue;
        }
        const piece = cited === undefined ? event.text : cited.push(event.text, event.cites);
        text += piece;
        if (piece !== "") yield { kind: "text", text: piece };
      }
      if (completion === undefined)
        throw new FirstfitError(
          "MODEL_FAILED",
          `${model.id} ended its stream without saying why.`,
          "Ask again; if it stays so, check the model's server.",
        );
      const rest = cited?.end(completion.citations ?? []) ?? "";
      if (rest !== "") yield { kind: "text", text: rest };
      const draft = draftOf(model, completion, limits.outputTokensMax);
      const said = [...notes, ...(completion.notes ?? [])];
      yield {
        kind: "done",
        draft: {
          ...draft,
          ...(draft.kind === "claimed" && cited !== undefined ? { text: `${text}${rest}` } : {}),
          ...(said.length === 0 ? {} : { notes: said }),
        },
      };
    },
  };
}

/** The prompt with as many passages as the model's window holds by its own count; it is counted only where it may be too long. */
async function fitted(
  model: Model,
  request: AnswerRequest,
  limits: AnswerLimits,
): Promise<{ readonly prompt: CompletionRequest; readonly notes: readonly string[] }> {
  const room = model.contextTokensMax - limits.outputTokensMax;
  const form = model.citesTexts === true ? citingPrompt : answerPrompt;
  const signal = request.signal === undefined ? {} : { signal: request.signal };
  let shown = request.evidence;
  let prompt = { ...form(request, limits), ...signal };
  while (shown.length > 0 && estimateOf(prompt) > room * COUNTED_FROM) {
    const { tokens, source } = await model.count(prompt);
    if (tokens <= (source === "estimate" ? room * WINDOW_SHARE : room)) break;
    shown = shown.slice(0, Math.min(shown.length - 1, Math.floor((shown.length * room) / tokens)));
    prompt = { ...form({ question: request.question, evidence: shown }, limits), ...signal };
  }
  const [left, all] = [request.evidence.length - shown.length, request.evidence.length];
  if (left === 0) return { prompt, notes: [] };
  const window = model.contextTokensMax.toLocaleString("en-US");
  return {
    prompt,
    notes: [
      `${left} of ${all} passages, the lowest ranked, were left out: with them the prompt has more tokens than the ${window} of ${model.id}.`,
    ],
  };
}

function estimateOf({ system, messages, texts = [] }: CompletionRequest): number {
  return estimateTokens([system, ...messages.map(({ text }) => text), ...texts.map(({ text }) => text)].join("\n"));
}

function draftOf(model: Model, { text, stop, usage }: Completion, outputTokensMax: number): Draft {
  const declined = (reason: string): Draft => ({ kind: "declined", reason, usage });
  if (stop === "refusal") return declined(`${model.id} refused to answer.`);
  if (stop === "length")
    return declined(
      `${model.id} was cut off at its limit of ${outputTokensMax.toLocaleString("en-US")} tokens, before the answer was complete.`,
    );
  if (text.trim() === "") return declined(`${model.id} gave an empty answer.`);
  if (saysNotFound(text)) return declined(`${model.id} found no answer in the passages.`);
  return { kind: "claimed", text, usage };
}

/** The agreed words as the whole answer, whatever their case, quotes and full stop. */
function saysNotFound(text: string): boolean {
  return (
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim() === NOT_FOUND
  );
}
