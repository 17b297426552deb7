import type { Synthesis } from "../../core/dataset-results.ts";
import type { Chunk } from "../../core/document.ts";
import { isModelFailure } from "../../core/errors.ts";
import type { Completion, CompletionRequest, Model } from "../../core/model.ts";
import type { Report } from "../../core/progress.ts";
import type { Index } from "../../core/retrieval.ts";
import { seededRandom, shuffled } from "../../stats/random.ts";
import { mapBounded } from "../ingest/bounded.ts";
import type { Fields } from "./json-objects.ts";
import { nearPairs } from "./same-input.ts";
import { isRetrieved, passageCase, passageQuestionPrompt } from "./synthesize/passage-question.ts";
import type { Proposal, ProposalFault } from "./synthesize/passage-question.ts";
import { variantCases, variantsPrompt } from "./synthesize/variants.ts";
import type { BaseCase } from "./synthesize/variants.ts";

export interface SynthesisOptions {
  readonly model: Model;
  readonly seed: number;
  /** Cases to add, at most. */
  readonly count: number;
  /** Inputs that are in the dataset, or were dropped from it: nothing nearly the same is added. */
  readonly known: readonly { readonly id: string; readonly input: Fields["input"] }[];
  /** Puts rows on the disk, all or none; what it was given is there when it returns. Tells how many were new. */
  add(rows: readonly Fields[]): Promise<number>;
  /** Nobody answers; as many calls are planned as would be made if every answer could be used. */
  readonly isDryRun?: boolean;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface DocumentSynthesis extends SynthesisOptions {
  readonly index: Pick<Index, "documents" | "chunksOf" | "documentText" | "search">;
  readonly perDocument: number;
  /** Each question must find its passage among so many; absent: that is not looked at. */
  readonly roundTripK?: number;
}

export interface VariantSynthesis extends SynthesisOptions {
  readonly bases: readonly BaseCase[];
  /** Variants of a case, at most. */
  readonly perCase: number;
}

/** Passages below this many UTF-16 units hold little to ask for. */
const PASSAGE_MIN = 120;
const AT_ONCE = 4;

/**
 * Questions to passages of an index, one call a passage, each with the quote that answers it, verified word for word in the document. Passages are drawn by the seed: the
 * first of every document, then the second, so that few questions spread over many documents. What was paid for is on the disk before the next passages are asked about.
 */
export async function synthesizeFromDocuments(options: DocumentSynthesis): Promise<Synthesis> {
  const { index, model, perDocument, roundTripK } = options;
  const texts = new Map<string, string>();
  const textOf = (id: string): string => {
    const text = texts.get(id) ?? index.documentText(id) ?? "";
    texts.set(id, text);
    return text;
  };
  return await propose(passagesOf(index, perDocument, options.seed), options, {
    stage: "passages",
    casesPerCall: 1,
    prompt: passageQuestionPrompt,
    async casesOf(completion, chunk) {
      const proposal = passageCase(completion, chunk, { documentText: textOf(chunk.document), model: model.id });
      if (proposal.kind !== "usable" || roundTripK === undefined) return [proposal];
      return [(await isRetrieved(proposal.row, chunk, { retriever: index, k: roundTripK })) ? proposal : { kind: "notRetrieved" }];
    },
  });
}

/** Other wordings of cases, one call a case; what they expect stays. */
export async function synthesizeVariants(options: VariantSynthesis): Promise<Synthesis> {
  const { bases, model, perCase } = options;
  return await propose(shuffled(bases, seededRandom(options.seed)), options, {
    stage: "cases",
    casesPerCall: perCase,
    prompt: (base) => variantsPrompt(base, perCase),
    casesOf: async (completion, base) => variantCases(completion, base, { count: perCase, model: model.id }),
  });
}

function passagesOf(index: DocumentSynthesis["index"], perDocument: number, seed: number): readonly Chunk[] {
  const random = seededRandom(seed);
  const lists = shuffled(index.documents(), random).map(({ id }) =>
    shuffled(
      index.chunksOf(id).filter(({ text }) => text.length >= PASSAGE_MIN),
      random,
    ).slice(0, perDocument),
  );
  return Array.from({ length: perDocument }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}

interface ProposalKind<Source> {
  readonly stage: string;
  readonly casesPerCall: number;
  prompt(source: Source): CompletionRequest;
  casesOf(completion: Completion, source: Source): Promise<readonly Proposal[]>;
}

async function propose<Source>(sources: readonly Source[], options: SynthesisOptions, kind: ProposalKind<Source>): Promise<Synthesis> {
  const { count, report, signal } = options;
  const faults: Record<ProposalFault, number> = { junk: 0, pointing: 0, quoteNotFound: 0, notRetrieved: 0 };
  const known = [...options.known];
  let [asked, proposed, nearDuplicates, added, failed] = [0, 0, 0, 0, 0];
  let failure: Error | undefined;
  // What ends the run: thrown when the answers beside it, which are paid, are on the disk.
  let stop: { readonly error: unknown } | undefined;
  report({ kind: "started", stage: kind.stage, total: sources.length });
  for (;;) {
    signal.throwIfAborted();
    // no more calls than the missing cases need: they are paid
    const due = Math.ceil((count - (options.isDryRun === true ? asked * kind.casesPerCall : added)) / kind.casesPerCall);
    const batch = sources.slice(asked, asked + Math.min(AT_ONCE, Math.max(0, due)));
    if (batch.length === 0) break;
    asked += batch.length;
    const answers = await mapBounded(batch, AT_ONCE, async (source) => {
      try {
        return await kind.casesOf(await options.model.complete({ ...kind.prompt(source), signal }), source);
      } catch (error) {
        if (isModelFailure(error)) {
          failed++;
          failure ??= error;
        } else stop ??= { error };
        return [];
      }
    });
    const all = answers.flat();
    proposed += all.length;
    for (const { kind: fault } of all) if (fault !== "usable") faults[fault]++;
    const { fresh, near } = withoutNear(
      all.flatMap((each) => (each.kind === "usable" ? [each.row] : [])),
      known,
    );
    nearDuplicates += near;
    known.push(...fresh.map((row, at) => ({ id: `new ${asked} ${at}`, input: row["input"] })));
    if (fresh.length > 0) added += await options.add(fresh.slice(0, count - added));
    if (stop !== undefined) throw stop.error;
    report({ kind: "advanced", stage: kind.stage, done: asked, total: sources.length, detail: `${added} cases` });
  }
  report({ kind: "finished", stage: kind.stage, done: asked });
  // nothing came back at all: that is no result but a fault, and it has a next step
  if (failure !== undefined && failed === asked) throw failure;
  return {
    asked,
    proposed,
    ...faults,
    nearDuplicates,
    failed,
    ...(failure === undefined ? {} : { firstFailure: failure.message }),
  };
}

/** Without rows that are nearly the same as one that is known or an earlier one; the very same is seen when it is added. */
function withoutNear(
  rows: readonly Fields[],
  known: SynthesisOptions["known"],
): { readonly fresh: readonly Fields[]; readonly near: number } {
  const texts = known.flatMap(({ input }, at) => (typeof input === "string" ? [{ id: `k${at}`, input }] : []));
  const own = rows.flatMap(({ input }, at) => (typeof input === "string" ? [{ id: `r${at}`, input }] : []));
  const gone = new Set<string>();
  for (const { first, second, similarity } of nearPairs([...texts, ...own])) {
    if (similarity === 1) continue;
    // ids of rows come after those of known inputs, and later rows after earlier ones
    const [, later] = order(first) < order(second) ? [first, second] : [second, first];
    if (later.startsWith("r")) gone.add(later);
  }
  return { fresh: rows.filter((_row, at) => !gone.has(`r${at}`)), near: gone.size };
}

function order(id: string): number {
  return (id.startsWith("r") ? 1e12 : 0) + Number(id.slice(1));
}
