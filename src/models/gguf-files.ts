import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import { FirstfitError } from "../core/errors.ts";
import { sampledHash } from "./onnx-files.ts";

/** What a GGUF file says of itself; no engine is loaded for it. */
export interface GgufFacts {
  readonly file: string;
  /** The file's name without its folder and ".gguf". */
  readonly name: string;
  readonly architecture: string;
  /** "Q4_K_M", "F16": most of its weights. */
  readonly precision: string;
  /** Differs where the file does. */
  readonly mark: string;
  readonly dimensions: number;
  readonly contextTokensMax: number;
}

/** `general.file_type`, as enum llama_ftype of llama.cpp's llama.h numbers it. */
const FILE_TYPES: Readonly<Record<number, string>> = {
  0: "F32",
  1: "F16",
  2: "Q4_0",
  3: "Q4_1",
  7: "Q8_0",
  8: "Q5_0",
  9: "Q5_1",
  10: "Q2_K",
  11: "Q3_K_S",
  12: "Q3_K_M",
  13: "Q3_K_L",
  14: "Q4_K_S",
  15: "Q4_K_M",
  16: "Q5_K_S",
  17: "Q5_K_M",
  18: "Q6_K",
  19: "IQ2_XXS",
  20: "IQ2_XS",
  21: "Q2_K_S",
  22: "IQ3_XS",
  23: "IQ3_XXS",
  24: "IQ1_S",
  25: "IQ4_NL",
  26: "IQ3_S",
  27: "IQ3_M",
  28: "IQ2_S",
  29: "IQ2_M",
  30: "IQ4_XS",
  31: "IQ1_M",
  32: "BF16",
  36: "TQ1_0",
  37: "TQ2_0",
};

/** Reads the head of the file, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Throws BAD_CONFIG for what is no GGUF file. */
export function ggufFacts(file: string): GgufFacts {
  if (!existsSync(file)) throw wrong(`There is no file ${file}.`);
  const meta = readMeta(file);
  const architecture = meta.get("general.architecture");
  const dimensions = meta.get(`${String(architecture)}.embedding_length`);
  const contextTokensMax = meta.get(`${String(architecture)}.context_length`);
  if (typeof architecture !== "string" || typeof dimensions !== "number" || typeof contextTokensMax !== "number")
    throw wrong(`${file} does not say its architecture, its embedding length and its context length.`);
  const type = meta.get("general.file_type");
  return {
    file,
    name: basename(file).replace(/\.gguf$/i, ""),
    architecture,
    precision: typeof type === "number" ? (FILE_TYPES[type] ?? `file type ${type}`) : "unknown precision",
    mark: sampledHash(file),
    dimensions,
    contextTokensMax,
  };
}

function wrong(message: string): FirstfitError {
  return new FirstfitError("BAD_CONFIG", message, "Name a model file in GGUF, as llama.cpp reads it: gguf/models/NAME.gguf");
}

type Scalar = string | number | boolean;
const PIECE_BYTES = 1 << 20;
/** No name and no text of the head is longer; a longer one is the sign of a file that is something else. */
const TEXT_BYTES_MAX = 1 << 24;

/** Texts, numbers and flags; lists are passed over. */
function readMeta(file: string): ReadonlyMap<string, Scalar> {
  const descriptor = openSync(file, "r");
  try {
    let piece = Buffer.alloc(0);
    let start = 0;
    let at = 0;
    const bytes = (count: number): Buffer => {
      if (count > TEXT_BYTES_MAX || !Number.isSafeInteger(at)) throw wrong(`${file} is damaged.`);
      if (at < start || at + count > start + piece.length) {
        piece = Buffer.alloc(Math.max(count, PIECE_BYTES));
        start = at;
        piece = piece.subarray(0, readSync(descriptor, piece, 0, piece.length, start));
        if (piece.length < count) throw wrong(`${file} ends within its head.`);
      }
      const found = piece.subarray(at - start, at - start + count);
      at += count;
      return found;
    };
    const u32 = (): number => bytes(4).readUInt32LE();
    const u64 = (): number => Number(bytes(8).readBigUInt64LE());
    const text = (): string => bytes(u64()).toString("utf8");
    if (bytes(4).toString("latin1") !== "GGUF") throw wrong(`${file} is no GGUF file.`);
    const version = u32();
    if (version < 2 || version > 3) throw wrong(`${file} is GGUF of version ${version}, and versions 2 and 3 are read.`);
    u64(); // tensors
    const count = u64();
    const meta = new Map<string, Scalar>();
    const scalar = (type: number): Scalar => {
      if (type === 8) return text();
      if (type === 7) return bytes(1).readUInt8() !== 0;
      if (type === 6) return bytes(4).readFloatLE();
      if (type === 12) return bytes(8).readDoubleLE();
      const size = INTEGER_BYTES[type];
      if (size === undefined) throw wrong(`${file} has a value of the unknown type ${type}.`);
      return size === 8 ? u64() : bytes(size).readUIntLE(0, size);
    };
    const skipList = (): void => {
      const type = u32();
      const length = u64();
      const size = type === 7 ? 1 : type === 6 ? 4 : type === 12 ? 8 : INTEGER_BYTES[type];
      if (size !== undefined) at += size * length;
      else if (type === 8)
        for (let i = 0; i < length; i++) {
          const bytesOfText = u64();
          at += bytesOfText;
        }
      else throw wrong(`${file} has a list of the unknown type ${type}.`);
    };
    for (let i = 0; i < count; i++) {
      const key = text();
      const type = u32();
      if (type === 9) skipList();
      else meta.set(key, scalar(type));
    }
    return meta;
  } finally {
    closeSync(descriptor);
  }
}

/** u8, i8, u16, i16, u32, i32, u64, i64; what is asked of them is never negative. */
const INTEGER_BYTES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 10: 8, 11: 8 };
