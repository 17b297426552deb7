import { FirstfitError } from "../../../core/errors.ts";
import type { LabCheckKind } from "../../../core/lab.ts";
import { readReplies } from "../../advise/review.ts";
import { counted, failed, lines, passed, textOr } from "../room.ts";
import type { Finding, LabRoom } from "../room.ts";

type Spec = Extract<LabCheckKind, { readonly kind: "replies" }>;

/** Every reply of the document names a mechanism by its term; or has a reason and a measurement. */
export async function repliesHave({ file, has, repliesMin, about }: Spec, room: LabRoom): Promise<Finding> {
  const path = room.path(file);
  const read = await textOr(
    room,
    file,
    `firstfit lab ${room.lab} --write puts the claims there as headings; write a paragraph below each.`,
  );
  if ("finding" in read) return read.finding;
  let replies: ReturnType<typeof readReplies>;
  try {
    replies = readReplies({ file: path, text: read.text });
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "BAD_INPUT") throw error;
    return failed(path, error.message, error.fix);
  }
  const own = about === undefined ? replies : replies.filter(({ claim }) => new RegExp(about.pattern, "u").test(claim.toLowerCase()));
  if (about !== undefined && own.length === 0)
    return failed(path, `No heading is about ${about.name}.`, "Add one with your reply below it: ## We should build our own model");
  if (own.length < repliesMin)
    return failed(
      path,
      `${counted(own.length, "claim")}, and ${repliesMin} are asked for.`,
      "Write each claim as a heading (## We need a vector database) with your reply below it.",
    );
  const wanted = has === "mechanism" ? (["mechanism"] as const) : (["reason", "measurement"] as const);
  const lacking = own.flatMap(({ claim, lacks }): string[] => {
    if (lacks.includes("reply")) return [`"${claim}" has no reply`];
    const missing = wanted.filter((part) => lacks.includes(part));
    return missing.length === 0 ? [] : [`"${claim}" has no ${missing.join(" and no ")}`];
  });
  if (lacking.length > 0) return failed(path, lines(lacking), `See what would mend each: firstfit advise --review ${path}`);
  const all = own.length === 1 ? "The reply" : `Each of ${own.length} replies`;
  if (has !== "mechanism") return passed(path, `${all} has a reason and a measurement.`);
  return passed(path, `${all} names one: ${own.map(({ terms }) => terms[0]).join(", ")}.`);
}
