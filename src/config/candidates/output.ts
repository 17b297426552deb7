import { z } from "zod";
import type { CandidateOutput } from "../../core/evaluation.ts";
import { FirstfitError } from "../../core/errors.ts";

const count = z.number().int().min(0);
const usd = z.number().min(0);
/** A bare number is US dollars, as in the answers of servers and commands. */
const cost = z.union(
  [
    usd.transform((dollars) => ({ kind: "known" as const, usd: dollars })),
    z.strictObject({ kind: z.literal("known"), usd }),
    z.strictObject({ kind: z.literal("unknown"), reason: z.string(), usdAtLeast: usd.optional() }),
  ],
  {
    error: 'give US dollars as a number of 0 or more, such as 0.002, or { kind: "unknown", reason: "…" } where nobody knows',
  },
);

/** `CandidateOutput` of core/evaluation.ts, as somebody else's program gives it. */
const outputSchema = z.strictObject({
  text: z.string(),
  toolCalls: z.array(z.strictObject({ name: z.string(), input: z.unknown() })).optional(),
  citations: z
    .array(z.strictObject({ document: z.string(), start: count.optional(), end: count.optional(), verified: z.boolean().optional() }))
    .optional(),
  abstained: z.boolean().optional(),
  stop: z.enum(["end", "length", "refusal"]).optional(),
  usage: z
    .strictObject({
      inputTokens: count.optional(),
      outputTokens: count.optional(),
      cachedInputTokens: count.optional(),
      cacheWriteTokens: count.optional(),
      cacheWriteHourTokens: count.optional(),
      reasoningTokens: count.optional(),
      searchUnits: count.optional(),
      source: z.enum(["provider", "estimate", "none"]),
    })
    .optional(),
  cost: cost.optional(),
  latencyMs: z.number().min(0).optional(),
  notes: z.array(z.string()).optional(),
});

/** What a candidate returned, checked. Throws CANDIDATE_FAILED saying what it returned instead. */
export function checkedOutput(value: unknown, candidate: string): CandidateOutput {
  if (typeof value === "string") return { text: value };
  const parsed = outputSchema.safeParse(value);
  // the schema's own type allows `undefined` where ours has no field; JSON, which outputs are kept as, knows no difference
  if (parsed.success) return parsed.data as CandidateOutput;
  const issue = parsed.error.issues[0];
  const at = issue === undefined || issue.path.length === 0 ? "" : `"${issue.path.map(String).join(".")}": `;
  throw new FirstfitError(
    "CANDIDATE_FAILED",
    typeof value === "object" && value !== null
      ? `${candidate} returned an object that is no output: ${at}${issue?.message ?? "it does not fit"}.`
      : `${candidate} returned ${value === undefined ? "nothing" : value === null ? "null" : `a ${typeof value}`}.`,
    "Return a text, or an object with `text` and any of toolCalls, citations, abstained, stop, usage, cost and latencyMs.",
  );
}
