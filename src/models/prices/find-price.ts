import type { PriceRow } from "../../core/prices.ts";

/** A date at the end of a model's name: -20251001, as Anthropic writes it, or -2025-04-14, as OpenAI does. */
const DATED = /-(?:\d{8}|\d{4}-\d{2}-\d{2})$/;

/**
 * The row that holds for a model at a date: of its exact name, else of its name without a date. A name that only begins alike is another
 * model (claude-opus-5 and claude-opus-5-5), so no prefix is ever tried. Undefined when there is none.
 * @param day as 2026-11-28
 */
export function findPrice(
  rows: readonly PriceRow[],
  { provider, model }: { readonly provider: string; readonly model: string },
  day: string,
): PriceRow | undefined {
  for (const name of new Set([model, model.replace(DATED, "")])) {
    const own = rows.filter((row) => row.provider === provider && row.model === name);
    if (own.length > 0)
      return own
        .filter(({ from }) => from <= day)
        .toSorted((a, b) => (a.from < b.from ? -1 : 1))
        .at(-1);
  }
  return undefined;
}

/** The day of a moment in UTC, as 2026-11-28. */
export function dayOf(dateMs: number): string {
  return new Date(dateMs).toISOString().slice(0, 10);
}
