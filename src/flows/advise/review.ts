import type { Advice, ReplyChange, ReplyReview, ReviewedReply, RowId } from "../../core/advice.ts";
import { FirstfitError } from "../../core/errors.ts";
import { CLAIMS_MAX, sectionsOf, UNDER_HEADINGS } from "./claims.ts";
import type { Section } from "./claims.ts";
import { plainText } from "./signals.ts";
import { DECISION_TABLE, rowOf } from "./table.ts";

export interface ReviewOptions {
  readonly file: string;
  readonly text: string;
  /** As it was when it was reviewed first; absent: this is the first time. */
  readonly first?: string;
  readonly keptAs: string;
  readonly advise: (claim: string) => Promise<Advice>;
}

/** Mechanisms that people name by another word than the table does. */
const MORE_TERMS = [
  "rag",
  "retrieval",
  "wiki",
  "web search",
  "caching",
  "prompt",
  "lora",
  "few-shot",
  "persona",
  "json schema",
  "tool",
  "baseline",
  "classifier",
  "local model",
  "quantized",
  "distil",
  "fine-tune",
  "vector search",
];
const TERMS: readonly string[] = [
  ...new Set([...DECISION_TABLE.flatMap(({ mechanisms }) => mechanisms), ...MORE_TERMS].map((term) => term.toLowerCase())),
].toSorted();

const REASON =
  /\b(because|since|so (?:that|it|they|we|nothing|nobody)|as (?:it|we|they|the)|therefore|which means|that way|otherwise|the reason|reason is|due to|thanks to|cheaper|faster|costs? (?:less|more)|needs? no)\b/;
const MEASUREMENT =
  /\b(measur\w*|test(?:s|ed)? (?:it|on|with|both)|compar\w*|evaluat\w*|eval|pass rate|hit rate|recall|accuracy|\d+ (?:cases|questions|examples|inputs|rows|prompts)|count(?:s|ing)? (?:how|the|what)|how (?:often|many)|percent|%|held-out|a\/b|benchmark\w*|blind(?:ly)?)\b|\d ?%/;

/**
 * Reads a document of claims (headings) with somebody's own replies below them: which lack a mechanism by its term, a reason or a measurement, and what would
 * mend that. Beside the first version it says what was gained and lost. Throws BAD_INPUT for a document without headings.
 */
export async function reviewReplies({ file, text, first, keptAs, advise }: ReviewOptions): Promise<ReplyReview> {
  const sections = headed(text, file);
  const replies: ReviewedReply[] = [];
  for (const { heading, body } of sections) replies.push(reviewed(heading, body, await advise(heading)));
  return { kind: "reply review", file, replies, keptAs, changes: first === undefined ? [] : changesSince(first, sections, keptAs) };
}

/** The claims of such a document with what each reply lacks, and nothing proposed. Throws as `reviewReplies` does. */
export function readReplies({
  file,
  text,
}: Pick<ReviewOptions, "file" | "text">): readonly Pick<ReviewedReply, "claim" | "lacks" | "terms">[] {
  return headed(text, file).map(({ heading, body }) => ({ claim: heading, lacks: lacksOf(body), terms: termsIn(plainText(body)) }));
}

function headed(text: string, name: string): readonly Section[] {
  const sections = sectionsOf(text, name);
  if (sections.length === 0) throw new FirstfitError("BAD_INPUT", `${name} has no headings.`, UNDER_HEADINGS);
  if (sections.length > CLAIMS_MAX)
    throw new FirstfitError("BAD_INPUT", `${name} has ${sections.length} claims, and ${CLAIMS_MAX} are read at once.`, "Split the file.");
  return sections;
}

function lacksOf(body: string): ReviewedReply["lacks"] {
  const plain = plainText(body);
  if (plain === "") return ["reply"];
  return [
    ...(termsIn(plain).length === 0 ? (["mechanism"] as const) : []),
    ...(REASON.test(plain) ? [] : (["reason"] as const)),
    ...(MEASUREMENT.test(plain) ? [] : (["measurement"] as const)),
  ];
}

function termsIn(plain: string): readonly string[] {
  return TERMS.filter((term) => new RegExp(`(?<![\\p{L}])${term.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "u").test(plain));
}

function reviewed(claim: string, reply: string, advice: Advice): ReviewedReply {
  const lacks = lacksOf(reply);
  const best = advice.unsure ? undefined : advice.matches[0]?.row;
  return {
    claim,
    reply,
    lacks,
    terms: termsIn(plainText(reply)),
    ...(best === undefined ? {} : { row: best }),
    ...(lacks.length === 0 || best === undefined ? {} : { proposal: proposalFor(reply, lacks, advice, best) }),
  };
}

/** The person's own words with what they lack, in the words of the row; the row's whole reply where there are none. */
function proposalFor(reply: string, lacks: ReviewedReply["lacks"], advice: Advice, best: RowId): string {
  if (lacks.includes("reply")) return advice.reply;
  const row = rowOf(best);
  const own = reply.replaceAll(/\s+/g, " ").trim();
  return [
    /[.!?]$/.test(own) ? own : `${own}.`,
    ...(lacks.includes("mechanism") ? [row.say] : []),
    ...(lacks.includes("reason") ? [`The reason: ${row.why}.`] : []),
    ...(lacks.includes("measurement") ? [`Measure first: ${row.measure}.`] : []),
  ].join(" ");
}

function changesSince(first: string, now: readonly Section[], name: string): readonly ReplyChange[] {
  const before = new Map(headed(first, name).map(({ heading, body }) => [heading, body]));
  return now.flatMap(({ heading, body }): ReplyChange[] => {
    const was = before.get(heading) ?? "";
    if (was === body) return [];
    const [lacked, lacks] = [lacksOf(was), lacksOf(body)];
    const parts = (list: ReviewedReply["lacks"]): ReviewedReply["lacks"] =>
      list.includes("reply") ? ["mechanism", "reason", "measurement"] : list;
    return [
      {
        claim: heading,
        before: was,
        now: body,
        gained: parts(lacked).filter((lack) => !parts(lacks).includes(lack)),
        lost: parts(lacks).filter((lack) => !parts(lacked).includes(lack)),
      },
    ];
  });
}
