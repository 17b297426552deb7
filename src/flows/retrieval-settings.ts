import { FirstfitError } from "../core/errors.ts";
import type { RetrievalSettingValues } from "../core/results.ts";
import { DEFAULT_RANKING } from "../core/retrieval.ts";
import type { Feedback, RankingChange, RankingLeg, RankingSettings } from "../core/retrieval.ts";
import { HEADINGS_WEIGHT } from "../search/rerank.ts";
import { rankingWith } from "../search/ranking-settings.ts";
import { editDistance } from "../text/edit-distance.ts";
import type { ChunkSettings } from "../text/chunk.ts";

/** All that decides what a search finds, as one trial has it. */
export interface RetrievalSettings {
  /** A name, as in the configuration. */
  readonly embedder: string;
  readonly chunk: Required<ChunkSettings>;
  readonly ranking: RankingSettings;
  readonly rerank: RerankSettings;
}

/** `builtin`: by fused score and headings, without a model. `headings` is what full coverage by the headings weighs. */
export interface RerankSettings {
  readonly by: "none" | "builtin";
  readonly headings: number;
}

type Value = string | number;

interface SettingKind {
  /** As it is written after --set, and in the result. */
  readonly key: string;
  /** Where it stands in firstfit.config.ts. */
  readonly config: readonly string[];
  readonly means: string;
  /** A trial with another value needs an index of its own. */
  readonly needsNewIndex: boolean;
  get(settings: RetrievalSettings): Value;
  set(settings: RetrievalSettings, value: Value): RetrievalSettings;
}

/** One row of the table of settings: `range` has what a value may be. */
export type RetrievalSetting = SettingKind &
  (
    | { readonly kind: "number" | "integer"; readonly range: readonly [low: number, high: number] }
    | { readonly kind: "choice"; readonly range: readonly string[] }
    | { readonly kind: "name" }
  );

const FEEDBACK_ON: Feedback = { documents: 5, terms: 15, weight: 0.8 };

const chunkSetting = (
  name: keyof ChunkSettings,
  config: string,
): Pick<SettingKind, "key" | "config" | "needsNewIndex" | "get" | "set"> => ({
  key: `chunk.${config}`,
  config: ["chunk", config],
  needsNewIndex: true,
  get: ({ chunk }) => chunk[name],
  set: (settings, value) => ({ ...settings, chunk: { ...settings.chunk, [name]: value } }),
});

const weightSetting = (leg: RankingLeg, means: string): RetrievalSetting => ({
  key: `weights.${leg}`,
  config: ["ranking", "weights", leg],
  kind: "number",
  range: [0, 100],
  means,
  needsNewIndex: false,
  get: ({ ranking }) => ranking.weights[leg],
  set: (settings, value) => ({
    ...settings,
    ranking: { ...settings.ranking, weights: { ...settings.ranking.weights, [leg]: Number(value) } },
  }),
});

const bm25Setting = (name: "k1" | "b", range: readonly [number, number], means: string): RetrievalSetting => ({
  key: name,
  config: ["ranking", name],
  kind: "number",
  range,
  means,
  needsNewIndex: false,
  get: ({ ranking }) => ranking[name],
  set: (settings, value) => ({ ...settings, ranking: { ...settings.ranking, [name]: Number(value) } }),
});

const switchSetting = (name: "spelling" | "abbreviations", means: string): RetrievalSetting => ({
  key: name,
  config: ["ranking", name],
  kind: "choice",
  range: ["off", "on"],
  means,
  needsNewIndex: false,
  get: ({ ranking }) => ranking[name],
  set: (settings, value) => ({ ...settings, ranking: { ...settings.ranking, [name]: value === "off" ? "off" : "on" } }),
});

