import type { Usage } from "../core/answer.ts";
import { PIPELINE_STEPS } from "../core/pipeline.ts";
import type { Move, PipelineStepRun, PipelineTrace } from "../core/pipeline.ts";
import { wrap, type RenderOptions, type Style } from "./style.ts";

/** Moves and legs shown of a step; --json has all. */
const SHOWN = 5;

/** The nine steps of the pipeline, each with its time and what it changed. */
export function renderTrace(trace: PipelineTrace, { style, columns }: Pick<RenderOptions, "style" | "columns">): string {
  return trace
    .flatMap((step) => {
      const n = PIPELINE_STEPS.indexOf(step.kind) + 1;
      if ("skipped" in step) return [style.dim(`${n} ${step.kind.padEnd(9)}          -  ${style.safe(step.skipped)}`)];
      const [first = "", ...more] = linesOf(step, style);
      const head = `${n} ${style.bold(step.kind.padEnd(9))} ${step.ms.toFixed(1).padStart(7)} ms  `;
      const indent = " ".repeat(24);
      return [wrapped(head, first, columns, indent), ...more.map((line) => wrap(`${indent}${line}`, columns, `${indent}  `))];
    })
    .join("\n");
}

/** The head may hold colours, which take no room. */
function wrapped(head: string, text: string, columns: number, indent: string): string {
  return `${head}${wrap(`${indent}${text}`, columns, indent).trimStart()}`;
}

/** Switches that did not work, and what was done instead. */
export function renderNotes(notes: readonly string[], { style, columns }: Pick<RenderOptions, "style" | "columns">): string {
  return notes.map((note) => style.yellow(wrap(style.safe(note), columns, "  "))).join("\n");
}

function linesOf(step: PipelineStepRun, style: Style): string[] {
  const safe = (text: string): string => style.safe(text);
  switch (step.kind) {
    case "question":
      return [`${count(step.tokens, "token")}: “${safe(clip(step.text, 160))}”`];
    case "rewrite":
      return step.fallback === undefined
        ? [`${step.method} by ${safe(step.model)}, ${tokens(step.usage)}`, ...queryLines(step, style)]
        : [style.yellow(`${step.method}: searched as typed, because ${safe(step.fallback)}`)];
    case "embed":
      return [count(step.texts, "text"), ...step.queries.map((query) => termLine(query, style))];
    case "legs":
      return [
        step.allowed === step.chunks
          ? `over ${count(step.chunks, "chunk")}`
          : `over ${number(step.allowed)} of ${count(step.chunks, "chunk")} that pass the filter`,
        ...step.legs.map(({ query, leg, weight, candidates, top }) => {
          const best = top.slice(0, 3).map(({ chunk, score }) => `${safe(chunk)} (${score.toFixed(2)})`);
          return `${step.legs.some((other) => other.query > 0) ? `query ${query + 1}, ` : ""}${leg} x ${weight}: ${number(candidates)} found${best.length === 0 ? "" : `, first ${best.join(", ")}`}`;
        }),
        ...(step.feedbackTerms.length === 0 ? [] : [`feedback lent ${step.feedbackTerms.slice(0, 8).map(safe).join(", ")}`]),
      ];
    case "merge":
      return [
        `${number(step.found)} finds are ${count(step.candidates, "candidate")}${step.queries > 1 ? ` of ${step.queries} queries` : ""}${step.fusion === undefined ? "" : `, fused by ${step.fusion}`}; ${number(step.kept)} go on`,
        ...moveLines(step.moves, step.against === undefined ? "" : ` against ${step.against} alone`, style),
      ];
    case "rerank":
      return step.failure === undefined
        ? [
            `${safe(step.reranker)} kept ${number(step.kept)} of ${number(step.candidates)}${step.usage.source === "none" ? "" : `, ${tokens(step.usage)}`}`,
            ...moveLines(step.moves, "", style),
          ]
        : [style.yellow(`the order was kept, because ${safe(step.failure)}`)];
    case "pack":
      return packLines(step, style);
    case "generate":
      return [
        `${safe(step.model)}${step.usage.source === "none" ? "" : `, ${tokens(step.usage)}`}${step.declined === undefined ? "" : `; declined: ${safe(step.declined)}`}`,
      ];
    case "cite":
      return [
        `${count(step.citations, "citation")} verified, ${number(step.rejected)} rejected; ${count(step.sentences, "sentence")}, ${number(step.unsupported)} unsupported`,
      ];
  }
}

function queryLines({ queries }: PipelineStepRun<"rewrite">, style: Style): string[] {
  return queries.flatMap(({ text, denseText }, i) => [
    `${i + 1}. ${style.safe(clip(text, 200))}`,
    ...(denseText === undefined ? [] : [`compared with “${style.safe(clip(denseText, 200))}”`]),
  ]);
}

function termLine({ terms, termsUnknown, corrections, expansions }: PipelineStepRun<"embed">["queries"][number], style: Style): string {
  const unknown = termsUnknown.length === 0 ? "" : `; in no document: ${termsUnknown.map((term) => style.safe(term)).join(", ")}`;
  const others = [
    ...corrections.map(({ written, corrected }) => [written, corrected] as const),
    ...expansions.map(({ written, added }) => [written, added] as const),
  ].map(([written, other]) => `${style.safe(written)} as ${style.safe(other)}`);
  const also = others.length === 0 ? "" : `; also searched: ${others.join(", ")}`;
  return `terms ${terms
    .slice(0, 20)
    .map((term) => style.safe(term))
    .join(" ")}${unknown}${also}`;
}

function packLines({ passages, tokens: packed, tokensMax, dropped, cut, widened }: PipelineStepRun<"pack">, style: Style): string[] {
  const of = (why: "budget" | "duplicate"): number => dropped.filter((one) => one.why === why).length;
  return [
    `${count(passages, "passage")}, ${number(packed)} of ${number(tokensMax)} tokens`,
    ...(of("duplicate") > 0 ? [`${number(of("duplicate"))} left out: says what a better one says`] : []),
    ...(of("budget") > 0 ? [`${number(of("budget"))} left out: no room`] : []),
    ...(cut === undefined ? [] : [`${style.safe(cut)} was cut at the end of a sentence`]),
    ...(widened.length === 0 ? [] : [`${count(widened.length, "passage")} widened by what stands beside`]),
  ];
}

function moveLines(moves: readonly Move[], against: string, style: Style): string[] {
  if (moves.length === 0) return [`no change of the first places${against}`];
  const shown = moves.slice(0, SHOWN).map((move) => moveText(move, style));
  const more = moves.length > SHOWN ? `, and ${moves.length - SHOWN} more` : "";
  return [`moved${against}: ${shown.join(", ")}${more}`];
}

function moveText({ chunk, from, to }: Move, style: Style): string {
  const name = style.safe(chunk);
  if (to === undefined) return `${name} ${from} → out`;
  if (from === undefined) return `${name} new → ${to}`;
  return `${name} ${from} → ${to}`;
}

function tokens({ inputTokens, outputTokens, source }: Usage): string {
  const known = (value: number | undefined): string => (value === undefined ? "?" : number(value));
  return `${source === "estimate" ? "about " : ""}${known(inputTokens)} tokens in, ${known(outputTokens)} out`;
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).toWellFormed()} …`;
}

function count(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? "" : "s"}`;
}

function number(n: number): string {
  return n.toLocaleString("en-US");
}
