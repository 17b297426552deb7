import type { MappedItem, TrainingMap } from "../../core/advice.ts";
import type { ModelRole } from "../../core/model-list.ts";
import { plainText } from "./signals.ts";

/** What a project runs, as its configuration names it. */
export interface MappedProject {
  readonly candidates: readonly { readonly name: string; readonly kind: string; readonly model?: string }[];
  readonly models: readonly { readonly role: ModelRole; readonly name: string; readonly precision?: string }[];
  /** The learned adapter of question vectors, where one is configured. */
  readonly hasQueryAdapter: boolean;
}

/** Things done or planned that change weights. */
const TRAINING =
  /\b(?:(?:pre-?|re-?)?train(?:s|ed|ing)?|fine-?tun(?:e|es|ed|ing)|q?lora|peft|sft|rlhf|dpo|distil(?:l|ls|led|ling|lation)?|student model|soft prompts?|prompt-tuning|reward model|adapters?|gradient|back-?prop\w*|learn(?:s|ed|ing)? (?:a|the|new) (?:weights|adapter|head|embedding)|fit(?:s|ted|ting)? (?:a|the|our) (?:classifier|model|softmax|regression|head)|build (?:our|a|an|my) own (?:model|llm|gpt)|own (?:foundation|language) model)\b/;
/** Weights that somebody trained, used as they are. */
const FROZEN_USE =
  /\b(?:use|uses|using|serve|serves|serving|run|runs|running|call|calls|calling|host|hosts|hosting|deploy|deploys|deployed|switch(?:ed)? to|load|loads|swap|query|evaluate|download|downloaded|buy|rent)\b[^.;]{0,40}\b(?:pre-?trained|trained|fine-?tuned|distilled|adapters?)\b/;
/** Said of what is not done. */
const DENIED =
  /\b(?:no|not|never|without|instead of|rather than|stop(?:ped)?|cancel(?:led)?|avoid|drop(?:ped)?|in place of)\b[^.,;]{0,30}?\b(?:train\w*|fine-?tun\w*|q?lora|distil\w*|retrain\w*|adapters?)\b/g;
/** The people, and not a model. */
const TRAINING_PEOPLE =
  /\b(?:train(?:s|ed|ing)?|retrain\w*|workshops?|teach(?:ing)?|course)\b[^.;]{0,30}\b(?:staff|teams?|colleagues|employees|users|people|customers|agents in support|managers|interns|new hires|raters|annotators|everybody)\b/;
const INFERENCE =
  /\b(?:prompt\w*|few-shot|examples?|persona|rag|retriev\w*|search\w*|index\w*|embed\w*|vectors?|rerank\w*|chunk\w*|cach\w*|quanti[sz]\w*|tools?|function calling|agents?|chat\w*|assistant|bot|api|call(?:s|ing)?|summar\w*|translat\w*|classif\w*|extract\w*|answer\w*|draft\w*|route|routing|web search|structured|json|schema|temperature|judge|eval\w*|gpt\w*|claude|gemini|llama|mistral|qwen|gemma|ollama|copilot|llms?|models?|wiki|moderat\w*|transcri\w*|ocr|generat\w*|speculative|guardrails?|mcp|hyde|citations?)\b/;

/** Every candidate, model and line as training or inference, by one test: are weights updated, or frozen? */
export function trainingMap(project: MappedProject, plans: readonly string[]): TrainingMap {
  const items = [...configuredItems(project), ...plans.map((line, i) => planned(line, i + 1))];
  const count = (side: MappedItem["side"]): number => items.filter((item) => item.side === side).length;
  const training = count("training");
  return {
    kind: "training map",
    items,
    training,
    inference: count("inference"),
    unsure: count("unsure"),
    verdict: verdictOf(training, items.length),
  };
}

function verdictOf(training: number, all: number): string {
  if (all === 0) return "Nothing is listed yet.";
  if (training === 0)
    return "Nothing here trains a model, and that is the expected, healthy result: what there is to win lies in prompts, retrieval and evaluation.";
  const share =
    training * 2 > all
      ? " Most of the list trains, which is unusual for a team that ships agents: ask of each whether a prompt was measured first."
      : "";
  return `${training} of ${all} update weights. Each needs its reason and its one measurement, written down before it begins.${share}`;
}

function configuredItems({ candidates, models, hasQueryAdapter }: MappedProject): readonly MappedItem[] {
  return [
    ...candidates.map((candidate) => candidateItem(candidate)),
    ...models.map(({ role, name, precision }) => modelItem(role, name, precision)),
    ...(hasQueryAdapter
      ? [
          {
            name: "ranking.adapter",
            from: "configuration",
            side: "training",
            reason: "A low-rank change of question vectors was learned from judged questions; the embedder below it is frozen.",
            measurement:
              "nDCG at ten on held-out questions with the adapter and without: firstfit eval retrieval --against ranking.adapter=off",
          } as const,
        ]
      : []),
  ];
}

