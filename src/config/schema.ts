import { z } from "zod";
import type { Answerer } from "../core/answer.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Model } from "../core/model.ts";
import type { PromptDefinition } from "../core/prompt-definition.ts";
import type { Reranker } from "../core/reranker.ts";
import type { PriceRow } from "../core/prices.ts";
import type { Embedder } from "../core/retrieval.ts";
import type { ChunkStrategy } from "../text/chunk.ts";
import { editDistance } from "../text/edit-distance.ts";
import { ownPriceSchema } from "./price-schema.ts";
import { promptSchema } from "./prompt-schema.ts";
import type { CandidateConfig } from "./candidate-schema.ts";
import { rankingSchema, weightSchema } from "./ranking-schema.ts";
import type { RankingConfig } from "./ranking-schema.ts";
import { ownGradersSchema, taskSchema } from "./task-schema.ts";
import type { OwnGrader, TaskConfig } from "./task-schema.ts";
import { isAnswerer, isEmbedder, isModel, isReranker } from "./values.ts";

/** The project's configuration: `export default defineConfig({ ... })` in firstfit.config.ts. Every field has a default. */
export interface Config {
  /** Files and folders that `firstfit index` reads, relative to the configuration file. */
  readonly sources?: readonly string[];
  /** The index file, relative to the configuration file. Default: .firstfit/index.db */
  readonly store?: string;
  /** What to leave out of `sources`, written as lines of .gitignore. */
  readonly exclude?: readonly string[];
  /** Who makes vectors: a short name, or a value of your own. Default: "builtin/wordnet" */
  readonly embedder?: string | Embedder;
  /** Who answers: a short name, an `Answerer`, or a `Model`. Default: "builtin/extractive" */
  readonly model?: string | Answerer | Model;
  /** Who grades outputs by `criteria`: a chat model's short name or a `Model`, how often it is asked, and rules of your own. docs/judge.md */
  readonly judge?: string | JudgeConfig;
  /** Who chooses from the first 30 passages under `--rerank configured`: a short name, or a value of your own. */
  readonly reranker?: string | Reranker;
  /** What is said of providers, by the first part of a model's name: where their server is, and how much they may be asked. */
  readonly providers?: Readonly<Record<string, ProviderConfig>>;
  /** What own models cost, or others than the table says. */
  readonly prices?: readonly OwnPrice[];
  /** Spans of the OpenTelemetry conventions for generative AI, with prompts and answers only when asked. Default: "off" */
  readonly tracing?: "off" | "on" | "with-text";
  /** Where documents are cut, and the size of a chunk in estimated tokens. Default: "structure", 300 to 800 */
  readonly chunk?: {
    readonly strategy?: ChunkStrategy;
    readonly tokensMin?: number;
    readonly tokensMax?: number;
    readonly overlapTokens?: number;
    readonly breakPercentile?: number;
    /** The model writes a sentence about each chunk's place in its document, which is searched with it. One call a chunk. Default: false */
    readonly contexts?: boolean;
  };
  /** How passages are ranked; what is not said is as in docs/fusion.md. `firstfit tune retrieval` finds it. */
  readonly ranking?: RankingConfig;
  /** Who orders the first 30 passages anew when the command line does not say, and what headings weigh then. Default: "none" */
  readonly rerank?: { readonly by?: "none" | "builtin"; readonly headings?: number };
  /** Prompts as data, by name: `firstfit budget NAME` counts one. docs/prompt-forms.md */
  readonly prompts?: Readonly<Record<string, PromptDefinition>>;
  /** What `firstfit eval` and `compare` run, by name: functions, and objects with a `kind`. docs/candidates.md */
  readonly candidates?: Readonly<Record<string, CandidateConfig>>;
  /** The tokenizer.json of a model, by the model's name; relative to the configuration file. `firstfit budget` counts with it. */
  readonly tokenizers?: Readonly<Record<string, string>>;
  /** What the project is to do well: its cases, what good enough means, and limits of each answer. docs/eval.md */
  readonly task?: TaskConfig;
  /** Graders of the project's own, which see every output. docs/eval.md */
  readonly graders?: readonly OwnGrader[];
  readonly ask?: {
    /** Passages retrieved before packing. Default: 30 */
    readonly retrieveK?: number;
    /** Tokens of evidence handed to the answerer. Default: 6000 */
    readonly evidenceTokensMax?: number;
    /** Widen the best passages to their section or their neighbours, as far as the tokens reach. Default: "none" */
    readonly expand?: "none" | "section" | "neighbours";
    /** Drop unsupported sentences instead of marking them. Default: false */
    readonly strict?: boolean;
  };
}

export interface JudgeConfig {
  readonly model?: string | Model;
  /** How often each output is judged; odd, and the majority counts. Default: 1 */
  readonly repeats?: number;
  /** Rules of the project's own, behind those of every judge. */
  readonly prompt?: string;
  /** What `judge calibrate --write` keeps, relative to this file. Default: .firstfit/judge.json */
  readonly calibration?: string;
}

export interface ProviderConfig {
  /** Where its server is, when it is not where the provider's own is. */
  readonly baseUrl?: string;
  /** Tokens that its models take, where the server does not say. */
  readonly contextTokensMax?: number;
  /** Calls at the same time. Default: 8 */
  readonly concurrency?: number;
  readonly requestsPerMinute?: number;
  /** Input and output together. */
  readonly tokensPerMinute?: number;
  /** Of one call, waiting and trying again included. Default: 600 */
  readonly deadlineSeconds?: number;
}

