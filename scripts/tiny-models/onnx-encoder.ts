import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onnxFile, tensor } from "./onnx-file.ts";
import type { Node, Tensor, Value } from "./onnx-file.ts";
import { PIECES, randomWeights } from "./random.ts";

export type OnnxPrecision = "fp32" | "fp16" | "q8" | "q4";

const SUFFIXES: Readonly<Record<OnnxPrecision, string>> = { fp32: "", fp16: "_fp16", q8: "_quantized", q4: "_q4" };
export const HIDDEN = 64;
const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

export interface TinyOnnxOptions {
  readonly kind: "embedder" | "cross-encoder";
  readonly precisions: readonly OnnxPrecision[];
  /** As sentence-transformers exports it. Absent: the export has no such file. */
  readonly pooling?: "cls" | "mean" | "max" | "lasttoken";
  readonly prompts?: Readonly<Record<string, string>>;
  /** Tokens that it reads at most. Default 64 */
  readonly tokensMax?: number;
}

/**
 * Writes a folder as an export of sentence-transformers has it: an encoder of random weights that has learned nothing but is loaded, tokenized
 * for and run as a real one is. Each token sees the mean of all.
 */
export function writeTinyOnnx(folder: string, options: TinyOnnxOptions): void {
  const { kind, precisions, pooling, prompts, tokensMax = 64 } = options;
  mkdirSync(join(folder, "onnx"), { recursive: true });
  const put = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));
  for (const precision of precisions) writeFileSync(join(folder, "onnx", `model${SUFFIXES[precision]}.onnx`), encoder(kind, precision));
  const vocabulary = [...SPECIAL, ...PIECES, ...PIECES.map((piece) => `##${piece}`)];
  put("config.json", {
    model_type: "bert",
    architectures: [kind === "embedder" ? "BertModel" : "BertForSequenceClassification"],
    hidden_size: HIDDEN,
    vocab_size: vocabulary.length,
    max_position_embeddings: tokensMax,
    ...(kind === "embedder" ? {} : { id2label: { "0": "LABEL_0" }, label2id: { LABEL_0: 0 } }),
  });
  put("tokenizer_config.json", { tokenizer_class: "BertTokenizer", model_max_length: tokensMax, do_lower_case: true });
  put("tokenizer.json", tokenizer(vocabulary));
  if (pooling !== undefined) {
    mkdirSync(join(folder, "1_Pooling"), { recursive: true });
    put("modules.json", [
      { idx: 0, name: "0", path: "", type: "sentence_transformers.models.Transformer" },
      { idx: 1, name: "1", path: "1_Pooling", type: "sentence_transformers.models.Pooling" },
      { idx: 2, name: "2", path: "2_Normalize", type: "sentence_transformers.models.Normalize" },
    ]);
    put("1_Pooling/config.json", {
      word_embedding_dimension: HIDDEN,
      pooling_mode_cls_token: pooling === "cls",
      pooling_mode_mean_tokens: pooling === "mean",
      pooling_mode_max_tokens: pooling === "max",
      pooling_mode_lasttoken: pooling === "lasttoken",
    });
  }
  if (prompts !== undefined) put("config_sentence_transformers.json", { prompts, default_prompt_name: null });
}

function tokenizer(vocabulary: readonly string[]): unknown {
  const token = (id: string): unknown => ({ SpecialToken: { id, type_id: 0 } });
  const sequence = (id: "A" | "B"): unknown => ({ Sequence: { id, type_id: id === "A" ? 0 : 1 } });
  const special = (name: string): unknown => ({ id: name, ids: [vocabulary.indexOf(name)], tokens: [name] });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [token("[CLS]"), sequence("A"), token("[SEP]")],
      pair: [token("[CLS]"), sequence("A"), token("[SEP]"), sequence("B"), { SpecialToken: { id: "[SEP]", type_id: 1 } }],
      special_tokens: { "[CLS]": special("[CLS]"), "[SEP]": special("[SEP]") },
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((piece, id) => [piece, id])),
    },
  };
}

