import { z } from "zod";
import type { Bill, BillBefore, BillLines } from "../core/bill.ts";
import { billNote, renderBill } from "../render/bill.ts";
import { plainStyle } from "../render/style.ts";
import { EXIT, field } from "./operation.ts";
import type { App, Context, Operation } from "./operation.ts";

const USD_RANGE = "give US dollars, for example 0.50";

/** How a verb that asks models may spend. */
const spendingFields = {
  dryRun: z.boolean().default(false).meta(field("ask no model: say which calls would be made, and what they would cost")),
  maxCost: z
    .number(USD_RANGE)
    .min(0, USD_RANGE)
    .optional()
    .meta(field("stop before the call that could bring the run above so many US dollars", { placeholder: "usd" })),
  cache: z.boolean().default(true).meta(field("neither use nor keep answers of models")),
};

type SpendingInput = z.infer<z.ZodObject<typeof spendingFields>>;

/**
 * A verb that asks models, with the three switches of spending, and what was spent beside its result. In a dry run the verb runs with
 * empty answers, and what it returns is not shown.
 */
export function spending(row: Operation): Operation {
  return {
    ...row,
    input: row.input.extend(Object.fromEntries(Object.entries(spendingFields).filter(([name]) => !(name in row.input.shape)))),
    async run(app, input, context) {
      const { dryRun, maxCost, cache } = input as SpendingInput; // the fields added above
      // an answer that is kept is one of the model as it was
      const useCache = cache && input["watchModels"] !== true;
      const own = app.spending({ isDryRun: dryRun, useCache, ...(maxCost === undefined ? {} : { usdMax: maxCost }) });
      if (dryRun) return await dryly(row, own, input, context);
      try {
        const output = await row.run(own, input, { ...context, ...itemsWithBill(own, context) });
        return withBill(output, own.bill());
      } finally {
        // also of a run that failed or was stopped: what is spent is spent
        const bill = own.bill();
        if (bill !== undefined) context.report({ kind: "note", text: billNote(bill) });
      }
    },
    exit: (output) => (isBill(output) ? EXIT.done : row.exit(output)),
  };
}

/** `index` says itself what it would do; what embedding would cost stands beside it. */
async function dryly(row: Operation, app: App, input: Record<string, unknown>, context: Context): Promise<unknown> {
  const { onItem: _, onText: __, ...quiet } = context;
  const output = await row.run(app, input, quiet);
  const bill = await app.billBefore();
  if (row.effect !== "write") return bill;
  if (bill.calls + bill.cacheHits === 0) return output;
  context.report({ kind: "note", text: renderBill(bill, { style: plainStyle }) });
  return withField(output, "bill", bill);
}

export function isBill(output: unknown): output is BillBefore {
  return typeof output === "object" && output !== null && "kind" in output && output.kind === "bill";
}

function withBill(output: unknown, bill: Bill | undefined): unknown {
  if (bill === undefined || !isRecord(output)) return output;
  const { calls, replayed, failedTries, maybeBilled, cost, usage } = bill;
  const lines: BillLines = { calls, replayed, cost, ...(failedTries === 0 ? {} : { failedTries, maybeBilled }) };
  // What a run came to is the same however often it was stopped; what it was billed now is not, and stands with what is of this run alone.
  if (isRecord(output["run"])) return { ...output, run: { ...output["run"], usage, ...lines } };
  return { ...output, ...("usage" in output ? {} : { usage }), ...lines };
}

/** Every line of a verb of many has what it cost itself. */
function itemsWithBill(app: App, { onItem }: Context): Partial<Context> {
  if (onItem === undefined) return {};
  let before: Bill | undefined;
  return {
    onItem(item) {
      const now = app.bill();
      onItem(now === undefined || !isRecord(item) ? item : { ...item, ...since(before, now) });
      before = now;
    },
  };
}

function since(before: Bill | undefined, now: Bill): BillLines {
  const calls = now.calls - (before?.calls ?? 0);
  const replayed = now.replayed - (before?.replayed ?? 0);
  const is = now.cost;
  const usd = Math.round((known(is) - (before === undefined ? 0 : known(before.cost))) * 1e12) / 1e12;
  const isKnown = now.unknownCosts === (before?.unknownCosts ?? 0);
  return {
    calls,
    replayed,
    cost: isKnown || is.kind === "known" ? { kind: "known", usd } : { kind: "unknown", reason: is.reason, usdAtLeast: usd },
  };
}

function known(cost: Bill["cost"]): number {
  return cost.kind === "known" ? cost.usd : (cost.usdAtLeast ?? 0);
}

function withField(output: unknown, name: string, value: unknown): unknown {
  return isRecord(output) ? { ...output, [name]: value } : output;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
