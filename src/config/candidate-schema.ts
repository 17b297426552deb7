import { z } from "zod";
import type { Answerer } from "../core/answer.ts";
import type { Json } from "../core/calls.ts";
import type { CandidateOutput, Case, TrialContext } from "../core/evaluation.ts";
import type { Model, Tool } from "../core/model.ts";
import type { PromptDefinition } from "../core/prompt-definition.ts";
import type { QueryMethod } from "../core/pipeline.ts";
import { promptSchema, toolSchema } from "./prompt-schema.ts";
import { rankingSchema } from "./ranking-schema.ts";
import type { RankingConfig } from "./ranking-schema.ts";
import { isAnswerer, isModel } from "./values.ts";

/** What a configuration names under `candidates`. */
export type CandidateConfig = CandidateFunction | RetrievalCandidate | PromptCandidate | HttpCandidate | CommandCandidate;

/** Answers a case with a text, or with all that it knows of its answer. A promise of it does as well. */
export type CandidateFunction = (input: Case["input"], context: TrialContext) => CandidateAnswer | Promise<CandidateAnswer>;

/** A text, or what a candidate says of its output; a `cost` that is a number is US dollars. */
export type CandidateAnswer = string | (Omit<CandidateOutput, "cost"> & { readonly cost?: number | CandidateOutput["cost"] });

/** The project's `ask`, with these settings in place of the project's own. What is not said is as there. */
export interface RetrievalCandidate {
  readonly kind: "retrieval";
  readonly model?: string | Answerer | Model;
  readonly ranking?: RankingConfig;
  /** "none", "builtin", "configured", "llm", or the name of a reranker. */
  readonly rerank?: string;
  /** Passages that a reranker leaves. Default: 5 */
  readonly rerankTo?: number;
  readonly rewrite?: QueryMethod;
  readonly expand?: "none" | "section" | "neighbours";
  readonly retrieveK?: number;
  readonly evidenceTokensMax?: number;
  readonly strict?: boolean;
  readonly filter?: Readonly<Record<string, string>>;
}

/** A model with a prompt. */
export interface PromptCandidate {
  readonly kind: "prompt";
  /** Default: the chat model of the configuration */
  readonly model?: string | Model;
  /** The name of one of `prompts`, or a prompt. Default: the bare input */
  readonly prompt?: string | PromptDefinition;
  /** Offered, never forced, beside those of the case. */
  readonly tools?: readonly Tool[];
  /** In place of the prompt's own. */
  readonly outputTokensMax?: number;
  readonly temperature?: number;
}

/** A server that answers over HTTP. Paths are as "choices.0.message.content" or "$.a[0].b". */
export interface HttpCandidate {
  readonly kind: "http";
  /** Places are filled and encoded: "http://127.0.0.1:8080/ask?q={{input}}". */
  readonly url: string;
  /** Default: "POST" */
  readonly method?: "GET" | "POST" | "PUT" | "PATCH";
  /** `${NAME}` stands for a variable of the environment, the only place for a secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** With the places {{input}}, {{messages}}, {{id}}, {{repeat}} and {{metadata.NAME}}. Default: { input: "{{input}}" } */
  readonly body?: Json;
  /** Where the output stands in the reply. Default: where it usually does */
  readonly output?: string;
  readonly toolCalls?: string;
  readonly usage?: string;
  readonly citations?: string;
  readonly abstained?: string;
  /** US dollars. */
  readonly cost?: string;
  readonly latencyMs?: string;
  /** The reply comes in pieces, whose outputs are joined. */
  readonly stream?: "sse" | "json-lines";
  /** Of one request. Default: 120 */
  readonly timeoutSeconds?: number;
  /** Requests at the same time, at most. */
  readonly concurrency?: number;
}

/** A program in any language. */
export interface CommandCandidate {
  readonly kind: "command";
  /** A line for the shell, or a program with its arguments, which no shell looks at. */
  readonly command: string | readonly string[];
  /** "text": one process a trial, input on standard input, output on standard output. "json-lines": a process that stays, one line in, one line out. Default: "text" */
  readonly protocol?: "text" | "json-lines";
  /** With "json-lines": how many of them. Default: 1 */
  readonly processes?: number;
  /** Of one trial. Default: 120 */
  readonly timeoutSeconds?: number;
  /** Relative to the configuration. Default: its folder */
  readonly cwd?: string;
  /** Beside the environment of firstfit; `${NAME}` stands for a variable of it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Trials at the same time, at most. Default: with "json-lines" one a process */
  readonly concurrency?: number;
}

const positive = z.number().int().min(1);
/** A timer of Node holds no more milliseconds. */
const seconds = z.number().positive().max(2_000_000);

/** By `kind`. */
export const CANDIDATE_SCHEMAS = {
  retrieval: z.strictObject({
    kind: z.literal("retrieval"),
    model: z
      .union(
        [z.string(), z.custom<Answerer | Model>((value) => isAnswerer(value) || isModel(value))],
        "is neither a name nor a Model nor an Answerer",
      )
      .optional(),
    ranking: rankingSchema.optional(),
    rerank: z.string().optional(),
    rerankTo: positive.optional(),
    rewrite: z.enum(["rewrite", "hyde", "multi", "decompose"]).optional(),
    expand: z.enum(["none", "section", "neighbours"]).optional(),
    retrieveK: positive.optional(),
    evidenceTokensMax: positive.optional(),
    strict: z.boolean().optional(),
    filter: z.record(z.string(), z.string()).optional(),
  }),
  prompt: z.strictObject({
    kind: z.literal("prompt"),
    model: z.union([z.string(), z.custom<Model>(isModel)], "is neither a name nor a Model").optional(),
    prompt: z.union([z.string(), promptSchema], "is neither the name of a prompt nor a prompt as docs/prompt-forms.md shows it").optional(),
    tools: z.array(toolSchema).min(1).optional(),
    outputTokensMax: positive.optional(),
    temperature: z.number().min(0).max(2).optional(),
  }),
  http: z.strictObject({
    kind: z.literal("http"),
    url: z.string(),
    method: z.enum(["GET", "POST", "PUT", "PATCH"]).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.json().optional(),
    output: z.string().optional(),
    toolCalls: z.string().optional(),
    usage: z.string().optional(),
    citations: z.string().optional(),
    abstained: z.string().optional(),
    cost: z.string().optional(),
    latencyMs: z.string().optional(),
    stream: z.enum(["sse", "json-lines"]).optional(),
    timeoutSeconds: seconds.optional(),
    concurrency: positive.optional(),
  }),
  command: z.strictObject({
    kind: z.literal("command"),
    command: z.custom<CommandCandidate["command"]>(isCommand, "is neither a command nor a list of its words"),
    protocol: z.enum(["text", "json-lines"]).optional(),
    processes: positive.optional(),
    timeoutSeconds: seconds.optional(),
    cwd: z.string().optional(),
    env: z.record(z.string(), z.string()).optional(),
    concurrency: positive.optional(),
  }),
} satisfies Readonly<Record<string, z.ZodObject>>;

function isCommand(value: unknown): boolean {
  const words: readonly unknown[] = Array.isArray(value) ? value : [value];
  const [first] = words;
  return words.every((word) => typeof word === "string") && typeof first === "string" && first.trim() !== "";
}
