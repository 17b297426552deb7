import type { Advice, AdviceResult, Explained, MappedItem, ReplyReview, ReviewedReply, TrainingMap } from "../core/advice.ts";
import { adviceDocument } from "./advice-markdown.ts";
import { wrap } from "./style.ts";
import type { RenderOptions } from "./style.ts";

/** `advise`: one claim as a paragraph with what stands around it, several as a Markdown document, a review reply by reply. */
export function renderAdvice(output: AdviceResult | ReplyReview, options: RenderOptions): string {
  switch (output.kind) {
    case "advice":
      return oneAdvice(output, options);
    case "advice document":
      return adviceDocument(output);
    case "reply review":
      return replyReview(output, options);
  }
}

function oneAdvice(advice: Advice, { style, columns }: RenderOptions): string {
  const { matches, unsure, reply, mechanisms, gates, commands, rightWhen, rule } = advice;
  const [best, ...others] = matches;
  const head = unsure
    ? style.yellow("unsure: no row of the decision table fits well enough")
    : `${style.bold(best?.row ?? "")} → ${style.green(best?.move ?? "")}  ${style.dim(`confidence ${confidence(best?.confidence)}`)}`;
  const near = (unsure ? matches : others.filter((match) => match.confidence >= 0.1)).map(
    ({ row, move, confidence: belief }) => `${row} → ${move} ${confidence(belief)}`,
  );
  return [
    head,
    ...(rule === undefined ? [] : [style.dim(wrap(rule, columns, "  "))]),
    ...(near.length === 0 ? [] : [style.dim(wrap(`near: ${near.join(", ")}`, columns, "  "))]),
    "",
    wrap(style.safe(reply), columns),
    ...(mechanisms.length === 0 ? [] : ["", wrap(`${style.bold("mechanisms")}  ${mechanisms.join(", ")}`, columns, "  ")]),
    ...list("gates", gates, { style, columns }),
    ...list("commands that settle it", commands, { style, columns }),
    ...(rightWhen === undefined ? [] : ["", wrap(`${style.bold("right after all")}  ${rightWhen}`, columns, "  ")]),
    ...secondOpinion(advice, { style, columns }),
  ].join("\n");
}

function confidence(value: number | undefined): string {
  return (value ?? 0).toFixed(2);
}

type Paper = Pick<RenderOptions, "style" | "columns">;

function list(title: string, items: readonly string[], { style, columns }: Paper): readonly string[] {
  return items.length === 0 ? [] : ["", style.bold(title), ...items.map((item) => wrap(`  ${item}`, columns, "    "))];
}

function secondOpinion({ model, unsure, matches }: Advice, { style, columns }: Paper): readonly string[] {
  if (model === undefined) return [];
  const own = unsure ? "none" : (matches[0]?.row ?? "none");
  const verdict = model.differs
    ? style.yellow(
        `${style.safe(model.model)} would take the row ${model.row ?? "none"}; the table says ${own}. Both stand here: decide by measuring.`,
      )
    : model.row === undefined
      ? `${style.safe(model.model)} named no row.`
      : `${style.safe(model.model)} takes the same row, and puts it so:`;
  return ["", wrap(verdict, columns), wrap(`  ${style.safe(model.reply)}`, columns, "  ")];
}

function replyReview({ replies, changes, keptAs, file }: ReplyReview, { style, columns }: RenderOptions): string {
  const vague = replies.filter(({ lacks }) => lacks.length > 0);
  const lines = [
    style.bold(
      vague.length === 0
        ? `All ${replies.length} replies name a mechanism, a reason and a measurement.`
        : `${vague.length} of ${replies.length} ${replies.length === 1 ? "reply" : "replies"} ${vague.length === 1 ? "is" : "are"} vague`,
    ),
  ];
  for (const reply of replies) lines.push("", ...replyLines(reply, { style, columns }));
  if (changes.length > 0) {
    lines.push("", style.bold(`Since the first version (${style.safe(keptAs)})`));
    for (const { claim, before, now, gained, lost } of changes)
      lines.push(
        wrap(`  ${style.safe(claim)}`, columns, "    "),
        ...(before === "" ? [] : [style.red(wrap(`  - ${style.safe(before)}`, columns, "    "))]),
        ...(now === "" ? [] : [style.green(wrap(`  + ${style.safe(now)}`, columns, "    "))]),
        ...(gained.length === 0 ? [] : [`    gained: ${gained.join(", ")}`]),
        ...(lost.length === 0 ? [] : [`    lost: ${lost.join(", ")}`]),
      );
  } else
    lines.push(
      "",
      wrap(
        `The first version is kept as ${style.safe(keptAs)}. Upgrade ${style.safe(file)} and review it again to see the difference.`,
        columns,
      ),
    );
  return lines.join("\n");
}

function replyLines({ claim, lacks, terms, row, proposal }: ReviewedReply, { style, columns }: Paper): readonly string[] {
  const says =
    lacks.length === 0 ? style.green("good") : style.yellow(lacks.includes("reply") ? "no reply yet" : `lacks a ${listed(lacks)}`);
  return [
    wrap(`${style.bold(style.safe(claim))}  ${says}`, columns, "  "),
    style.dim(wrap(`  row ${row ?? "unsure"}; terms named: ${terms.join(", ") || "none"}`, columns, "  ")),
    ...(proposal !== undefined
      ? [wrap(`  upgrade: ${style.safe(proposal)}`, columns, "    ")]
      : lacks.length > 0
        ? [wrap("  no upgrade: no row of the decision table fits this heading; say it in English, as one problem", columns, "    ")]
        : []),
  ];
}

/** "reason", "mechanism and a reason", "mechanism, a reason and a measurement". */
function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", a ")} and a ${last}`;
}

/** `advise map`: two lists, training first, each with its reason. */
export function renderMap({ items, training, inference, unsure, verdict }: TrainingMap, { style, columns }: RenderOptions): string {
  const group = (side: MappedItem["side"], count: number): readonly string[] =>
    count === 0
      ? []
      : [
          "",
          style.bold(`${side} ${count}`),
          ...items
            .filter((item) => item.side === side)
            .flatMap(({ name, from, reason, measurement }) => [
              wrap(`  ${style.safe(name)}  ${style.dim(`(${from})`)}`, columns, "    "),
              wrap(`    why: ${style.safe(reason)}`, columns, "      "),
              ...(measurement === undefined ? [] : [wrap(`    measure: ${style.safe(measurement)}`, columns, "      ")]),
            ]),
        ];
  return [
    wrap(style.bold(verdict), columns),
    ...group("training", training),
    ...group("inference", inference),
    ...group("unsure", unsure),
  ].join("\n");
}

/** `explain`: one term, or all of them by name. */
export function renderExplained(output: Explained, { style, columns }: RenderOptions): string {
  if (output.kind === "terms")
    return [wrap(output.terms.join(", "), columns), "", style.dim(`${output.terms.length} terms. One of them: firstfit explain LoRA`)].join(
      "\n",
    );
  const { term, alias, says, matters, here, source } = output;
  return [
    style.bold(term) + style.dim(alias.length === 0 ? "" : `  also: ${alias.join(", ")}`),
    wrap(says, columns),
    "",
    wrap(`${style.bold("matters")}  ${matters}`, columns, "  "),
    wrap(`${style.bold("firstfit")}  ${here}`, columns, "  "),
    wrap(`${style.bold("source")}  ${source.title}`, columns, "  "),
    `  ${source.url}`,
  ].join("\n");
}