const feedbackSetting = (name: keyof Feedback, range: readonly [number, number], means: string): RetrievalSetting => ({
  key: `feedback.${name}`,
  config: ["ranking", "feedback", name],
  kind: name === "weight" ? "number" : "integer",
  range,
  means,
  needsNewIndex: false,
  get: ({ ranking }) => (ranking.feedback === "off" ? FEEDBACK_ON[name] : ranking.feedback[name]),
  set: (settings, value) => {
    const now = settings.ranking.feedback === "off" ? FEEDBACK_ON : settings.ranking.feedback;
    return { ...settings, ranking: { ...settings.ranking, feedback: { ...now, [name]: Number(value) } } };
  },
});

/** The one table of retrieval settings: what --set takes, what its errors name, and what tuning tries. */
export const RETRIEVAL_SETTINGS: readonly RetrievalSetting[] = [
  {
    key: "embedder",
    config: ["embedder"],
    kind: "name",
    means: "who makes vectors",
    needsNewIndex: true,
    get: ({ embedder }) => embedder,
    set: (settings, value) => ({ ...settings, embedder: String(value) }),
  },
  {
    ...chunkSetting("chunkStrategy", "strategy"),
    kind: "choice",
    range: ["structure", "fixed", "sentence", "semantic"],
    means: "where documents are cut",
  },
  {
    ...chunkSetting("chunkTokensMin", "tokensMin"),
    kind: "integer",
    range: [1, 100_000],
    means: "smaller neighbours are joined up to this size",
  },
  { ...chunkSetting("chunkTokensMax", "tokensMax"), kind: "integer", range: [8, 100_000], means: "no chunk is larger" },
  {
    ...chunkSetting("chunkOverlapTokens", "overlapTokens"),
    kind: "integer",
    range: [0, 50_000],
    means: "fixed, sentence: what a chunk says again of the one before",
  },
  {
    ...chunkSetting("chunkBreakPercentile", "breakPercentile"),
    kind: "number",
    range: [1, 100],
    means: "semantic: share of neighbouring sentences that count as alike",
  },
  {
    key: "fusion",
    config: ["ranking", "fusion"],
    kind: "choice",
    range: ["convex", "rrf", "dbsf"],
    means: "how the legs' scores become one",
    needsNewIndex: false,
    get: ({ ranking }) => ranking.fusion,
    // the range above is the type's own list, and a value is checked against it before it comes here
    set: (settings, value) => ({ ...settings, ranking: { ...settings.ranking, fusion: value as RankingSettings["fusion"] } }),
  },
  weightSetting("lexical", "weight of BM25 over words"),
  weightSetting("bigram", "weight of BM25 over pairs of adjacent words"),
  weightSetting("heading", "weight of the share of the question that title and headings say"),
  weightSetting("dense", "weight of the embedder's cosine"),
  weightSetting("latent", "weight of the cosine in the space fitted to the corpus"),
  bm25Setting("k1", [0, 10], "BM25: how soon repeats of a word stop counting"),
  bm25Setting("b", [0, 1], "BM25: how far long chunks are discounted"),
  {
    key: "feedback",
    config: ["ranking", "feedback"],
    kind: "choice",
    range: ["off", "on"],
    means: "lend the question the strongest words of the first passages",
    needsNewIndex: false,
    get: ({ ranking }) => (ranking.feedback === "off" ? "off" : "on"),
    set: (settings, value) => {
      const feedback = value === "off" ? "off" : settings.ranking.feedback === "off" ? FEEDBACK_ON : settings.ranking.feedback;
      return { ...settings, ranking: { ...settings.ranking, feedback } };
    },
  },
  {
    key: "adapter",
    config: ["ranking", "adapter"],
    kind: "choice",
    range: ["off", "on"],
    means: "change the question's vector as `tune retrieval` learned from judged queries",
    needsNewIndex: false,
    get: ({ ranking: { adapter = "off" } }) => (adapter === "off" ? "off" : "on"),
    set: (settings, value) => {
      if (value === "off") return { ...settings, ranking: { ...settings.ranking, adapter: "off" } };
      if (settings.ranking.adapter === undefined || settings.ranking.adapter === "off")
        throw new FirstfitError("BAD_INPUT", "The project has no query adapter.", "Fit one: firstfit tune retrieval --write");
      return settings;
    },
  },
  switchSetting("spelling", "also search for unknown words as the corpus spells them"),
  switchSetting("abbreviations", "also search for short forms by what the corpus says they stand for"),
  feedbackSetting("documents", [1, 100], "feedback: how many passages lend words"),
  feedbackSetting("terms", [1, 1_000], "feedback: how many words they lend"),
  feedbackSetting("weight", [0, 1], "feedback: what the question's own words keep"),
  {
    key: "rerank",
    config: ["rerank", "by"],
    kind: "choice",
    range: ["none", "builtin"],
    means: "order the first 30 anew by their headings",
    needsNewIndex: false,
    get: ({ rerank }) => rerank.by,
    set: (settings, value) => ({ ...settings, rerank: { ...settings.rerank, by: value === "builtin" ? "builtin" : "none" } }),
  },
  {
    key: "rerank.headings",
    config: ["rerank", "headings"],
    kind: "number",
    range: [0, 100],
    means: "rerank: weight of headings beside the fused score",
    needsNewIndex: false,
    get: ({ rerank }) => rerank.headings,
    set: (settings, value) => ({ ...settings, rerank: { ...settings.rerank, headings: Number(value) } }),
  },
];

