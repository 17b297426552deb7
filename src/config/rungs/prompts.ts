import type { PromptDefinition } from "../../core/prompt-definition.ts";
import type { Index } from "../../core/retrieval.ts";
import { fenceWord } from "../../flows/fence.ts";
import { estimateTokens } from "../../text/tokens.ts";
import type { Config } from "../schema.ts";
import type { LabelledExamples } from "../../core/labelled-examples.ts";

const EXAMPLES = 5;
/** More labels make a prompt of their own. */
const LABELS_MAX = 50;

/**
 * The prompt of a standard rung: that of the configuration by the rung's name, else that of better-prompt, else one made of what the task says: a role,
 * the task, a format and constraints, and for `examples` the first five of the labelled ones.
 */
export function promptRung(
  rung: "better-prompt" | "examples",
  { prompts = {}, task = {} }: Config,
  examples: LabelledExamples | undefined,
): PromptDefinition {
  const named = Object.hasOwn(prompts, rung) ? prompts[rung] : undefined;
  if (named !== undefined) return named;
  const base = Object.hasOwn(prompts, "better-prompt") ? prompts["better-prompt"] : undefined;
  const made = base ?? madeOf(task, examples);
  return rung === "better-prompt" || examples === undefined
    ? made
    : { ...made, examples: { from: examples.rows.slice(0, EXAMPLES), count: EXAMPLES } };
}

function madeOf({ name, kind }: NonNullable<Config["task"]>, examples: LabelledExamples | undefined): PromptDefinition {
  const labels = [...new Set(examples?.rows.map(({ output }) => output))].toSorted();
  const isLabel = kind === "label" && labels.length > 0 && labels.length <= LABELS_MAX;
  return {
    role: "You do one task, and you do it carefully.",
    ...(name === undefined ? {} : { task: `The task: ${name}` }),
    format: isLabel
      ? [`One of these and nothing else: ${labels.join(" | ")}`]
      : ["The answer alone, as short as it can be: no greeting, no closing line."],
    constraints: [
      "Use what you are given. Never guess a figure, a name or a date.",
      ...(kind === "knowledge" ? ['If you do not know, say "not found in sources" and stop.'] : []),
    ],
  };
}

/** The same prompt with all documents before the rules, where a provider can cache them; and about how many tokens they are. */
export function corpusPrompt(
  prompt: PromptDefinition,
  index: Pick<Index, "documents" | "documentText">,
): { readonly prompt: PromptDefinition; readonly tokens: number } {
  const texts = index.documents().flatMap(({ id }) => {
    const text = index.documentText(id);
    return text === undefined ? [] : [`${id}\n${text}`];
  });
  const mark = `document-${fenceWord(texts)}`;
  const documents = texts.map((text) => `<${mark}>\n${text}\n</${mark}>`).join("\n");
  return {
    prompt: { ...prompt, task: [prompt.task ?? "", "Answer from these documents.", documents].filter((part) => part !== "").join("\n\n") },
    tokens: estimateTokens(documents),
  };
}
