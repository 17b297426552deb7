import { z } from "zod";
import type { RankingChange } from "../core/retrieval.ts";

/** How passages are ranked, as a configuration says it. */
export type RankingConfig = Omit<RankingChange, "adapter"> & {
  /** A file that `firstfit tune retrieval --write` made, relative to the configuration. */
  readonly adapter?: string;
};

const positive = z.number().int().min(1);
export const weightSchema = z.number().min(0);

/** `RankingConfig`. */
export const rankingSchema = z.strictObject({
  fusion: z.enum(["convex", "rrf", "dbsf"]).optional(),
  weights: z
    .strictObject({
      lexical: weightSchema.optional(),
      bigram: weightSchema.optional(),
      heading: weightSchema.optional(),
      dense: weightSchema.optional(),
      latent: weightSchema.optional(),
    })
    .optional(),
  k1: weightSchema.optional(),
  b: z.number().min(0).max(1).optional(),
  spelling: z.enum(["on", "off"]).optional(),
  abbreviations: z.enum(["on", "off"]).optional(),
  adapter: z.string().optional(),
  feedback: z
    .union(
      [z.literal("off"), z.strictObject({ documents: positive, terms: positive, weight: z.number().min(0).max(1) })],
      'is neither "off" nor { documents, terms, weight } with two whole numbers from 1 on and a weight from 0 to 1',
    )
    .optional(),
});
