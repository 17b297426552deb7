import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import type { PriceRow, PriceTable } from "../core/prices.ts";
import { PRICE_TABLE } from "../models/prices/table.ts";
import type { Config } from "./schema.ts";
import { ownPriceSchema, priceTableSchema } from "./price-schema.ts";
import type { priceRowSchema } from "./price-schema.ts";

export interface PricePlaces {
  readonly config: Pick<Config, "prices">;
  readonly projectFolder: string;
  readonly userFolder: string;
}

export const projectPriceFile = (projectFolder: string): string => join(projectFolder, ".firstfit", "prices.json");
export const userPriceFile = (userFolder: string): string => join(userFolder, "prices.json");

/**
 * All rows that hold here: those of the configuration in place of all others of their model, else those of the newest table. A table that
 * was reviewed before the built-in one is passed over.
 */
export function readPrices({ config, projectFolder, userFolder }: PricePlaces): readonly PriceRow[] {
  const { rows } = priceTableInUse({ projectFolder, userFolder });
  const own = (config.prices ?? []).map((row) => withoutUndefined(ownPriceSchema.parse(row)));
  const named = new Set(own.map(({ provider, model }) => `${provider}/${model}`));
  return [...own, ...rows.filter(({ provider, model }) => !named.has(`${provider}/${model}`))];
}

/** The newest of the built-in table, the user's and the project's. */
export function priceTableInUse({ projectFolder, userFolder }: Omit<PricePlaces, "config">): PriceTable & { readonly file?: string } {
  const tables = [userPriceFile(userFolder), projectPriceFile(projectFolder)]
    .filter((file) => existsSync(file))
    .map((file) => ({ ...parsePriceTable(readFileSync(file, "utf8"), file), file }));
  return [PRICE_TABLE, ...tables].reduce((newest, table) => (table.reviewed >= newest.reviewed ? table : newest));
}

/** Throws BAD_INPUT naming what is wrong and where. */
export function parsePriceTable(text: string, file: string): PriceTable {
  const refuse = (why: string): FirstfitError =>
    new FirstfitError(
      "BAD_INPUT",
      `The price table ${file} ${why}.`,
      "docs/cost.md shows the form: { reviewed, rows: [{ provider, model, … }] }.",
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse("cannot be read as JSON");
  }
  const parsed = priceTableSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw refuse(`is wrong at ${issue?.path.map(String).join(".") || "its top"}: ${issue?.message ?? "not valid"}`);
  }
  const rows = parsed.data.rows.map(withoutUndefined);
  const seen = new Set<string>();
  for (const { provider, model, from, source, usdPerMillion, usdPerThousandSearches } of rows) {
    const key = `${provider}/${model} from ${from}`;
    if (seen.has(key)) throw refuse(`has two rows of ${key}`);
    seen.add(key);
    if (usdPerMillion === undefined && usdPerThousandSearches === undefined) throw refuse(`has no price of ${key} (${source})`);
  }
  return { reviewed: parsed.data.reviewed, rows };
}

/** Zod's optional fields may be there and undefined; ours are there or not. */
function withoutUndefined(row: z.infer<typeof priceRowSchema>): PriceRow {
  return JSON.parse(JSON.stringify(row)) as PriceRow; // the same row: plain data, checked by the schema
}
