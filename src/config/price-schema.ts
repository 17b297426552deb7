import { z } from "zod";

const usd = z.number().min(0);
const day = z.iso.date();
const tokenPrices = z.strictObject({
  input: usd,
  output: usd.optional(),
  cacheRead: usd.optional(),
  cacheWrite: usd.optional(),
  cacheWriteHour: usd.optional(),
});
const tokens = z.number().int().min(1);

/** A model's own name: no path, nothing that a terminal would read otherwise. */
const name = z.string().regex(/^[\w.:@/+-]{1,200}$/, "is no name of a provider or model");

export const priceRowSchema = z.strictObject({
  provider: name,
  model: name,
  operation: z.enum(["complete", "embed", "rerank"]),
  from: day,
  usdPerMillion: tokenPrices.optional(),
  longPrompt: z.strictObject({ aboveTokens: tokens, usdPerMillion: tokenPrices.optional() }).optional(),
  usdPerThousandSearches: usd.optional(),
  batchShare: z.number().min(0).max(1).optional(),
  cacheablePrefixMin: tokens.optional(),
  contextTokensMax: tokens.optional(),
  outputTokensMax: tokens.optional(),
  takesTemperature: z.boolean().optional(),
  retires: day.optional(),
  retiresNotBefore: day.optional(),
  retirementSource: z.string().min(1).optional(),
  source: z.string().min(1),
  checked: day,
});

export const priceTableSchema = z.strictObject({ reviewed: day, rows: z.array(priceRowSchema).min(1) });

/** What a configuration says of its own models: no date and no source are needed, since its author is the source. */
export const ownPriceSchema = priceRowSchema.extend({
  operation: z.enum(["complete", "embed", "rerank"]).default("complete"),
  from: day.default("1970-01-01"),
  source: z.string().default("the configuration"),
  checked: day.default("1970-01-01"),
});
