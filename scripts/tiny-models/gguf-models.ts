import { writeGguf } from "./gguf-file.ts";
import type { GgufPrecision, GgufTensor, MetaValue } from "./gguf-file.ts";
import { PIECES, randomWeights } from "./random.ts";

const WIDTH = 64;
const INNER = 128;
const LAYERS = 2;
const HEADS = 4;
const ones = (count: number): Float32Array => new Float32Array(count).fill(1);
const zeros = (count: number): Float32Array => new Float32Array(count);

/** Numbers its tensors, so that each is another one. */
function matrices(): (name: string, dims: readonly [number, number]) => GgufTensor {
  let seed = 10;
  return (name, dims) => ({ name, dims, values: randomWeights(dims[0] * dims[1], seed++, 1 / Math.sqrt(dims[0])) });
}

export interface TinyGgufOptions {
  readonly precision: GgufPrecision;
  /** Tokens that it was trained with. Default 512 */
  readonly contextTokens?: number;
}

/** A llama of random weights with a tokenizer that can write every text, by bytes where it has no piece for it. */
export function writeTinyLlama(file: string, { precision, contextTokens = 4_096 }: TinyGgufOptions): void {
  const specials = ["<unk>", "<s>", "</s>"];
  const bytes = Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`);
  const pieces = ["\u2581", ...PIECES, ...PIECES.map((piece) => `\u2581${piece}`)];
  const tokens = [...specials, ...bytes, ...pieces];
  const matrix = matrices();
  const output = matrix("output.weight", [WIDTH, tokens.length]);
  // It never ends by itself, and says letters, not bytes: what it is asked for is then always a text.
  output.values.fill(0, 0, (specials.length + bytes.length) * WIDTH);
  const key = HEADS / 2;
  const meta: Readonly<Record<string, MetaValue>> = {
    "general.architecture": "llama",
    "general.name": "tiny-llama",
    "llama.context_length": { u32: contextTokens },
    "llama.embedding_length": { u32: WIDTH },
    "llama.block_count": { u32: LAYERS },
    "llama.feed_forward_length": { u32: INNER },
    "llama.attention.head_count": { u32: HEADS },
    "llama.attention.head_count_kv": { u32: key },
    "llama.attention.layer_norm_rms_epsilon": { f32: 1e-5 },
    "llama.rope.dimension_count": { u32: WIDTH / HEADS },
    "llama.vocab_size": { u32: tokens.length },
    "tokenizer.ggml.model": "llama",
    "tokenizer.ggml.tokens": { texts: tokens },
    "tokenizer.ggml.scores": { floats: tokens.map((_, i) => -i) },
    "tokenizer.ggml.token_type": { integers: [2, 3, 3, ...bytes.map(() => 6), ...pieces.map(() => 1)] },
    "tokenizer.ggml.unknown_token_id": { u32: 0 },
    "tokenizer.ggml.bos_token_id": { u32: 1 },
    "tokenizer.ggml.eos_token_id": { u32: 2 },
  };
  const layers = Array.from({ length: LAYERS }, (_, i) => [
    { name: `blk.${i}.attn_norm.weight`, dims: [WIDTH], values: ones(WIDTH) },
    matrix(`blk.${i}.attn_q.weight`, [WIDTH, WIDTH]),
    matrix(`blk.${i}.attn_k.weight`, [WIDTH, (WIDTH / HEADS) * key]),
    matrix(`blk.${i}.attn_v.weight`, [WIDTH, (WIDTH / HEADS) * key]),
    matrix(`blk.${i}.attn_output.weight`, [WIDTH, WIDTH]),
    { name: `blk.${i}.ffn_norm.weight`, dims: [WIDTH], values: ones(WIDTH) },
    matrix(`blk.${i}.ffn_gate.weight`, [WIDTH, INNER]),
    matrix(`blk.${i}.ffn_up.weight`, [WIDTH, INNER]),
    matrix(`blk.${i}.ffn_down.weight`, [INNER, WIDTH]),
  ]).flat();
  const tensors = [
    matrix("token_embd.weight", [WIDTH, tokens.length]),
    { name: "output_norm.weight", dims: [WIDTH], values: ones(WIDTH) },
    output,
    ...layers,
  ];
  writeGguf(file, { meta, tensors, precision });
}

/** `embedder` pools by its first token, `ranker` scores a pair: the two kinds of BERT that llama.cpp runs. */
export function writeTinyBert(file: string, kind: "embedder" | "ranker", { precision, contextTokens = 512 }: TinyGgufOptions): void {
  const specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
  const tokens = [...specials, ...PIECES.map((piece) => `\u2581${piece}`), ...PIECES];
  const matrix = matrices();
  const norm = (name: string): GgufTensor[] => [
    { name: `${name}.weight`, dims: [WIDTH], values: ones(WIDTH) },
    { name: `${name}.bias`, dims: [WIDTH], values: zeros(WIDTH) },
  ];
  const linear = (name: string, from: number, to: number): GgufTensor[] => [
    matrix(`${name}.weight`, [from, to]),
    { name: `${name}.bias`, dims: [to], values: zeros(to) },
  ];
  const meta: Readonly<Record<string, MetaValue>> = {
    "general.architecture": "bert",
    "general.name": `tiny-bert-${kind}`,
    "bert.context_length": { u32: contextTokens },
    "bert.embedding_length": { u32: WIDTH },
    "bert.block_count": { u32: LAYERS },
    "bert.feed_forward_length": { u32: INNER },
    "bert.attention.head_count": { u32: HEADS },
    "bert.attention.layer_norm_epsilon": { f32: 1e-12 },
    "bert.attention.causal": false,
    "bert.pooling_type": { u32: kind === "embedder" ? 2 : 4 },
    "tokenizer.ggml.model": "bert",
    "tokenizer.ggml.token_type_count": { u32: 2 },
    "tokenizer.ggml.tokens": { texts: tokens },
    "tokenizer.ggml.token_type": { integers: tokens.map((_, i) => (i < specials.length ? 3 : 1)) },
    "tokenizer.ggml.padding_token_id": { u32: 0 },
    "tokenizer.ggml.unknown_token_id": { u32: 1 },
    "tokenizer.ggml.cls_token_id": { u32: 2 },
    "tokenizer.ggml.bos_token_id": { u32: 2 },
    "tokenizer.ggml.eos_token_id": { u32: 3 },
    // The key is misspelt in the format itself.
    "tokenizer.ggml.seperator_token_id": { u32: 3 },
    "tokenizer.ggml.mask_token_id": { u32: 4 },
  };
  const layers = Array.from({ length: LAYERS }, (_, i) => [
    ...linear(`blk.${i}.attn_q`, WIDTH, WIDTH),
    ...linear(`blk.${i}.attn_k`, WIDTH, WIDTH),
    ...linear(`blk.${i}.attn_v`, WIDTH, WIDTH),
    ...linear(`blk.${i}.attn_output`, WIDTH, WIDTH),
    ...norm(`blk.${i}.attn_output_norm`),
    ...linear(`blk.${i}.ffn_up`, WIDTH, INNER),
    ...linear(`blk.${i}.ffn_down`, INNER, WIDTH),
    ...norm(`blk.${i}.layer_output_norm`),
  ]).flat();
  const tensors: GgufTensor[] = [
    matrix("token_embd.weight", [WIDTH, tokens.length]),
    { ...matrix("position_embd.weight", [WIDTH, contextTokens]), exact: true },
    { ...matrix("token_types.weight", [WIDTH, 2]), exact: true },
    ...norm("token_embd_norm"),
    ...layers,
    ...(kind === "embedder" ? [] : [...linear("cls", WIDTH, WIDTH), ...linear("cls.output", WIDTH, 1)]),
  ];
  writeGguf(file, { meta, tensors, precision });
}
