import type { PriceTable } from "../../core/prices.ts";
import { ANTHROPIC_PRICES } from "./anthropic-prices.ts";
import { COHERE_PRICES } from "./cohere-prices.ts";
import { OPENAI_PRICES } from "./openai-prices.ts";
import { VOYAGE_PRICES } from "./voyage-prices.ts";

/**
 * Prices and limits as they were read at the sources named. Where no source gave a figure there is none: a cost that needs it is unknown.
 * Rows of one model with several dates are a change of price; a price that was announced and cancelled has none.
 */
export const PRICE_TABLE: PriceTable = {
  reviewed: "2026-11-28",
  rows: [...ANTHROPIC_PRICES, ...OPENAI_PRICES, ...VOYAGE_PRICES, ...COHERE_PRICES],
};