const KINDS: Readonly<Record<string, string>> = {
  prompt: "A prompt on a finished model: what goes in changes, the weights do not.",
  retrieval: "Retrieval with an answerer: documents are found and read, no weight changes.",
  http: "A server that answers: whatever it runs, its weights are frozen while it does.",
  command: "A program that answers: whatever it runs, its weights are frozen while it does.",
  function: "Code that answers; calling it updates no weights.",
};

function candidateItem({ name, kind, model }: MappedProject["candidates"][number]): MappedItem {
  if (model !== undefined && isFineTune(model)) return fineTuned(name, "candidate", model);
  return { name, from: "candidate", side: "inference", reason: KINDS[kind] ?? "It answers cases; calling it updates no weights." };
}

function modelItem(role: ModelRole, name: string, precision: string | undefined): MappedItem {
  if (isFineTune(name)) return fineTuned(name, role, name);
  const bits = precision === undefined ? "" : ` Stored as ${precision}: the same weights in another precision are still frozen.`;
  return { name, from: role, side: "inference", reason: `A finished ${role === "model" ? "chat model" : role}, called as it is.${bits}` };
}

/** Names that say it: `ft:gpt-4o-mini:acme`, `llama-8b-lora-claims`. */
function isFineTune(name: string): boolean {
  return /(?:^|\/)ft:|(?:^|[-_:/.])(?:q?lora|fine-?tuned?|distilled)(?:$|[-_:/.@])/i.test(name);
}

function fineTuned(name: string, from: string, model: string): MappedItem {
  return {
    name,
    from,
    side: "training",
    reason: `Its name (${model}) says that somebody changed its weights.`,
    measurement: "its pass rate beside the same base model with its best prompt, on held-out cases: firstfit compare",
  };
}

function planned(line: string, at: number): MappedItem {
  const common = { name: line, from: `line ${at}` };
  const plain = plainText(line.slice(0, 4_000));
  if (TRAINING_PEOPLE.test(plain)) return { ...common, side: "inference", reason: "People are trained here, and no model." };
  const affirmed = plain.replaceAll(DENIED, " ");
  const isTraining = TRAINING.test(affirmed.replace(FROZEN_USE, " "));
  if (isTraining) return { ...common, side: "training", ...justification(affirmed) };
  if (FROZEN_USE.test(affirmed)) return { ...common, side: "inference", reason: "Weights that were trained before are used as they are." };
  if (affirmed !== plain) return { ...common, side: "inference", reason: "The line says that nothing is trained." };
  if (/\bquanti[sz]/.test(plain))
    return { ...common, side: "inference", reason: "The same weights are stored in fewer bits; none is learned anew." };
  if (INFERENCE.test(plain))
    return { ...common, side: "inference", reason: "Input goes in and output comes out; nothing in the line updates weights." };
  return {
    ...common,
    side: "unsure",
    reason: "The line does not say whether weights are updated: ask what is different in the model afterwards.",
  };
}

/** The written reason of a training row, and the one measurement that would prove it beats a well-prompted base. */
function justification(plain: string): Pick<MappedItem, "reason" | "measurement"> {
  if (/\b(?:pre-?train\w*|from scratch|foundation|own (?:language )?(?:model|llm|gpt))\b/.test(plain))
    return {
      reason: "A model is made from nothing: that is right only where no open model covers the language or the kind of data.",
      measurement: "the pass rate of an open-weight model with retrieval on the cases that the new model is meant for",
    };
  if (/\bdistil|student\b/.test(plain))
    return {
      reason: "A small model learns one narrow task from a large one, for its price at high volume.",
      measurement: "the student's pass rate beside the same small model with the teacher's prompt, on held-out cases",
    };
  if (/\b(?:embed\w*|rerank\w*|retriev\w*)\b/.test(plain))
    return {
      reason: "The search is fitted to your words, for texts that bought models do not know.",
      measurement: "recall and nDCG at ten on held-out questions, beside the untrained one with BM25 and reranking",
    };
  if (/\b(?:classifier|softmax|regression|baseline|tf-?idf)\b/.test(plain))
    return {
      reason: "A small classifier learns labels from examples: cheap to train, and the figure that a language model has to beat.",
      measurement: "its accuracy on held-out rows beside a well-prompted model",
    };
  return {
    reason: "Weights are updated on your examples, for a narrow task at high volume or a form that prompts do not enforce.",
    measurement: "the tuned model's pass rate beside its own base with the best prompt and five examples, on held-out cases",
  };
}
