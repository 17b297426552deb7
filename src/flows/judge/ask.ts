import type { Usage } from "../../core/answer.ts";
import type { Cost } from "../../core/calls.ts";
import { costSum } from "../../core/cost-sum.ts";
import { ProviderError, endsRun } from "../../core/errors.ts";
import type { Completion, CompletionRequest, Model } from "../../core/model.ts";
import { NO_USAGE, usageSum } from "../../core/usage.ts";
import { estimateTokens } from "../../text/tokens.ts";
import { reasonOf } from "../reason.ts";

export interface Asked {
  readonly usage: Usage;
  readonly cost: Cost;
}

/** What a judge said once, or why that is no verdict. */
export type Verdict =
  | ({ readonly kind: "given"; readonly verdict: string; readonly reasons: string } & Asked)
  | ({ readonly kind: "unusable"; readonly reason: string } & Asked);

export interface AskOptions {
  readonly signal: AbortSignal;
  /** Counted from 0: another opinion on the same. */
  readonly repeat: number;
  /** No call is made, so an answer that says nothing is nobody's fault and is not asked for again. */
  readonly isDryRun: boolean;
}

/** A verdict that is longer than this says too much; the report keeps so much of it. In UTF-16 units. */
const REASONS_LENGTH_MAX = 2_000;

/**
 * Asks for a verdict, and once more with what was wrong when the answer is none: no call of the tool, another verdict than those of its schema, cut
 * at its limit, refused. Never turns a failure into a verdict. Throws what ends the run (`endsRun`) and when `signal` ends it.
 */
export async function askForVerdict(model: Model, request: CompletionRequest, options: AskOptions): Promise<Verdict> {
  const { signal, repeat, isDryRun } = options;
  const tooLong = overflow(model, request);
  if (tooLong !== undefined) return { kind: "unusable", reason: tooLong, usage: NO_USAGE, cost: { kind: "known", usd: 0 } };
  const costs = costSum();
  let usage: Usage = NO_USAGE;
  const asked = (): Asked => ({ usage, cost: costs.sum() });
  let [asking, wrong] = [request, ""];
  for (let attempt = 0; attempt < (isDryRun ? 1 : 2); attempt++) {
    let completion: Completion;
    try {
      completion = await model.complete({ ...asking, signal, ...(repeat === 0 ? {} : { repeat }) });
    } catch (error) {
      if (endsRun(error) || signal.aborted) throw error;
      if (error instanceof ProviderError && error.maybeBilled)
        costs.add({ kind: "unknown", reason: "a call that failed may have been billed" });
      return { kind: "unusable", reason: `${model.id} failed: ${reasonOf(error)}`, ...asked() };
    }
    usage = usageSum(usage, completion.usage);
    costs.add(completion.facts?.cost ?? { kind: "unknown", reason: `${model.id} does not say what it costs` });
    const read = readVerdict(completion, request);
    if (read.kind === "given") return { ...read, ...asked() };
    wrong = read.wrong;
    asking = again(request, completion, wrong);
  }
  return { kind: "unusable", reason: `${model.id} ${wrong}${isDryRun ? "" : ", twice"}`, ...asked() };
}

/** Cutting an output to fit would judge another one. */
function overflow(model: Model, { system, messages, outputTokensMax }: CompletionRequest): string | undefined {
  const tokens = estimateTokens([system, ...messages.map(({ text }) => text)].join("\n"));
  return tokens + outputTokensMax <= model.contextTokensMax
    ? undefined
    : `what would have to be judged is some ${tokens.toLocaleString("en-US")} tokens long, and ${model.id} takes ${model.contextTokensMax.toLocaleString("en-US")} with its answer`;
}

type ReadVerdict =
  | { readonly kind: "given"; readonly verdict: string; readonly reasons: string }
  | { readonly kind: "wrong"; readonly wrong: string };

function readVerdict({ stop, toolInput }: Completion, { tool }: CompletionRequest): ReadVerdict {
  if (stop === "refusal") return { kind: "wrong", wrong: "refused to judge" };
  if (stop === "length") return { kind: "wrong", wrong: "was cut at its limit before the verdict" };
  if (toolInput === undefined) return { kind: "wrong", wrong: "did not call the tool" };
  if (typeof toolInput !== "object" || toolInput === null) return { kind: "wrong", wrong: "called the tool without an object" };
  const { reasons, verdict } = Object.fromEntries(Object.entries(toolInput)) as Readonly<Record<string, unknown>>;
  if (typeof reasons !== "string" || reasons.trim() === "") return { kind: "wrong", wrong: "gave no reasons" };
  const known = verdictsOf(tool?.inputSchema);
  const said = typeof verdict === "string" ? verdict.trim().toLowerCase() : undefined;
  if (said === undefined) return { kind: "wrong", wrong: "gave no verdict" };
  if (!known.includes(said))
    return { kind: "wrong", wrong: `gave the verdict ${JSON.stringify(said.slice(0, 40))}, which is none of ${known.join(", ")}` };
  return { kind: "given", verdict: said, reasons: reasons.trim().slice(0, REASONS_LENGTH_MAX).toWellFormed() };
}

/** The schema is the one of `prompt.ts`. */
function verdictsOf(schema: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const { properties } = (schema ?? {}) as { readonly properties?: { readonly verdict?: { readonly enum?: readonly string[] } } };
  return properties?.verdict?.enum ?? [];
}

function again(request: CompletionRequest, { stop }: Completion, wrong: string): CompletionRequest {
  const said = `Your last answer could not be used: it ${wrong}. Call the tool ${request.tool?.name ?? ""} with "reasons" and "verdict", ${stop === "length" ? "the reasons in two sentences" : "exactly as its schema says"}.`;
  const [first, ...others] = request.messages;
  return {
    ...request,
    messages: [{ role: "user", text: `${first?.text ?? ""}\n\n${said}` }, ...others],
    // a model that thinks aloud may need the room
    ...(stop === "length" ? { outputTokensMax: 2 * request.outputTokensMax } : {}),
  };
}
