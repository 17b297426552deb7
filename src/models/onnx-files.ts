import { hash } from "node:crypto";
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { FirstfitError } from "../core/errors.ts";
import { fieldOf, textOf } from "./json-values.ts";
import { promptsOf } from "./retrieval-prompts.ts";
import type { RetrievalPrompts } from "./retrieval-prompts.ts";

/** Names of precisions as transformers.js has them, with what each puts behind `model`; the most exact first. */
const PRECISIONS: readonly (readonly [precision: string, suffix: string])[] = [
  ["fp32", ""],
  ["fp16", "_fp16"],
  ["q8", "_quantized"],
  ["int8", "_int8"],
  ["uint8", "_uint8"],
  ["q4f16", "_q4f16"],
  ["q4", "_q4"],
  ["bnb4", "_bnb4"],
  ["q2f16", "_q2f16"],
  ["q2", "_q2"],
];

export type Pooling = "cls" | "mean" | "max" | "lasttoken";

/** What the files of an export say of it; no engine is loaded for it. */
export interface OnnxFacts {
  readonly folder: string;
  /** Last part of the folder's name. */
  readonly name: string;
  readonly precision: string;
  /** Differs where the file does. */
  readonly mark: string;
  /** Length of a vector, or of what a cross-encoder works on. */
  readonly dimensions: number;
  /** Tokens that it reads at most. */
  readonly tokensMax: number;
  readonly pooling: Pooling;
  readonly prompts: RetrievalPrompts;
}

/**
 * Reads an export of sentence-transformers, or a plain one of a transformer: config.json, onnx/model*.onnx, and where they are there modules.json,
 * 1_Pooling/config.json and config_sentence_transformers.json. Without `precision` the most exact file there is. Throws BAD_CONFIG.
 */
export function onnxFacts(folder: string, precision?: string): OnnxFacts {
  const name = basename(folder);
  const config = readJson(join(folder, "config.json"));
  if (config === undefined)
    throw wrong(
      `${folder} is no ONNX export: it has no config.json.`,
      "Name the folder that has config.json, tokenizer.json and onnx/model.onnx.",
    );
  const files = existsSync(join(folder, "onnx")) ? new Set(readdirSync(join(folder, "onnx"))) : new Set<string>();
  const there = PRECISIONS.filter(([, suffix]) => files.has(`model${suffix}.onnx`));
  const found = precision === undefined ? there[0] : there.find(([each]) => each === precision);
  if (found === undefined)
    throw wrong(
      `${folder} has no onnx/model${precision === undefined ? "*.onnx" : `*.onnx of precision ${precision}`}.`,
      there.length === 0
        ? "Export it: optimum-cli export onnx --model MODEL FOLDER, and put model.onnx into FOLDER/onnx."
        : `There are: ${there.map(([each]) => `onnx/${name}#${each}`).join(", ")}`,
    );
  const dimensions = fieldOf(config, "hidden_size") ?? fieldOf(config, "dim");
  if (typeof dimensions !== "number") throw wrong(`${join(folder, "config.json")} does not say hidden_size.`, "Export the model again.");
  const limits = [fieldOf(config, "max_position_embeddings"), fieldOf(readJson(join(folder, "tokenizer_config.json")), "model_max_length")];
  const known = limits.filter((limit): limit is number => typeof limit === "number" && limit > 0 && limit < 1e6);
  return {
    folder,
    name,
    precision: found[0],
    mark: sampledHash(join(folder, "onnx", `model${found[1]}.onnx`)),
    dimensions,
    tokensMax: known.length === 0 ? 512 : Math.min(...known),
    pooling: poolingOf(folder, name),
    prompts: exportedPrompts(folder) ?? promptsOf(name),
  };
}

function poolingOf(folder: string, name: string): Pooling {
  const file = join(folder, "1_Pooling", "config.json");
  const pooling = readJson(file);
  // Plain exports of these families leave the file out; their cards say that the first token is meant.
  if (pooling === undefined) return /bge-|arctic-embed|mxbai-embed|gte-.*-v1\.5/i.test(name) ? "cls" : "mean";
  const modes = { cls_token: "cls", mean_tokens: "mean", max_tokens: "max", lasttoken: "lasttoken" } as const;
  const on = Object.entries(typeof pooling === "object" && pooling !== null ? pooling : {})
    .filter(([key, value]) => key.startsWith("pooling_mode_") && value === true)
    .map(([key]) => key.slice("pooling_mode_".length));
  const mode = Object.entries(modes).find(([key]) => on.length === 1 && key === on[0])?.[1];
  if (mode !== undefined) return mode;
  throw wrong(
    `${file} pools by ${on.join(" and ") || "nothing"}, which is not known here.`,
    "Use a model that pools by cls, mean, max or the last token.",
  );
}

function exportedPrompts(folder: string): RetrievalPrompts | undefined {
  const prompts = fieldOf(readJson(join(folder, "config_sentence_transformers.json")), "prompts");
  if (typeof prompts !== "object" || prompts === null || Object.keys(prompts).length === 0) return undefined;
  const [query, document] = [fieldOf(prompts, "query"), fieldOf(prompts, "document") ?? fieldOf(prompts, "passage")];
  return { query: textOf(query) ?? "", document: textOf(document) ?? "" };
}

function readJson(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch (cause) {
    throw new FirstfitError("BAD_CONFIG", `${file} cannot be read as JSON.`, "Export the model again.", { cause });
  }
}

function wrong(message: string, fix: string): FirstfitError {
  return new FirstfitError("BAD_CONFIG", message, fix);
}

const SAMPLES = 64;
const SAMPLE_BYTES = 16_384;

/** Twelve letters from a file's size and from samples all over it: a whole model would take seconds to read, and weights differ everywhere. */
export function sampledHash(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const pieces = Array.from({ length: SAMPLES }, (_, i) => {
      const piece = Buffer.alloc(SAMPLE_BYTES);
      const read = readSync(descriptor, piece, 0, SAMPLE_BYTES, Math.floor((Math.max(0, size - SAMPLE_BYTES) * i) / (SAMPLES - 1)));
      return piece.subarray(0, read);
    });
    return hash("sha256", Buffer.concat([Buffer.from(`${size} `), ...pieces]), "hex").slice(0, 12);
  } finally {
    closeSync(descriptor);
  }
}
