import type { Bill, BillBefore } from "../core/bill.ts";
import type { Cost } from "../core/calls.ts";
import type { RenderOptions } from "./style.ts";

/** "$0.0123": four digits that say something, and at least cents. */
export function usdText(usd: number): string {
  if (usd === 0) return "$0";
  const digits = usd >= 1 ? 2 : Math.min(9, Math.max(2, 3 - Math.floor(Math.log10(usd))));
  const text = usd.toFixed(digits);
  return `$${digits > 2 ? text.replace(/0+$/, "").padEnd(text.indexOf(".") + 3, "0") : text}`;
}

export function costText(cost: Cost): string {
  if (cost.kind === "known") return usdText(cost.usd);
  return cost.usdAtLeast === undefined || cost.usdAtLeast === 0
    ? `cost unknown (${cost.reason})`
    : `at least ${usdText(cost.usdAtLeast)} (${cost.reason})`;
}

/** The bill after a run, in one line. */
export function billNote({ calls, replayed, failedTries, maybeBilled, cost, costSaved }: Bill): string {
  const saved = costSaved.kind === "known" && costSaved.usd > 0 ? `, which saved ${usdText(costSaved.usd)}` : "";
  const parts = [
    `${counted(calls, "call")}, ${costText(cost)}`,
    ...(replayed === 0 ? [] : [`${counted(replayed, "answer")} from the cache${saved}`]),
    ...(failedTries === 0
      ? []
      : [`${counted(failedTries, "try", "tries")} failed${maybeBilled === 0 ? "" : `, ${maybeBilled} of them maybe billed`}`]),
  ];
  return `models: ${parts.join("; ")}`;
}

/** Of what is not called through our own call desk. */
const NOT_OURS = "cost not known to firstfit, and not capped unless its answers say it";

/** The bill before a run. */
export function renderBill(bill: BillBefore, { style }: Pick<RenderOptions, "style">): string {
  const hits = bill.cacheHits === 0 ? "" : `, and ${counted(bill.cacheHits, "answer")} from the cache`;
  if (bill.calls === 0) return `No call would be made${hits}. It would cost nothing.`;
  if (hits === "" && bill.planned.every(({ operation }) => operation === "run"))
    return [
      ...bill.planned.map(({ provider, model, calls }) => `${runs(provider, calls)} ${style.safe(model)}, ${NOT_OURS}`),
      style.dim("Nothing was asked and nothing was started."),
    ].join("\n");
  const rows = bill.planned.map((planned) => {
    const { operation, provider, model, calls, inputTokens, outputTokensMax, low, high } = planned;
    if (operation === "run") return [style.safe(model), runs(provider, calls).replace(/ \w+$/, ""), "", NOT_OURS];
    return [
      style.safe(`${provider}/${model}`),
      `${counted(calls, "call")} to ${operation}`,
      `at most ${number(inputTokens)} tokens in${outputTokensMax === 0 ? "" : `, ${number(outputTokensMax)} out`}`,
      rangeText(low, high),
    ];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [
    `${counted(bill.calls, "call")} would be made${hits}: ${style.bold(rangeText(bill.low, bill.high))}`,
    ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd()),
    style.dim(
      "The first sum is without any output, the second with all of it. Nothing was asked; an answer that decides what is asked next is not foreseen.",
    ),
  ].join("\n");
}

/** Of what is not ours. */
function runs(provider: string, calls: number): string {
  return provider === "http" ? `${counted(calls, "request")} to` : `${counted(calls, "run")} of`;
}

function rangeText(low: Cost, high: Cost): string {
  if (low.kind === "known" && high.kind === "known")
    return low.usd === high.usd ? usdText(low.usd) : `${usdText(low.usd)} to ${usdText(high.usd)}`;
  return costText(high);
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}