/** Names for several settings at once. */
const PRESETS: Readonly<Record<string, string>> = {
  bm25: "fusion=convex,weights.lexical=1,weights.bigram=0,weights.heading=0,weights.dense=0,weights.latent=0,feedback=off,adapter=off,spelling=off,abbreviations=off,rerank=none",
};

/** Every setting by its key; what feedback and reranking are made of only while they are on. */
export function settingValues(settings: RetrievalSettings): RetrievalSettingValues {
  const shown = RETRIEVAL_SETTINGS.filter(
    ({ key }) =>
      (!key.startsWith("feedback.") || settings.ranking.feedback !== "off") &&
      (!key.startsWith("rerank.") || settings.rerank.by !== "none"),
  );
  return Object.fromEntries(shown.map((setting) => [setting.key, setting.get(settings)]));
}

/** The settings of `to` that `from` has otherwise, by key. */
export function changedSettings(from: RetrievalSettings, to: RetrievalSettings): RetrievalSettingValues {
  const before = settingValues(from);
  return Object.fromEntries(Object.entries(settingValues(to)).filter(([key, value]) => before[key] !== value));
}

/** Can both be tried on one index? */
export function shareIndex(a: RetrievalSettings, b: RetrievalSettings): boolean {
  return RETRIEVAL_SETTINGS.filter(({ needsNewIndex }) => needsNewIndex).every((setting) => setting.get(a) === setting.get(b));
}

/**
 * Applies `key=value` pairs, several in one text with commas between them, in their order. `project` changes nothing and `bm25` turns
 * every other leg off. Throws BAD_INPUT naming the nearest known key, or what the value may be.
 */
export function withSettings(settings: RetrievalSettings, changes: readonly string[]): RetrievalSettings {
  const changed = applySettings(settings, changes);
  checkTogether(changed);
  return changed;
}

/** The same, whether or not the settings can be used together. */
export function applySettings(settings: RetrievalSettings, changes: readonly string[]): RetrievalSettings {
  return changes
    .flatMap((change) => change.split(","))
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "" && pair !== "project")
    .flatMap((pair) => (Object.hasOwn(PRESETS, pair) ? (PRESETS[pair] ?? "").split(",") : [pair]))
    .reduce(withSetting, settings);
}

/** Has any leg a weight that finds passages? Pairs of words and headings are only looked for among what other legs found. */
export function ranksAnything({ ranking: { weights } }: RetrievalSettings): boolean {
  return weights.lexical + weights.dense + weights.latent > 0;
}

