import type { DecisionRow, StatedNumbers } from "../../core/advice.ts";
import type { PriceRow } from "../../core/prices.ts";

/** A model with its price, for an example in dollars. */
export interface PricedModel {
  readonly name: string;
  readonly row: PriceRow;
}

/** Moves after which no call is billed by tokens. */
const UNBILLED = new Set(["classical", "quantize", "local-model"]);

/**
 * The model to price by where none is configured: of those whose price holds on the day, the one in the middle by price, so that the example is neither
 * flattering nor frightening; for the hardest problems the dearest. Undefined for a table without any.
 */
export function exampleModel(rows: readonly PriceRow[], day: string, which: "middle" | "dearest"): PricedModel | undefined {
  const newest = new Map<string, PriceRow>();
  for (const row of rows) {
    if (row.operation !== "complete" || row.usdPerMillion?.output === undefined || row.from > day || (row.retires ?? "9999") <= day)
      continue;
    const name = `${row.provider}/${row.model}`;
    const known = newest.get(name);
    if (known === undefined || known.from < row.from) newest.set(name, row);
  }
  const byPrice = [...newest]
    .map(([name, row]) => ({ name, row }))
    .toSorted((a, b) => priceOf(a.row) - priceOf(b.row) || (a.name < b.name ? -1 : 1));
  return which === "dearest" ? byPrice.at(-1) : byPrice[Math.floor((byPrice.length - 1) / 2)];
}

function priceOf({ usdPerMillion }: PriceRow): number {
  return (usdPerMillion?.input ?? 0) + (usdPerMillion?.output ?? 0);
}

/** What it costs, in a sentence: what it takes to have it, and what its calls cost by a dated price. */
export function costSentence(row: DecisionRow, stated: StatedNumbers, priced: PricedModel | undefined): string {
  const effort = `It costs ${row.effort}.`;
  if (UNBILLED.has(row.move) || priced === undefined) return effort;
  const perCall = callCost(row.call, priced.row);
  if (perCall === undefined) return effort;
  const { inputTokens, outputTokens, cachedTokens } = row.call;
  const cached = cachedTokens === 0 ? "" : `, ${amount(cachedTokens)} of them cached`;
  const month =
    stated.callsMonth === undefined
      ? ""
      : `, so ${usd(perCall * stated.callsMonth)} for your ${amount(Math.round(stated.callsMonth))} a month`;
  return `${effort} A typical call of ${amount(inputTokens)} tokens in${cached} and ${amount(outputTokens)} out is about ${usd(perCall)} with ${priced.name}${month} (prices checked ${priced.row.checked}).`;
}

function callCost(
  { inputTokens, outputTokens, cachedTokens }: DecisionRow["call"],
  { usdPerMillion, cacheablePrefixMin }: PriceRow,
): number | undefined {
  if (usdPerMillion?.output === undefined) return undefined;
  const isCached = usdPerMillion.cacheRead !== undefined && cachedTokens >= (cacheablePrefixMin ?? 0);
  const cachedPrice = isCached ? (usdPerMillion.cacheRead ?? usdPerMillion.input) : usdPerMillion.input;
  return (
    ((inputTokens - cachedTokens) * usdPerMillion.input + cachedTokens * cachedPrice + outputTokens * usdPerMillion.output) / 1_000_000
  );
}

function usd(value: number): string {
  if (value >= 10) return `$${amount(Math.round(value))}`;
  return value >= 1 ? `$${value.toFixed(2)}` : `$${Number(value.toPrecision(2))}`;
}

/** With commas between thousands, and at most three decimals. By hand, because the first number that `toLocaleString` writes takes 20 ms. */
export function amount(value: number): string {
  const [whole = "", part] = String(Number(value.toFixed(3))).split(".");
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
}
