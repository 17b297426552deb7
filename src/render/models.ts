import type { ConfiguredModel, ListedCandidate, ModelList, ModelsChecked, PriceTableShown } from "../core/model-list.ts";
import type { PriceRow } from "../core/prices.ts";
import { usdText } from "./bill.ts";
import { wrap } from "./style.ts";
import type { RenderOptions } from "./style.ts";

export function renderModels({ models, candidates, pricesReviewed }: ModelList, { style, columns }: RenderOptions): string {
  return [
    ...models.flatMap((model) => modelLines(model, { style, columns })),
    ...(candidates.length === 0 ? [] : ["candidates", ...candidateLines(candidates, { style, columns })]),
    style.dim(wrap(`Prices as reviewed on ${pricesReviewed}; docs/cost.md`, columns, "  ")),
  ].join("\n");
}

/** A line a model, with the candidates that ask it; and one for all whose models nobody can see from here. */
function candidateLines(candidates: readonly ListedCandidate[], { style, columns }: Pick<RenderOptions, "style" | "columns">): string[] {
  const byModel = new Map<string, { readonly names: string[]; readonly text: string }>();
  for (const { name, model } of candidates) {
    const { name: asked, missing } = model ?? { name: "" };
    const lack = missing === undefined ? "" : `: ${missing.what}; next: ${missing.fix}`;
    const text = model === undefined ? "functions, servers and commands, which ask whom they like" : `${asked}${lack}`;
    const group = byModel.get(text) ?? { names: [], text };
    group.names.push(name);
    byModel.set(text, group);
  }
  return [...byModel.values()].map(({ names, text }) => wrap(`  ${style.safe(`${names.join(", ")}: ${text}`)}`, columns, "    "));
}

function modelLines(model: ConfiguredModel, { style, columns }: Pick<RenderOptions, "style" | "columns">): string[] {
  const { role, name, status, missing, key, precision, isLocal, price } = model;
  const isWide = 19 + name.length <= columns;
  const indent = columns >= 40 ? " ".repeat(9) : "  ";
  const facts = [
    ...(precision === undefined ? [] : [`weights ${precision}`]),
    ...(key === undefined ? [] : [`key ${key.shown} from ${key.from}`]),
    isLocal ? "costs nothing" : price === undefined ? "price not known" : priceText(price),
    ...(price?.contextTokensMax === undefined ? [] : [`${price.contextTokensMax.toLocaleString("en-US")} tokens of context`]),
    ...(name === "builtin/extractive" ? ["quotes and is no language model: docs/models.md names some"] : []),
  ];
  return [
    `${status === "ready" ? style.green("ready  ") : style.red("missing")}  ${isWide ? role.padEnd(8) : role}${isWide ? "  " : `\n${indent}`}${style.bold(style.safe(name))}`,
    wrap(`${indent}${[...facts.map((fact) => style.safe(fact)), ...retirement(model, style)].join(", ")}`, columns, indent),
    ...(missing === undefined ? [] : [wrap(`${indent}${style.safe(missing.what)}; next: ${style.safe(missing.fix)}`, columns, indent)]),
  ];
}

/** What is announced; else a promise that has run out, since then notice can come any day; else the promise. */
function retirement({ price, isRetirementDue }: ConfiguredModel, style: RenderOptions["style"]): string[] {
  if (price?.retires !== undefined)
    return [style.yellow(`${isRetirementDue === true ? "retired on" : "retires on"} ${style.safe(price.retires)}`)];
  if (price?.retiresNotBefore === undefined) return [];
  return isRetirementDue === true
    ? [style.yellow(`its promise not to retire ended on ${style.safe(price.retiresNotBefore)}`)]
    : [`retires not before ${style.safe(price.retiresNotBefore)}`];
}

/** "$1.00 in, $5.00 out" for a million tokens. */
function priceText({ usdPerMillion, usdPerThousandSearches, longPrompt }: PriceRow): string {
  if (usdPerThousandSearches !== undefined) return `${usdText(usdPerThousandSearches)} for a thousand searches`;
  if (usdPerMillion === undefined) return "price not known";
  const { input, output, cacheRead } = usdPerMillion;
  const parts = [
    `${usdText(input)} in`,
    ...(output === undefined ? [] : [`${usdText(output)} out`]),
    ...(cacheRead === undefined ? [] : [`${usdText(cacheRead)} cached`]),
  ];
  const dearer = longPrompt === undefined ? "" : `, dearer above ${longPrompt.aboveTokens.toLocaleString("en-US")} tokens`;
  return `${parts.join(", ")} for a million tokens${dearer}`;
}

export function renderChecked({ checked }: ModelsChecked, { style }: RenderOptions): string {
  if (checked.length === 0) return "Everything configured is built in; there is nothing to ask.";
  return checked
    .flatMap((model) =>
      model.kind === "answered"
        ? [
            `${style.green("ok    ")}  ${model.role.padEnd(8)}  ${style.safe(model.name)}  ${Math.round(model.latencyMs)} ms${model.precision === undefined ? "" : `, weights ${style.safe(model.precision)}`}`,
          ]
        : [
            `${style.red("failed")}  ${model.role.padEnd(8)}  ${style.safe(model.name)}  ${model.code}: ${style.safe(model.message)}`,
            `        next: ${style.safe(model.fix)}`,
          ],
    )
    .join("\n");
}

export function renderPrices(shown: PriceTableShown, { style }: RenderOptions): string {
  if (shown.kind === "prices")
    return [
      `${shown.rows.length} rows, reviewed on ${shown.reviewed}${shown.file === undefined ? ", built in" : `, from ${style.safe(shown.file)}`}`,
      ...shown.rows.map((row) => `  ${style.safe(`${row.provider}/${row.model}`).padEnd(36)}  ${row.from}  ${priceText(row)}`),
    ].join("\n");
  const { changes, file, reviewed, reviewedBefore } = shown;
  return [
    `${changes.length === 0 ? "No price changes" : `${changes.length} rows change`}: ${reviewedBefore} -> ${reviewed}, in ${style.safe(file)}`,
    ...changes.flatMap(({ row, before, now }) => [
      `  ${style.safe(row)}`,
      ...(before === undefined ? [] : [style.red(`  - ${style.safe(before)}`)]),
      ...(now === undefined ? [] : [style.green(`  + ${style.safe(now)}`)]),
    ]),
  ].join("\n");
}
