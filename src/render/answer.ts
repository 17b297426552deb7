import type { AnswerResult, ManyAnswers } from "../core/results.ts";
import { place } from "./locate.ts";
import { wrap, type RenderOptions } from "./style.ts";

/** The answer, then each citation with its exact words; or `not found in sources` with what came close and why it does not count. */
export function renderAnswer(answer: AnswerResult | ManyAnswers, options: RenderOptions): string {
  if (answer.kind === "many") return "";
  return answer.kind === "answered" ? answered(answer, options) : abstained(answer, options);
}

function answered(answer: AnswerResult & { readonly kind: "answered" }, { style, columns, isStreamed }: RenderOptions): string {
  const lines: string[] = [];
  const sentences = answer.sentences.map((sentence) => {
    const marks = sentence.citations.map((n) => `[${n}]`).join("");
    const text = style.safe(sentence.text);
    return sentence.supported ? `${text} ${marks}` : `${text} (unsupported)`;
  });
  if (isStreamed !== true) lines.push(style.bold(wrap(sentences.join(" "), columns)), "");
  for (const citation of answer.citations) {
    lines.push(
      `${style.cyan(`[${citation.n}]`)} ${style.safe(place(citation.document, citation.locator))}${citation.source === undefined ? "" : style.yellow(citation.source === "gone" ? " (the file is gone)" : " (the file has changed)")}`,
    );
    lines.push(wrap(`    “${style.safe(citation.quote)}”`, columns, "     "));
  }
  for (const older of answer.superseded) {
    lines.push(
      style.yellow(
        wrap(
          `${style.safe(older.by.document)} (${older.by.date}) is later than ${style.safe(older.document)} (${older.date}), which said: “${style.safe(older.quote)}”`,
          columns,
          "  ",
        ),
      ),
    );
  }
  lines.push("", style.dim(footer(answer)));
  return lines.join("\n");
}

function abstained(answer: AnswerResult & { readonly kind: "abstained" }, { style, columns }: RenderOptions): string {
  const lines = [style.bold(style.yellow("not found in sources")), wrap(style.safe(answer.reason), columns)];
  if (answer.nearest.length > 0) lines.push("", "Nearest, and why they do not count:");
  for (const near of answer.nearest) {
    lines.push(`  ${style.safe(near.document)}  ${style.dim(`score ${near.score.toFixed(2)}`)}`);
    lines.push(wrap(`    ${style.safe(clip(near.text, 160))}`, columns, "    "));
    lines.push(style.dim(wrap(`    ${style.safe(near.why)}`, columns, "    ")));
  }
  lines.push("", style.dim(footer(answer)));
  return lines.join("\n");
}

function footer(answer: AnswerResult): string {
  const sure = answer.confidence === undefined ? "" : `confidence ${answer.confidence.toFixed(2)}, `;
  return `${answer.model}, ${sure}${answer.evidence.length} passages read, ${Math.round(answer.tookMs)} ms`;
}

function clip(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length)
        .replace(/[\ud800-\udbff]$/, "")
        .trimEnd()} …`;
}
