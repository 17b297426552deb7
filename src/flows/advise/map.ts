import type { MappedItem, TrainingMap } from "../../core/advice.ts";
import type { ModelRole } from "../../core/model-list.ts";
import { DENIED, EITHER_WAY, FROZEN_USE, INFERENCE, OTHER_MEANINGS, TRAINING, TRAINING_PEOPLE } from "./map-words.ts";
import { plainText } from "./signals.ts";

/** What a project runs, as its configuration names it. */
export interface MappedProject {
  readonly candidates: readonly { readonly name: string; readonly kind: string; readonly model?: string }[];
  readonly models: readonly { readonly role: ModelRole; readonly name: string; readonly precision?: string }[];
  /** The learned adapter of question vectors, where one is configured. */
  readonly hasQueryAdapter: boolean;
}

/** Every candidate, model and line as training or inference, by one test: are weights updated, or frozen? */
export function trainingMap(project: MappedProject, plans: readonly string[]): TrainingMap {
  const items = [...configuredItems(project), ...plans.map((line, i) => planned(line, i + 1))];
  const count = (side: MappedItem["side"]): number => items.filter((item) => item.side === side).length;
  const [training, unsure] = [count("training"), count("unsure")];
  return {
    kind: "training map",
    items,
    training,
    inference: count("inference"),
    unsure,
    verdict: verdictOf({ training, unsure, all: items.length }),
  };
}

function verdictOf({ training, unsure, all }: { readonly training: number; readonly unsure: number; readonly all: number }): string {
  if (all === 0) return "Nothing is listed yet: name a file of plans with --file.";
  const open =
    unsure === 0 ? "" : ` ${unsure} more ${unsure === 1 ? "does" : "do"} not say whether ${unsure === 1 ? "it does" : "they do"}.`;
  if (training === 0)
    return unsure === 0
      ? "Nothing here trains a model, and that is the expected, healthy result: what there is to win lies in prompts, retrieval and evaluation."
      : `${all === unsure ? "Nothing here says whether it trains a model" : `Nothing here says that it trains a model, and ${unsure} of ${all} do not say whether they do`}: ask of each what is different in the model afterwards.`;
  const share =
    training * 2 > all
      ? " Most of the list trains, which is unusual for a team that ships agents: ask of each whether a prompt was measured first."
      : "";
  return `${training} of ${all} ${training === 1 ? "updates" : "update"} weights. Each needs its reason and its one measurement, written down before it begins.${share}${open}`;
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
  if (role === "model" && name.startsWith("builtin/"))
    return {
      name,
      from: role,
      side: "inference",
      reason: "It picks sentences out of the sources: no language model is asked, and nothing learns.",
    };
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
  // hyphens that do not break, as word processors put them
  const plain = plainText(line.slice(0, 4_000).replaceAll(/[\u2010\u2011]/g, "-"));
  if (TRAINING_PEOPLE.test(plain)) return { ...common, side: "inference", reason: "People are trained here, and no model." };
  const meant = plain.replaceAll(OTHER_MEANINGS, " ");
  const affirmed = meant.replaceAll(DENIED, " ");
  const trained = affirmed.replaceAll(FROZEN_USE, " ");
  if (TRAINING.test(trained)) return { ...common, side: "training", ...justification(affirmed) };
  if (trained !== affirmed) return { ...common, side: "inference", reason: "Weights that were trained before are used as they are." };
  if (affirmed !== meant) return { ...common, side: "inference", reason: "The line says that nothing is trained." };
  if (/\bquanti[sz]/.test(plain))
    return { ...common, side: "inference", reason: "The same weights are stored in fewer bits; none is learned anew." };
  if (EITHER_WAY.test(plain)) return { ...common, side: "unsure", reason: NOT_SAID };
  if (INFERENCE.test(plain))
    return { ...common, side: "inference", reason: "Input goes in and output comes out; nothing in the line updates weights." };
  return { ...common, side: "unsure", reason: NOT_SAID };
}

const NOT_SAID = "The line does not say whether weights are updated: ask what is different in the model afterwards.";

/** The written reason of a training row, and the one measurement that would prove it beats a well-prompted base. */
function justification(plain: string): Pick<MappedItem, "reason" | "measurement"> {
  if (/\b(?:prompt|prefix|p)[- ]?tun|\bsoft prompts?\b/.test(plain))
    return {
      reason: "A few vectors before the input are learned from your examples; nobody can read them, and a written prompt can be read.",
      measurement: "the pass rate of the learned vectors beside a written prompt with five examples on the same model, on held-out cases",
    };
  if (/\b(?:continu\w+|domain[- ]adapt\w*|further)\b.{0,20}\bpre-? ?train/.test(plain))
    return {
      reason: "A finished model reads on in your texts: that brings the manner of a field, and hardly a fact that one can rely on.",
      measurement:
        "the pass rate of the model that has read them beside its own base with retrieval over the same texts, on held-out cases",
    };
  if (/\b(?:rlhf|rlaif|rlvr|dpo|grpo|kto|orpo|preference|reward|reinforcement|constitutional)\b/.test(plain))
    return {
      reason: "A model is trained towards what people, or a grader in their place, prefer; vendors have done it before you call theirs.",
      measurement:
        "how often its replies are preferred to those of its own base with the best prompt, by readers who do not know which is which",
    };
  if (/\b(?:pre-? ?train\w*|from scratch|foundation|own (?:language )?(?:model|llm|gpt))\b/.test(plain))
    return {
      reason: "A model is made from nothing: that is right only where no open model covers the language or the kind of data.",
      measurement: "the pass rate of an open-weight model with retrieval on the cases that the new model is meant for",
    };
  if (/\bdistil|student\b/.test(plain))
    return {
      reason: "A small model learns one narrow task from a large one, for its price at high volume.",
      measurement: "the student's pass rate beside the same small model with the teacher's prompt, on held-out cases",
    };
  if (/\b(?:classifier|softmax|regression|baseline|tf-?idf|xgboost|boosting|random forests?|naive bayes)\b/.test(plain))
    return {
      reason: "A small classifier learns labels from examples: cheap to train, and the figure that a language model has to beat.",
      measurement: "its accuracy on held-out rows beside a well-prompted model",
    };
  if (/\b(?:embed\w*|rerank\w*|retriev\w*|search)\b/.test(plain))
    return {
      reason: "The search is fitted to your words, for texts that bought models do not know.",
      measurement: "recall and nDCG at ten on held-out questions, beside the untrained one with BM25 and reranking",
    };
  return {
    reason: "Weights are updated on your examples, for a narrow task at high volume or a form that prompts do not enforce.",
    measurement: "the tuned model's pass rate beside its own base with the best prompt and five examples, on held-out cases",
  };
}
