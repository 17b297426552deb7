import type { Json } from "../../core/calls.ts";
import type { Candidate, CandidateOutput, Case, TrialContext } from "../../core/evaluation.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { Completion, CompletionRequest, Model } from "../../core/model.ts";
import type { PromptDefinition } from "../../core/prompt-definition.ts";
import type { Embedder } from "../../core/retrieval.ts";
import { usageSum } from "../../core/usage.ts";
import { buildPrompt, REPEATS } from "../../flows/prompt.ts";
import { dayOf, findPrice } from "../../models/prices/find-price.ts";
import { placeholders } from "../../text/template.ts";
import type { PromptCandidate } from "../candidate-schema.ts";
import { chatModel, resolveEmbedder } from "../names.ts";
import { nearestName } from "../nearest-name.ts";
import { metered } from "../trial-calls.ts";
import { caseTools } from "./case-tools.ts";
import { conversationOf, questionOf } from "./conversation.ts";
import type { CandidateParts } from "./parts.ts";

const OUTPUT_TOKENS_MAX = 1_024;

/**
 * A model with a prompt of the configuration, or with the bare input. Tools of a case are offered beside the candidate's own. Where the model takes no temperature, a
 * prompt is asked as often as it says, and what most of the answers say counts. A refusal and an answer that was cut off are outputs, and say so in `stop`.
 * Throws BAD_CONFIG for a prompt or a model that there is not, and MISSING_KEY.
 */
export async function promptCandidate(name: string, config: PromptCandidate, parts: CandidateParts): Promise<Candidate> {
  const { names } = parts;
  const prompt = promptOf(name, config, names.config.prompts ?? {});
  if (prompt?.tool !== undefined && config.tools !== undefined)
    throw new FirstfitError(
      "BAD_CONFIG",
      `The prompt of ${name} forces the tool ${prompt.tool.name}, and ${name} offers others beside it.`,
      "Leave out `tools`, or the `tool` of the prompt.",
    );
  const model = await chatModel(config.model ?? names.config.model, `The candidate ${name}`, names);
  const takesTemperature = await temperatureOf(model.id, parts);
  const embedder = prompt?.examples?.choose === "similar" ? await resolveEmbedder(names.config.embedder, names) : undefined;
  const made: Made = { name, config, prompt, model, takesTemperature, embedder };
  if (prompt !== undefined) await tryPrompt(prompt);
  return {
    name,
    definition: definitionOf(made, parts),
    models: [model.id, ...(embedder === undefined || embedder.id.startsWith("builtin/") ? [] : [embedder.id])],
    async run(input, context) {
      const { value, latencyMs, cost } = await metered(() => answer(made, input, context));
      return { ...value, latencyMs, cost };
    },
  };
}

interface Made {
  readonly name: string;
  readonly config: PromptCandidate;
  /** Absent: the bare input. */
  readonly prompt: PromptDefinition | undefined;
  readonly model: Model;
  readonly takesTemperature: boolean;
  readonly embedder: Embedder | undefined;
}

function promptOf(
  name: string,
  { prompt, outputTokensMax, temperature }: PromptCandidate,
  prompts: Readonly<Record<string, PromptDefinition>>,
): PromptDefinition | undefined {
  if (prompt === undefined) return undefined;
  const definition = typeof prompt === "object" ? prompt : namedPrompt(name, prompt, prompts);
  return {
    ...definition,
    ...(outputTokensMax === undefined ? {} : { outputTokensMax }),
    ...(temperature === undefined ? {} : { temperature }),
  };
}

function namedPrompt(candidate: string, prompt: string, prompts: Readonly<Record<string, PromptDefinition>>): PromptDefinition {
  const definition = Object.hasOwn(prompts, prompt) ? prompts[prompt] : undefined;
  if (definition !== undefined) return definition;
  const known = Object.keys(prompts);
  const near = nearestName(prompt, known);
  throw new FirstfitError(
    "BAD_CONFIG",
    `The candidate ${candidate} names the prompt "${prompt}", which is not among \`prompts\`.`,
    near !== undefined
      ? `Did you mean "${near}"?`
      : known.length === 0
        ? "Write it there: docs/prompt-forms.md"
        : `Prompts: ${known.join(", ")}.`,
  );
}

/** What is wrong with a prompt is wrong with every case: it is told before the first. */
async function tryPrompt(prompt: PromptDefinition): Promise<void> {
  const places = placeholders(prompt.input ?? "{{input}}").filter((place) => place !== "input" && place !== "context");
  await buildPrompt(
    prompt,
    { input: "x", context: ["x"], values: Object.fromEntries(places.map((place) => [place, "x"])) },
    { takesTemperature: true, chosen: [] },
  );
}