/** Of a row of the price table, what its author need not say: the day and the source. */
export type OwnPrice = Pick<PriceRow, "provider" | "model"> & Partial<PriceRow>;

/** Types the configuration in the editor; checks nothing and changes nothing. */
export function defineConfig(config: Config): Config {
  return config;
}

const positive = z.number().int().min(1);
export const configSchema = z.strictObject({
  sources: z.array(z.string()).optional(),
  store: z.string().optional(),
  exclude: z.array(z.string()).optional(),
  embedder: z.union([z.string(), z.custom<Embedder>(isEmbedder)], "is neither a name nor an Embedder").optional(),
  model: z
    .union(
      [z.string(), z.custom<Answerer | Model>((value) => isAnswerer(value) || isModel(value))],
      "is neither a name nor a Model nor an Answerer",
    )
    .optional(),
  rerank: z.strictObject({ by: z.enum(["none", "builtin"]).optional(), headings: weightSchema.optional() }).optional(),
  reranker: z.union([z.string(), z.custom<Reranker>(isReranker)], "is neither a name nor a Reranker").optional(),
  judge: z
    .union(
      [
        z.string(),
        z.strictObject({
          model: z.union([z.string(), z.custom<Model>(isModel)], "is neither a name nor a Model").optional(),
          repeats: positive.refine((repeats) => repeats % 2 === 1, "is even, so that there may be no majority").optional(),
          prompt: z.string().min(1).optional(),
          calibration: z.string().min(1).optional(),
        }),
      ],
      "is neither a name nor { model, repeats, prompt, calibration } with an odd number of repeats",
    )
    .optional(),
  providers: z
    .record(
      z.string(),
      z.strictObject({
        baseUrl: z.url("is no address as http://127.0.0.1:8080/v1").optional(),
        contextTokensMax: positive.optional(),
        concurrency: positive.optional(),
        requestsPerMinute: positive.optional(),
        tokensPerMinute: positive.optional(),
        deadlineSeconds: positive.optional(),
      }),
    )
    .optional(),
  prices: z.array(ownPriceSchema).optional(),
  tracing: z.enum(["off", "on", "with-text"]).optional(),
  chunk: z
    .strictObject({
      strategy: z.enum(["structure", "fixed", "sentence", "semantic"]).optional(),
      tokensMin: positive.optional(),
      tokensMax: positive.optional(),
      overlapTokens: z.number().int().min(0).optional(),
      breakPercentile: z.number().min(1).max(100).optional(),
      contexts: z.boolean().optional(),
    })
    .optional(),
  ranking: rankingSchema.optional(),
  prompts: z.record(z.string(), promptSchema).optional(),
  // what stands in it is checked by its kind, in candidate-schema.ts
  candidates: z.record(z.string(), z.unknown()).optional(),
  tokenizers: z.record(z.string(), z.string()).optional(),
  task: taskSchema.optional(),
  graders: ownGradersSchema.optional(),
  ask: z
    .strictObject({
      retrieveK: positive.optional(),
      evidenceTokensMax: positive.optional(),
      strict: z.boolean().optional(),
      expand: z.enum(["none", "section", "neighbours"]).optional(),
    })
    .optional(),
});

/** `within`: where in the configuration the value stands that did not fit its own schema. */
export function configError(
  file: string,
  error: z.ZodError,
  within: { readonly path: readonly string[]; readonly schema: z.ZodType } = { path: [], schema: configSchema },
): FirstfitError {
  // a misspelt key is also a key that is missing, and the slip says more
  const issue = error.issues.find(({ code }) => code === "unrecognized_keys") ?? error.issues[0];
  const path = [...within.path, ...(issue?.path ?? []).map(String)].join(".");
  if (issue?.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const known = knownKeys(within.schema, issue.path.map(String));
    const near = known.find((name) => editDistance(name.toLowerCase(), key.toLowerCase(), SLIPS_MAX) <= SLIPS_MAX);
    return new FirstfitError(
      "BAD_CONFIG",
      `${file} has the unknown key "${path === "" ? "" : `${path}.`}${key}".`,
      near === undefined ? `Known keys: ${known.join(", ")}.` : `Did you mean "${near}"?`,
    );
  }
  return new FirstfitError(
    "BAD_CONFIG",
    `${file}: ${path === "" ? "the default export" : `"${path}"`}${saidOf(issue?.message ?? "is not valid")}.`,
    "See docs/configuration.md for every key and its type.",
  );
}

/** Zod's own messages are sentences beside the key; ours go on from it. */
function saidOf(message: string): string {
  const said = message.replace(/^Invalid input: /, "");
  return said === message && !/^\p{Lu}/u.test(said) ? ` ${said}` : `: ${said.charAt(0).toLowerCase()}${said.slice(1)}`;
}

/** Edits between a key and what somebody may have meant. */
const SLIPS_MAX = 2;

function knownKeys(of: z.ZodType, path: readonly string[]): readonly string[] {
  let schema: unknown = of;
  for (const key of path) schema = optionless(schema instanceof z.ZodObject ? schema.shape[key] : undefined);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function optionless(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
