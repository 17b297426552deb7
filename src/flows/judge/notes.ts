import type { JudgeDefinition } from "../../core/judge.ts";

/** What a reader of grades should know of who gave them. `warning`: the grades themselves are in doubt. */
export interface JudgeNote {
  readonly level: "warning" | "note";
  readonly text: string;
}

export interface JudgedCandidates {
  readonly judge: JudgeDefinition;
  readonly candidates: readonly { readonly name: string; readonly models?: readonly string[] }[];
  /** US dollars for a million output tokens, by the model's name. Undefined: not known. */
  usdPerMillionOutput(model: string): number | undefined;
}

/** A judge at half the price or less is taken for the weaker model; prices within one tier differ by less. */
const WEAKER_SHARE = 0.5;

/**
 * Warns where a judge grades itself, its own family, or a model that costs more than twice what it does: models prefer their own outputs
 * (Panickssery et al. 2024, "LLM Evaluators Recognize and Favor Their Own Generations"; Wataoka et al. 2024, https://arxiv.org/abs/2410.21819).
 * One note for each of these, naming all candidates that it is about.
 */
export function judgeNotes({ judge, candidates, usdPerMillionOutput }: JudgedCandidates): readonly JudgeNote[] {
  const priceOfJudge = usdPerMillionOutput(judge.model);
  const isPriced = (model: string): boolean => usdPerMillionOutput(model) !== undefined;
  const isWeaker = (model: string): boolean => {
    const price = usdPerMillionOutput(model);
    return price !== undefined && priceOfJudge !== undefined && priceOfJudge <= WEAKER_SHARE * price;
  };
  const like = (is: (model: string) => boolean): string =>
    candidates
      .filter(({ models = [] }) => models.some(is))
      .map(({ name }) => name)
      .join(", ");
  const isSame = (model: string): boolean => model === judge.model;
  const [same, family, weaker] = [
    like(isSame),
    like((model) => !isSame(model) && isOneFamily(model, judge.model, isPriced)),
    like(isWeaker),
  ];
  const found: JudgeNote[] = [];
  if (same !== "")
    found.push({
      level: "warning",
      text: `${judge.model} judges its own outputs (${same}), and models favour their own: take a judge of another family, or calibrate this one against people (firstfit judge calibrate).`,
    });
  if (family !== "")
    found.push({
      level: "note",
      text: `The judge ${judge.model} is of the same family as ${family}; models favour what is written like their own. Calibrate it against people, or take one of another family.`,
    });
  if (weaker !== "")
    found.push({
      level: "note",
      text: `The judge ${judge.model} costs at most half of what ${weaker} costs by the price table, so it is probably the weaker model; a judge should see what the candidate misses.`,
    });
  return found;
}

/**
 * Two models whose names begin with the same word (claude-…, gpt-…, llama3.1, Llama-3.1), or that one provider sells: a provider of the price table
 * makes its own models, while local servers and resellers of any model have no prices there.
 */
function isOneFamily(a: string, b: string, isPriced: (model: string) => boolean): boolean {
  const [first, second] = [familyWord(a), familyWord(b)];
  if (first !== "" && first === second) return true;
  return providerOf(a) === providerOf(b) && isPriced(a) && isPriced(b);
}

function providerOf(model: string): string {
  return model.slice(0, Math.max(0, model.indexOf("/")));
}

/** "meta-llama/Llama-3.1-8B" → "llama" */
function familyWord(model: string): string {
  return /^[a-z]+/.exec(model.slice(model.lastIndexOf("/") + 1).toLowerCase())?.[0] ?? "";
}
