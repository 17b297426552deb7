import { createHash } from "node:crypto";

/** A vector that grows with shared words, as a model's would: each word adds a direction of its own. Not of unit length. */
export function wordVector(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const digest = createHash("sha256").update(word).digest();
    for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] ?? 0) + ((digest[i % 32] ?? 0) * (((i * 31) % 17) + 1) - 1_000) / 1_000;
  }
  return vector;
}

export function base64Of(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((number, i) => bytes.writeFloatLE(number, i * 4));
  return bytes.toString("base64");
}

/** As many tokens as the scripted servers bill: a word is one. */
export function wordCount(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** Share of the question's words that a passage has, as a reranker's score between 0 and 1. */
export function wordOverlap(query: string, passage: string): number {
  const wanted = new Set(query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const has = new Set(passage.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  return [...wanted].filter((word) => has.has(word)).length / Math.max(1, wanted.size);
}