async function temperatureOf(id: string, { prices }: CandidateParts): Promise<boolean> {
  const slash = id.indexOf("/");
  const named = { provider: id.slice(0, Math.max(0, slash)), model: id.slice(slash + 1) };
  return findPrice(await prices(), named, dayOf(Date.now()))?.takesTemperature ?? true;
}

function definitionOf({ config, prompt, model, takesTemperature, embedder }: Made, { names }: CandidateParts): Json {
  const provider = model.id.slice(0, Math.max(0, model.id.indexOf("/")));
  const server = names.config.providers?.[provider]?.baseUrl;
  const { outputTokensMax = OUTPUT_TOKENS_MAX, temperature = 0 } = prompt ?? config;
  // plain data, checked when the configuration was read; the round trip leaves out what is undefined
  return JSON.parse(
    JSON.stringify({
      kind: "prompt",
      model: model.id,
      server,
      prompt: prompt ?? "the bare input",
      tools: config.tools,
      outputTokensMax,
      ...(takesTemperature ? { temperature } : { repeats: prompt === undefined ? 1 : (prompt.repeats ?? REPEATS) }),
      embedder: embedder?.id,
    }),
  ) as Json;
}

async function answer(made: Made, input: Case["input"], context: TrialContext): Promise<CandidateOutput> {
  const tools = made.prompt?.tool === undefined ? caseTools(context.metadata, made.config.tools) : caseTools(undefined);
  const requests = (await requestsOf(made, input, context)).map((request, at, { length }) => ({
    ...request,
    ...(tools.tools.length === 0 ? {} : { tools: tools.tools }),
    repeat: context.repeat * length + at,
    signal: context.signal,
  }));
  const completions = await Promise.all(requests.map((request) => made.model.complete(request)));
  const outputs = completions.map((completion, at): CandidateOutput => {
    const output = outputOf(completion, requests[at]);
    return output.toolCalls === undefined ? output : { ...output, toolCalls: tools.renamed(output.toolCalls) };
  });
  const usage = usageSum(...completions.map((completion) => completion.usage));
  return { ...mostOf(outputs), ...(usage.source === "none" ? {} : { usage }) };
}

async function requestsOf(made: Made, input: Case["input"], { metadata = {} }: TrialContext): Promise<readonly CompletionRequest[]> {
  const { name, config, prompt, takesTemperature, embedder } = made;
  const conversation = conversationOf(input);
  const { system, messages } = conversation;
  if (prompt === undefined) {
    const { outputTokensMax = OUTPUT_TOKENS_MAX, temperature = 0 } = config;
    questionOf(conversation, name);
    return [{ system, messages, outputTokensMax, ...(takesTemperature ? { temperature } : {}) }];
  }
  const { question, history } = questionOf(conversation, name);
  const places = placeholders(prompt.input ?? "{{input}}");
  const values = places.flatMap((place) => {
    const value = place === "input" || place === "context" ? undefined : metadata[place];
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [[place, String(value)] as const] : [];
  });
  const passages = places.includes("context") ? metadata["context"] : undefined;
  const built = await buildPrompt(
    prompt,
    {
      input: question,
      values: Object.fromEntries(values),
      ...(passages === undefined ? {} : { context: [passages].flat().map(String) }),
    },
    { takesTemperature, ...(embedder === undefined ? {} : { embedder }) },
  );
  return built.map((request) => ({
    ...request,
    system: [request.system, system].filter((text) => text !== "").join("\n\n"),
    messages: [...history, ...request.messages],
  }));
}

function outputOf(completion: Completion, request: CompletionRequest | undefined): CandidateOutput {
  const { text, stop, toolInput, toolCalls, notes = [] } = completion;
  const marks = stop === "length" ? [`The answer was cut off at ${request?.outputTokensMax} tokens.`, ...notes] : notes;
  const rest = { stop, ...(marks.length === 0 ? {} : { notes: marks }) };
  const forced = request?.tool;
  if (forced !== undefined && toolInput !== undefined)
    return { text: JSON.stringify(toolInput), toolCalls: [{ name: forced.name, input: toolInput }], ...rest };
  if (forced !== undefined || request?.tools !== undefined) return { text, toolCalls: toolCalls ?? [], ...rest };
  return { text, ...rest };
}

/** The output that most of them are equal to; of equally many the first. */
function mostOf(outputs: readonly CandidateOutput[]): CandidateOutput {
  const keys = outputs.map(({ text, toolCalls, stop }) => JSON.stringify([text.trim(), toolCalls, stop]));
  const votes = keys.map((key) => keys.filter((other) => other === key).length);
  const most = Math.max(...votes);
  const first = outputs[votes.indexOf(most)];
  if (first === undefined) throw new Error("a prompt is asked at least once");
  return outputs.length === 1 ? first : { ...first, notes: [...(first.notes ?? []), `${most} of ${outputs.length} answers said this.`] };
}
