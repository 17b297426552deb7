import type { Advice, AdviceResult } from "../core/advice.ts";

type AdviceDocument = Extract<AdviceResult, { kind: "advice document" }>;

/** Several claims as a Markdown document: each claim a heading, its paragraph, and what would settle it. Ends without a line break. */
export function adviceDocument({ title, advice }: AdviceDocument): string {
  const known = advice.filter(({ unsure }) => !unsure).length;
  return [
    `# ${inline(title)}`,
    "",
    `${advice.length} ${advice.length === 1 ? "claim" : "claims"}; for ${known === advice.length ? "each" : `${known} of them`} a row of the decision table was found.`,
    ...advice.flatMap((each) => ["", ...section(each)]),
  ].join("\n");
}

function section({ claim, unsure, matches, reply, mechanisms, gates, commands, rule, rightWhen, model }: Advice): readonly string[] {
  const [best] = matches;
  return [
    `## ${inline(isLong(claim) ? `${claim.slice(0, HEADING_MAX).trimEnd()}…` : claim)}`,
    "",
    ...(isLong(claim) ? [`> ${inline(claim)}`, ""] : []),
    unsure || best === undefined ? "**Unsure.**" : `**${best.row} → ${best.move}** (confidence ${best.confidence.toFixed(2)})`,
    "",
    inline(reply),
    ...(rule === undefined ? [] : ["", `Rule: ${inline(rule)}.`]),
    ...(mechanisms.length === 0 ? [] : ["", `Mechanisms: ${mechanisms.join(", ")}.`]),
    ...(gates.length === 0 ? [] : ["", "Gates:", "", ...gates.map((gate) => `- ${gate}`)]),
    ...(rightWhen === undefined ? [] : ["", rightWhen]),
    ...(commands.length === 0 ? [] : ["", "```sh", ...commands, "```"]),
    ...(model === undefined
      ? []
      : [
          "",
          `${inline(model.model)} ${model.differs ? `would take the row ${model.row ?? "none"}, and says` : "says"}: ${inline(model.reply)}`,
        ]),
  ];
}

/** In UTF-16 units. A longer claim stands whole below its heading. */
const HEADING_MAX = 160;

function isLong(claim: string): boolean {
  return claim.length > HEADING_MAX;
}

/** Text of strangers on one line, so that it makes no heading, list, code or HTML of its own. */
function inline(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "\ufffd")
    .replace(/[\\`*_[\]<>#|]/g, String.raw`\$&`);
}
