import { writeFileSync } from "node:fs";

// Writes GGUF version 3, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md

export type MetaValue =
  | string
  | boolean
  | { readonly u32: number }
  | { readonly f32: number }
  | { readonly texts: readonly string[] }
  | { readonly floats: readonly number[] }
  | { readonly integers: readonly number[] };

export interface GgufTensor {
  readonly name: string;
  /** Innermost first: [in, out]. */
  readonly dims: readonly number[];
  readonly values: Float32Array;
  /** Default: as the file */
  readonly exact?: boolean;
}

const ALIGNMENT = 32;
const TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, text: 8, list: 9 } as const;

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const f32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const list = (type: number, parts: readonly Buffer[]): Buffer => Buffer.concat([u32(TYPES.list), u32(type), u64(parts.length), ...parts]);

function metaValue(value: MetaValue): Buffer {
  if (typeof value === "string") return Buffer.concat([u32(TYPES.text), text(value)]);
  if (typeof value === "boolean") return Buffer.concat([u32(TYPES.bool), Buffer.of(value ? 1 : 0)]);
  if ("u32" in value) return Buffer.concat([u32(TYPES.u32), u32(value.u32)]);
  if ("f32" in value) return Buffer.concat([u32(TYPES.f32), f32(value.f32)]);
  if ("texts" in value) return list(TYPES.text, value.texts.map(text));
  if ("floats" in value) return list(TYPES.f32, value.floats.map(f32));
  return list(TYPES.i32, value.integers.map(u32));
}

export type GgufPrecision = "F32" | "F16" | "Q8_0";
const FORMATS: Readonly<Record<GgufPrecision, { readonly fileType: number; readonly tensorType: number }>> = {
  F32: { fileType: 0, tensorType: 0 },
  F16: { fileType: 1, tensorType: 1 },
  Q8_0: { fileType: 7, tensorType: 8 },
};

function tensorBytes(values: Float32Array, precision: GgufPrecision): Uint8Array {
  if (precision === "F32") return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (precision === "F16") return new Uint8Array(Float16Array.from(values).buffer);
  // Blocks of 32: a half-precision scale and 32 signed bytes.
  const blocks = Array.from({ length: values.length / 32 }, (_, i) => {
    const block = values.subarray(i * 32, i * 32 + 32);
    const scale = block.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
    const bytes = Int8Array.from(block, (value) => (scale === 0 ? 0 : Math.round(value / scale)));
    return Buffer.concat([new Uint8Array(Float16Array.of(scale).buffer), new Uint8Array(bytes.buffer)]);
  });
  return Buffer.concat(blocks);
}

export function writeGguf(
  file: string,
  {
    meta,
    tensors,
    precision,
  }: { readonly meta: Readonly<Record<string, MetaValue>>; readonly tensors: readonly GgufTensor[]; readonly precision: GgufPrecision },
): void {
  const all: Readonly<Record<string, MetaValue>> = { ...meta, "general.file_type": { u32: FORMATS[precision].fileType } };
  const infos: Buffer[] = [];
  const bodies: Uint8Array[] = [];
  let offset = 0;
  for (const { name, dims, values, exact = dims.length === 1 } of tensors) {
    const used: GgufPrecision = exact ? "F32" : precision;
    const bytes = tensorBytes(values, used);
    infos.push(Buffer.concat([text(name), u32(dims.length), ...dims.map(u64), u32(FORMATS[used].tensorType), u64(offset)]));
    const padding = Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT);
    bodies.push(bytes, padding);
    offset += bytes.length + padding.length;
  }
  const head = Buffer.concat([
    Buffer.from("GGUF"),
    u32(3),
    u64(tensors.length),
    u64(Object.keys(all).length),
    ...Object.entries(all).map(([key, value]) => Buffer.concat([text(key), metaValue(value)])),
    ...infos,
  ]);
  const padding = Buffer.alloc((ALIGNMENT - (head.length % ALIGNMENT)) % ALIGNMENT);
  writeFileSync(file, Buffer.concat([head, padding, ...bodies]));
}