function withSetting(settings: RetrievalSettings, pair: string): RetrievalSettings {
  const equals = pair.indexOf("=");
  const name = (equals < 0 ? pair : pair.slice(0, equals)).trim().replace(/^ranking\./, "");
  const setting = RETRIEVAL_SETTINGS.find(({ key }) => key === name);
  if (setting === undefined) throw unknownKey(name);
  if (equals < 0) throw new FirstfitError("BAD_INPUT", `"${pair}" sets nothing.`, `Write ${name}=VALUE: ${rangeText(setting)}.`);
  return setting.set(settings, checkedValue(setting, pair.slice(equals + 1).trim()));
}

function checkedValue(setting: RetrievalSetting, text: string): Value {
  const refuse = (): never => {
    throw new FirstfitError(
      "BAD_INPUT",
      `${setting.key} cannot be "${text}".`,
      `${setting.key} (${setting.means}) takes ${rangeText(setting)}.`,
    );
  };
  if (setting.kind === "name") return text === "" ? refuse() : text;
  if (setting.kind === "choice") return setting.range.includes(text) ? text : refuse();
  const number = text === "" ? Number.NaN : Number(text);
  const [low, high] = setting.range;
  if (!(number >= low && number <= high) || (setting.kind === "integer" && !Number.isInteger(number))) return refuse();
  return number;
}

/** "a number from 0 to 1", "one of convex, rrf, dbsf". */
export function rangeText(setting: RetrievalSetting): string {
  if (setting.kind === "name") return "a name";
  if (setting.kind === "choice") return `one of ${setting.range.join(", ")}`;
  return `a ${setting.kind === "integer" ? "whole " : ""}number from ${setting.range[0]} to ${setting.range[1].toLocaleString("en-US")}`;
}

function checkTogether(settings: RetrievalSettings): void {
  const { chunk } = settings;
  if (chunk.chunkTokensMin > chunk.chunkTokensMax)
    throw new FirstfitError(
      "BAD_INPUT",
      `chunk.tokensMin (${chunk.chunkTokensMin}) is above chunk.tokensMax (${chunk.chunkTokensMax}).`,
      "Set both: --set chunk.tokensMin=100 --set chunk.tokensMax=200",
    );
  if (!ranksAnything(settings))
    throw new FirstfitError("BAD_INPUT", "No leg that finds passages has a weight.", "Give one leg a weight: --set weights.lexical=1");
}

/** Further away than this and nobody can say what was meant. */
const KEY_SLIPS_MAX = 8;

function unknownKey(name: string): FirstfitError {
  const keys = RETRIEVAL_SETTINGS.map(({ key }) => key);
  // `latent` for `weights.latent` is as near as a slip of the finger
  const [nearest] = keys
    .map((key) => ({ key, away: Math.min(editDistance(name, key, KEY_SLIPS_MAX), key.endsWith(`.${name}`) ? 1 : Infinity) }))
    .toSorted((a, b) => a.away - b.away || (a.key < b.key ? -1 : 1));
  return new FirstfitError(
    "BAD_INPUT",
    `There is no setting "${name}".`,
    nearest !== undefined && nearest.away <= Math.max(2, name.length / 3)
      ? `Did you mean "${nearest.key}"?`
      : `Settings: ${keys.join(", ")}; or project, bm25.`,
  );
}

/** Settings of a project that says no more than this. */
export function defaultSettings(
  embedder: string,
  chunk: ChunkSettings,
  { ranking, rerank }: { readonly ranking?: RankingChange; readonly rerank?: Partial<RerankSettings> } = {},
): RetrievalSettings {
  return {
    embedder,
    chunk: { chunkStrategy: "structure", chunkOverlapTokens: 0, chunkBreakPercentile: 95, ...chunk },
    ranking: rankingWith(DEFAULT_RANKING, ranking),
    rerank: { by: "none", headings: HEADINGS_WEIGHT, ...rerank },
  };
}
