import type { CandidateSettings } from "../operations/operation.ts";
import type { CandidateConfig, PromptCandidate, RetrievalCandidate } from "./candidate-schema.ts";
import type { Config } from "./schema.ts";

type Values = Extract<CandidateSettings, { kind: "settings" }>["values"];

/** What of a candidate the project's own settings can hold, so that `ask` is as the candidate was; and what they cannot. */
export function candidateSettings(name: string, { candidates = {} }: Config): CandidateSettings {
  const config = Object.hasOwn(candidates, name) ? candidates[name] : undefined;
  // what was asked for by --model is called as its model is
  return config === undefined ? modelSettings({ kind: "prompt", model: name }) : settingsOf(config);
}

function settingsOf(config: CandidateConfig): CandidateSettings {
  if (typeof config === "function") return { kind: "none", reason: "it is a function, which no setting can hold" };
  if (config.kind === "retrieval") return retrievalSettings(config);
  if (config.kind === "prompt") return modelSettings(config);
  return { kind: "none", reason: "it runs outside of firstfit, and no setting of the project makes it the default" };
}

function modelSettings({ model, ...others }: PromptCandidate): CandidateSettings {
  if (model === undefined) return { kind: "settings", values: [], left: leftOf(others) };
  if (typeof model !== "string") return OWN_MODEL;
  return { kind: "settings", values: [value(["model"], model)], left: leftOf(others) };
}

function leftOf(others: Omit<PromptCandidate, "model">): readonly string[] {
  return Object.entries(others)
    .filter(([key, given]) => key !== "kind" && given !== undefined)
    .map(([key]) => `its ${key}, which \`ask\` does not have`);
}

const OWN_MODEL: CandidateSettings = { kind: "none", reason: "its model is a value of the configuration and has no name to write down" };

function retrievalSettings(config: RetrievalCandidate): CandidateSettings {
  const { model, ranking = {}, rerank, rerankTo, rewrite, filter, expand, retrieveK, evidenceTokensMax, strict } = config;
  if (model !== undefined && typeof model !== "string") return OWN_MODEL;
  const { weights = {}, ...flat } = ranking;
  const isSetting = rerank === "none" || rerank === "builtin";
  const values: Values = [
    ...(model === undefined ? [] : [value(["model"], model)]),
    ...Object.entries(weights).map(([leg, weight]) => value(["ranking", "weights", leg], weight)),
    ...Object.entries(flat).map(([key, given]) => value(["ranking", key], given)),
    ...(isSetting ? [value(["rerank", "by"], rerank)] : []),
    ...Object.entries({ expand, retrieveK, evidenceTokensMax, strict }).flatMap(([key, given]) =>
      given === undefined ? [] : [value(["ask", key], given)],
    ),
  ];
  const left = [
    ...(rerank === undefined || isSetting ? [] : [`its reranker: ask with --rerank ${rerank}`]),
    ...(rerankTo === undefined ? [] : ["how many passages its reranker leaves"]),
    ...(rewrite === undefined ? [] : [`its rewriting: ask with --rewrite ${rewrite}`]),
    ...(filter === undefined ? [] : ["its filter: ask with --filter"]),
  ];
  return { kind: "settings", values, left };
}

function value(path: readonly string[], given: unknown): Values[number] {
  return { path, source: sourceOf(given) };
}

/** JSON is source text, and the configuration's own style has spaces in braces. */
function sourceOf(given: unknown): string {
  if (typeof given !== "object" || given === null) return JSON.stringify(given);
  return `{ ${Object.entries(given)
    .map(([key, each]) => `${key}: ${JSON.stringify(each)}`)
    .join(", ")} }`;
}