function encoder(kind: TinyOnnxOptions["kind"], precision: OnnxPrecision): Uint8Array {
  const pieces = SPECIAL.length + 2 * PIECES.length;
  const weight = projection(randomWeights(HIDDEN * HIDDEN, 2, 1 / Math.sqrt(HIDDEN)), precision);
  const nodes: Node[] = [
    { op: "Gather", inputs: ["words", "input_ids"], outputs: ["embedded"] },
    { op: "Cast", inputs: ["attention_mask"], outputs: ["mask2"], integers: { to: 1 } },
    { op: "Unsqueeze", inputs: ["mask2", "last"], outputs: ["mask"] },
    { op: "Mul", inputs: ["embedded", "mask"], outputs: ["masked"] },
    { op: "ReduceSum", inputs: ["masked", "middle"], outputs: ["sum"], integers: { keepdims: 1 } },
    { op: "ReduceSum", inputs: ["mask", "middle"], outputs: ["count"], integers: { keepdims: 1 } },
    { op: "Div", inputs: ["sum", "count"], outputs: ["mean"] },
    { op: "Add", inputs: ["embedded", "mean"], outputs: ["mixed"] },
    ...weight.nodes,
    ...(kind === "embedder"
      ? [{ op: "Tanh", inputs: ["projected"], outputs: ["last_hidden_state"] }]
      : [
          { op: "Tanh", inputs: ["projected"], outputs: ["hidden"] },
          { op: "Mul", inputs: ["hidden", "mask"], outputs: ["seen"] },
          { op: "ReduceSum", inputs: ["seen", "middle"], outputs: ["pooled"], integers: { keepdims: 0 } },
          { op: "MatMul", inputs: ["pooled", "head"], outputs: ["logits"] },
        ]),
  ];
  const tensors: Tensor[] = [
    tensor("words", "float", [pieces, HIDDEN], randomWeights(pieces * HIDDEN, 1)),
    tensor("last", "int64", [1], BigInt64Array.of(-1n)),
    tensor("middle", "int64", [1], BigInt64Array.of(1n)),
    ...weight.tensors,
    ...(kind === "embedder" ? [] : [tensor("head", "float", [HIDDEN, 1], randomWeights(HIDDEN, 3, 0.05))]),
  ];
  const input = (name: string): Value => ({ name, type: "int64", dims: ["batch", "tokens"] });
  const output: Value =
    kind === "embedder"
      ? { name: "last_hidden_state", type: "float", dims: ["batch", "tokens", HIDDEN] }
      : { name: "logits", type: "float", dims: ["batch", 1] };
  return onnxFile({ inputs: ["input_ids", "attention_mask", "token_type_ids"].map(input), outputs: [output], nodes, tensors });
}

/** mixed x weight = projected, with the weight kept in the precision. */
function projection(
  weight: Float32Array,
  precision: OnnxPrecision,
): { readonly nodes: readonly Node[]; readonly tensors: readonly Tensor[] } {
  const matMul: Node = { op: "MatMul", inputs: ["mixed", "weight"], outputs: ["projected"] };
  const dims = [HIDDEN, HIDDEN];
  if (precision === "fp32") return { nodes: [matMul], tensors: [tensor("weight", "float", dims, weight)] };
  if (precision === "fp16")
    return {
      nodes: [{ op: "Cast", inputs: ["weight16"], outputs: ["weight"], integers: { to: 1 } }, matMul],
      tensors: [tensor("weight16", "float16", dims, Float16Array.from(weight))],
    };
  const largest = weight.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (precision === "q8")
    return {
      nodes: [{ op: "DequantizeLinear", inputs: ["weight8", "scale"], outputs: ["weight"] }, matMul],
      tensors: [
        tensor(
          "weight8",
          "int8",
          dims,
          Int8Array.from(weight, (value) => Math.round((value / largest) * 127)),
        ),
        tensor("scale", "float", [], Float32Array.of(largest / 127)),
      ],
    };
  return fourBits(weight);
}

/** Blocks of 32 numbers down each column, two in a byte with the first one low, 8 meaning zero. */
function fourBits(weight: Float32Array): { readonly nodes: readonly Node[]; readonly tensors: readonly Tensor[] } {
  const block = 32;
  const blocks = HIDDEN / block;
  const packed = new Uint8Array(HIDDEN * blocks * (block / 2));
  const scales = new Float32Array(HIDDEN * blocks);
  for (let column = 0; column < HIDDEN; column++)
    for (let at = 0; at < blocks; at++) {
      const values = Array.from({ length: block }, (_, i) => weight[(at * block + i) * HIDDEN + column] ?? 0);
      const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 7;
      scales[column * blocks + at] = scale;
      for (const [i, value] of values.entries()) {
        const bits = Math.max(0, Math.min(15, Math.round(value / scale) + 8));
        const byte = (column * blocks + at) * (block / 2) + (i >> 1);
        packed[byte] = (packed[byte] ?? 0) | (i % 2 === 0 ? bits : bits << 4);
      }
    }
  return {
    nodes: [
      {
        op: "MatMulNBits",
        domain: "com.microsoft",
        inputs: ["mixed", "weight4", "scales"],
        outputs: ["projected"],
        integers: { K: HIDDEN, N: HIDDEN, bits: 4, block_size: block },
      },
    ],
    tensors: [tensor("weight4", "uint8", [HIDDEN, blocks, block / 2], packed), tensor("scales", "float", [HIDDEN * blocks], scales)],
  };
}
