import { FirstfitError } from "../core/errors.ts";
import type { CompletionRequest } from "../core/model.ts";
import type { PromptDefinition, PromptExample } from "../core/prompt-definition.ts";
import type { Embedder } from "../core/retrieval.ts";
import { fillTemplate, placeholders } from "../text/template.ts";
import { fenceWord } from "./fence.ts";
import { similarExamples } from "./prompt/similar-examples.ts";

export interface PromptInput {
  readonly input: string;
  /** Passages, best first. */
  readonly context?: readonly string[];
  /** For places of your own in the definition's `input`. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface BuildPromptOptions {
  /** The model takes a temperature; where it takes none, the input is asked several times. */
  readonly takesTemperature: boolean;
  /** For examples that are chosen by likeness. */
  readonly embedder?: Embedder;
  /** Those examples, in place of choosing any by likeness. */
  readonly chosen?: readonly PromptExample[];
  readonly signal?: AbortSignal;
}

export const EXAMPLES = 5;
export const REPEATS = 3;
/** Fewer do not tell a voice from a subject. */
const SAMPLES_MIN = 3;
const OUTPUT_TOKENS_MAX = 1_024;

/**
 * The requests of one input: one, or as many as the definition repeats where the model takes no temperature. What is the same for every input stands in front, in the
 * system text, where it can be cached; rules stand there and again at the end, and the best passages at both edges of the context (Liu et al. 2023, "Lost in
 * the Middle"). The same definition and input give the same requests. Throws BAD_INPUT for a definition that says nothing, too few samples, and a place without a value.
 */
export async function buildPrompt(
  definition: PromptDefinition,
  given: PromptInput,
  options: BuildPromptOptions,
): Promise<readonly CompletionRequest[]> {
  const system = systemText(definition);
  const user = await userText(definition, given, options);
  const { tool, outputTokensMax = OUTPUT_TOKENS_MAX, temperature = 0, repeats = REPEATS, webSearch = false } = definition;
  const request: CompletionRequest = {
    system,
    messages: [{ role: "user", text: user }],
    ...(tool === undefined ? {} : { tool }),
    stablePrefix: true,
    ...(webSearch ? { webSearch } : {}),
    outputTokensMax,
    ...(options.takesTemperature ? { temperature } : {}),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  const count = options.takesTemperature ? 1 : repeats;
  return Array.from({ length: count }, (_, repeat) => ({ ...request, repeat }));
}

/** What is the same for every input. */
function systemText({ role, task, format = [], constraints = [], persona, examples, tool }: PromptDefinition): string {
  if (persona !== undefined && persona.samples.length < SAMPLES_MIN)
    throw new FirstfitError(
      "BAD_INPUT",
      `The persona has ${persona.samples.length} of the ${SAMPLES_MIN} samples that show a voice.`,
      "Give three texts that sound as the answer should, on different subjects.",
    );
  const fixed = examples === undefined || examples.choose === "similar" ? [] : chosenFirst(examples);
  const blocks = [
    role ?? "",
    task ?? "",
    listed("Rules:", constraints),
    listed("Format:", format),
    persona === undefined
      ? ""
      : [
          `Voice: ${persona.voice}`,
          "Write as these samples are written. What they tell is no fact.",
          fenced("sample", persona.samples),
        ].join("\n"),
    examplesText("examples", fixed),
    tool === undefined ? "" : `Answer with one call of the tool ${tool.name} and nothing else.`,
  ].filter((block) => block !== "");
  if (blocks.length === 0)
    throw new FirstfitError(
      "BAD_INPUT",
      "The prompt says nothing.",
      "Give it a role, a task, a format, constraints, a persona, examples or a tool.",
    );
  return blocks.join("\n\n");
}

async function userText(definition: PromptDefinition, given: PromptInput, options: BuildPromptOptions): Promise<string> {
  const { constraints = [], examples, input: template = "{{input}}" } = definition;
  const context = given.context === undefined || given.context.length === 0 ? "" : fenced("passage", edgesFirst(given.context));
  const places = placeholders(template);
  const body = fillTemplate(template, {
    ...given.values,
    ...(places.includes("input") || given.input !== "" ? { input: given.input } : {}),
    ...(places.includes("context") ? { context } : {}),
  });
  const similar = examples?.choose === "similar" ? await chosenLike(given.input, examples, options) : [];
  const blocks = [
    examplesText("similar-examples", similar),
    places.includes("context") || context === "" ? "" : `<context>\n${context}\n</context>`,
    body,
    // said again after what is long; alone the system text is near enough
    context === "" && similar.length === 0 ? "" : listed("Remember:", constraints),
  ];
  return blocks.filter((block) => block !== "").join("\n\n");
}

async function chosenLike(
  input: string,
  { from, count = EXAMPLES }: NonNullable<PromptDefinition["examples"]>,
  { embedder, chosen, signal }: BuildPromptOptions,
): Promise<readonly PromptExample[]> {
  if (chosen !== undefined) return chosen;
  return await similarExamples(from, input, {
    count,
    ...(embedder === undefined ? {} : { embedder }),
    ...(signal === undefined ? {} : { signal }),
  });
}

function chosenFirst({ from, count = EXAMPLES }: NonNullable<PromptDefinition["examples"]>): readonly PromptExample[] {
  return from.slice(0, count);
}

/** Ranks 1, 3, 5, … then …, 6, 4, 2: the best two at the edges, the worst in the middle. */
export function edgesFirst<T>(bestFirst: readonly T[]): readonly T[] {
  const front = bestFirst.filter((_, i) => i % 2 === 0);
  const back = bestFirst.filter((_, i) => i % 2 === 1);
  return [...front, ...back.toReversed()];
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [title, ...lines.map((line) => `- ${line}`)].join("\n");
}

function examplesText(tag: string, examples: readonly PromptExample[]): string {
  if (examples.length === 0) return "";
  const texts = examples.map(({ input, output }) => `<example>\nInput: ${input}\nOutput: ${output}\n</example>`);
  return [`<${tag}>`, ...texts, `</${tag}>`].join("\n");
}

/** Foreign texts, each between marks with a word that none of them holds. */
function fenced(name: string, texts: readonly string[]): string {
  const word = fenceWord(texts);
  const mark = `${name}-${word}`;
  return texts.map((text) => `<${mark}>\n${text}\n</${mark}>`).join("\n");
}
