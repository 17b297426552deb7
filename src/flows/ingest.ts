import type { Extraction } from "../core/document.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Report } from "../core/progress.ts";
import type { IngestOutcome } from "../core/results.ts";
import type { DocumentRecord, Embedder, Index, IndexChange, PreparedDocument, SkippedRecord } from "../core/retrieval.ts";
import type { ChunkSettings } from "../text/chunk.ts";
import { mapBounded } from "./ingest/bounded.ts";
import type { ContextWriter } from "./ingest/contexts.ts";
import { discover } from "./ingest/discover.ts";
import type { Discovery } from "./ingest/discover.ts";
import { embedMissing, embeddedText } from "./ingest/embedding.ts";
import type { FileSystem } from "./ingest/file-system.ts";
import { duplicatesOf, emptyAdvice, skippedParts, tallyOf } from "./ingest/outcome.ts";
import { batches, planIngest } from "./ingest/plan.ts";
import type { Candidate, IngestPlan } from "./ingest/plan.ts";
import { draftOf, readCandidate } from "./ingest/read-files.ts";
import type { Draft, FileRead } from "./ingest/read-files.ts";
import { planRoots } from "./ingest/roots.ts";
import { readReason } from "./ingest/skipped.ts";

export interface IngestSettings {
  /** Lines as in .gitignore, relative to each root. */
  readonly exclude?: readonly string[];
  /** A longer file is skipped with that reason, unread. Default 64,000,000. */
  readonly fileBytesMax?: number;
  /** Forget roots that are gone from disk. Without it their documents stay: an absent disk is no proof of absence. */
  readonly prune?: boolean;
  /** How documents are cut, beside the sizes, which are the index's own. It must be what the index's revision says. */
  readonly chunk?: Omit<ChunkSettings, "chunkTokensMin" | "chunkTokensMax">;
  /** Read, compare and chunk, but embed and write nothing. */
  readonly dryRun?: boolean;
  /** In a dry run the embedder is given the texts all the same, because it only notes down what it would be asked. Default: false */
  readonly planEmbedding?: boolean;
}

export interface IngestContext {
  readonly index: Index;
  readonly embedder: Embedder;
  extract(bytes: Uint8Array, path: string): Promise<Extraction>;
  readonly fileSystem: FileSystem;
  /** Lower-case extensions with the dot that `extract` knows; files with another are then not opened. */
  readonly extensions?: ReadonlySet<string>;
  readonly settings?: IngestSettings;
  readonly report?: Report;
  /** Ends the run and the embedder's calls under way; what is stored by then is published. */
  readonly signal?: AbortSignal;
  monotonicMs(): number;
  /** Writes what every chunk is about, to be searched with it. It must be what the index's revision says. */
  readonly contextWriter?: ContextWriter;
  /** Files read, and calls of embedder and context writer made, at one time. Default 4. */
  readonly concurrency?: number;
}

const FILE_BYTES_MAX = 64_000_000;
const CONCURRENCY = 4;

/**
 * Brings the index in line with the files and folders `named`; with none, with every root that the index knows.
 * A run that ends early, by abort or by force, is completed by the next one, and the index is then the same as if it had
 * never stopped: what is stored depends on the files, the roots and the settings alone.
 *
 * Throws BAD_INPUT and NOT_FOUND for the names, INDEX_MISMATCH for another embedder than the index's, what
 * `embedDocuments` throws for the embedder, and what the index throws. A file that cannot be read is never an error: it is in `skipped` with its reason.
 */
export async function ingest(named: readonly string[], context: IngestContext): Promise<IngestOutcome> {
  return (await ingestPass(named, context)).outcome;
}

/** `ingest`, which also tells the folders that were listed: those that `watch` has to watch. */
export async function ingestPass(
  named: readonly string[],
  context: IngestContext,
): Promise<{ readonly outcome: IngestOutcome; readonly folders: readonly string[] }> {
  const startedMs = context.monotonicMs();
  const { index, embedder } = context;
  if (embedder.id !== index.settings.embedder) {
    throw new FirstfitError(
      "INDEX_MISMATCH",
      `The index was made with ${index.settings.embedder}, not with ${embedder.id}.`,
      "Use that embedder, or make the index again: firstfit index --rebuild",
    );
  }
  const listing = await listRoots(named, context);
  const pruned = context.settings?.prune === true ? listing.missing.filter((root) => index.roots().includes(root)) : [];
  const plan = planIngest({ listed: listing.listed, pruned, documents: index.documents(), skipped: index.skipped() });
  const run = startRun(plan, context);
  // First, so that a run that is killed before its first batch is stored is known to be unfinished, and of what.
  const addRoots = newRoots(listing.listed, index);
  if (addRoots.length > 0) run.write({ addRoots });

  const complete = (await readAll(plan, run, context)) && !aborted(context);
  if (complete) finish(plan, pruned, run);
  if (!run.dryRun) index.publish();

  const folders = [...listing.listed.values()].flatMap((discovery) => discovery.folders);
  return { outcome: outcomeOf({ listing, run, plan, complete, index, tookMs: context.monotonicMs() - startedMs }), folders };
}

interface Listing {
  readonly listed: ReadonlyMap<string, Discovery>;
  readonly missing: readonly string[];
}

async function listRoots(named: readonly string[], context: IngestContext): Promise<Listing> {
  const { index, fileSystem, settings, signal } = context;
  const exclude = settings?.exclude ?? [];
  const report = context.report ?? ignoreEvents;
  const known = index.roots();
  const roots = await planRoots({ named, known, records: [...index.documents(), ...index.skipped()], exclude, fileSystem });
  for (const text of roots.notes) report({ kind: "note", text });
  for (const root of roots.missing) report({ kind: "note", text: `${root} is gone; ${afterwards(settings)}.` });

  report({ kind: "started", stage: "looking" });
  const listed = new Map<string, Discovery>();
  const missing = [...roots.missing];
  const all = [...new Set([...known, ...roots.scan])];
  for (const root of roots.scan) {
    if (signal?.aborted === true) break;
    try {
      listed.set(
        root,
        await discover(root, {
          fileSystem,
          exclude,
          roots: all,
          fileBytesMax: settings?.fileBytesMax ?? FILE_BYTES_MAX,
          ...(signal === undefined ? {} : { signal }),
        }),
      );
    } catch (error) {
      missing.push(root);
      report({ kind: "note", text: `${root}: ${readReason(error)}; ${afterwards(settings)}.` });
    }
  }
  report({ kind: "finished", stage: "looking", done: [...listed.values()].reduce((sum, { files }) => sum + files.length, 0) });
  return { listed, missing };
}

function afterwards(settings: IngestSettings | undefined): string {
  return settings?.prune === true ? "its documents leave the index" : "its documents stay in the index";
}

const ignoreEvents: Report = () => {};

function aborted({ signal }: IngestContext): boolean {
  return signal?.aborted === true;
}

/** The embedder's calls were ended with the run: whatever they threw is no fault of theirs. */
function isEndedBySignal(error: unknown, context: IngestContext): boolean {
  return aborted(context) && error instanceof FirstfitError && error.code === "INTERRUPTED";
}

/** Roots to be remembered: those where anything was found. A mistyped empty folder is not. */
function newRoots(listed: ReadonlyMap<string, Discovery>, index: Index): readonly string[] {
  const known = new Set(index.roots());
  return [...listed].filter(([root, { files, skipped }]) => !known.has(root) && files.length + skipped.length > 0).map(([root]) => root);
}

/** What the run has done so far. `put` lists documents stored, with the bytes' hash; `same` those found unchanged. */
interface Run {
  readonly dryRun: boolean;
  readonly write: (change: IndexChange) => void;
  readonly oldReasons: ReadonlyMap<string, string>;
  readonly put: { readonly id: string; readonly hash: string; readonly known: boolean }[];
  readonly same: { readonly id: string; readonly hash: string }[];
  readonly skipped: SkippedRecord[];
  /** Known documents that left because their file went, or can no longer be read. */
  readonly dropped: DocumentRecord[];
  chunks: number;
  embedded: number;
  /** Files whose vectors could not be used. */
  unembedded: number;
}

function startRun(plan: IngestPlan, { index, settings }: IngestContext): Run {
  const dryRun = settings?.dryRun === true;
  return {
    dryRun,
    write: dryRun ? () => {} : (change) => index.write(change),
    oldReasons: new Map(index.skipped().map(({ id, root, reason }) => [id, skipKey(root, reason)])),
    put: [],
    same: [],
    skipped: [...plan.skipped],
    dropped: [],
    chunks: 0,
    embedded: 0,
    unembedded: 0,
  };
}

const skipKey = (root: string, reason: string): string => `${root}\n${reason}`;

/** Reads, embeds and stores batch after batch; the next batch is read from disk meanwhile. False when it was aborted. */
async function readAll(plan: IngestPlan, run: Run, context: IngestContext): Promise<boolean> {
  const report = context.report ?? ignoreEvents;
  const all = batches(plan.candidates);
  const total = plan.candidates.length;
  let done = 0;
  report({ kind: "started", stage: "indexing", total });
  let ahead = readBatch(all[0] ?? [], context);
  for (const [i, batch] of all.entries()) {
    if (aborted(context)) break;
    const reads = await ahead;
    ahead = readBatch(all[i + 1] ?? [], context);
    try {
      await storeBatch(batch, reads, run, context);
    } catch (error) {
      if (!isEndedBySignal(error, context)) throw error;
      break;
    }
    done += batch.length;
    const last = batch.at(-1);
    report({ kind: "advanced", stage: "indexing", done, total, ...(last === undefined ? {} : { detail: last.id }) });
  }
  await ahead;
  report({ kind: "finished", stage: "indexing", done });
  return done === total;
}

function readBatch(batch: readonly Candidate[], { fileSystem, settings, extensions, concurrency }: IngestContext): Promise<FileRead[]> {
  const options = {
    fileSystem,
    fileBytesMax: settings?.fileBytesMax ?? FILE_BYTES_MAX,
    ...(extensions === undefined ? {} : { extensions }),
  };
  return mapBounded(batch, concurrency ?? CONCURRENCY, (candidate) => readCandidate(candidate, options));
}

/** Empties `reads`. */
async function storeBatch(batch: readonly Candidate[], reads: FileRead[], run: Run, context: IngestContext): Promise<void> {
  const { drafts, skip, gone } = await draftBatch(batch, reads, run, context);
  const { put, rejected } = await embedDrafts(drafts, run, context);
  run.unembedded += rejected.length;
  writeBatch({ batch, put, gone, skip: [...skip, ...rejected] }, run);
}

interface DraftedBatch {
  readonly drafts: readonly Draft[];
  readonly skip: readonly SkippedRecord[];
  readonly gone: readonly Candidate[];
}

/** Takes each file out of `reads`, so that nobody holds the bytes of one that is parsed. */
async function draftBatch(batch: readonly Candidate[], reads: FileRead[], run: Run, context: IngestContext): Promise<DraftedBatch> {
  const { index, embedder, signal } = context;
  const { chunkTokensMin, chunkTokensMax } = index.settings;
  const options = {
    extract: context.extract,
    chunk: { ...context.settings?.chunk, chunkTokensMin, chunkTokensMax },
    embedder,
    ...(context.contextWriter === undefined
      ? {}
      : { contexts: { writer: context.contextWriter, concurrency: context.concurrency ?? CONCURRENCY } }),
    ...(signal === undefined ? {} : { signal }),
  };
  const drafts: Draft[] = [];
  const skip: SkippedRecord[] = [];
  const gone: Candidate[] = [];
  for (const candidate of batch) {
    const read = reads.shift();
    if (read === undefined || read.kind === "gone") gone.push(candidate);
    else if (read.kind === "unchanged") run.same.push({ id: candidate.id, hash: read.hash });
    else {
      const draft = read.kind === "skipped" ? read : await draftOf(candidate, read, options);
      if ("reason" in draft) skip.push({ id: candidate.id, root: candidate.root, reason: draft.reason });
      else drafts.push(draft);
    }
  }
  return { drafts, skip, gone };
}

async function embedDrafts(
  drafts: readonly Draft[],
  run: Run,
  context: IngestContext,
): Promise<{ put: PreparedDocument[]; rejected: SkippedRecord[] }> {
  const { index, embedder, concurrency, signal } = context;
  const texts = new Map(drafts.flatMap(embeddedTexts));
  if (run.dryRun) {
    run.embedded += texts.size - index.vectorsFor([...texts.keys()]).size;
    if (context.settings?.planEmbedding === true) await embedMissing(texts, { index, embedder, concurrency: 1 });
    return { put: drafts.map((draft) => prepared(draft, [])), rejected: [] };
  }
  const made = await embedMissing(texts, {
    index,
    embedder,
    concurrency: concurrency ?? CONCURRENCY,
    ...(signal === undefined ? {} : { signal }),
  });
  run.embedded += made.embedded;
  const put: PreparedDocument[] = [];
  const rejected: SkippedRecord[] = [];
  for (const draft of drafts) {
    const fault = draft.keys.map((key) => made.rejected.get(key)).find((reason) => reason !== undefined);
    const vectors = draft.keys.map((key) => made.vectors.get(key)).filter((vector) => vector !== undefined);
    if (fault === undefined) put.push(prepared(draft, vectors));
    else rejected.push({ id: draft.candidate.id, root: draft.candidate.root, reason: `the embedder ${embedder.id} gave ${fault}` });
  }
  return { put, rejected };
}

/** Each chunk's embedding key, and what makes the text that is embedded of it. */
function embeddedTexts({ candidate, document, chunks, keys }: Draft): readonly (readonly [key: string, text: () => string])[] {
  // One key a chunk.
  return chunks.map((chunk, i) => [keys[i] as string, () => embeddedText(chunk, document.title, candidate.relative)]);
}

function prepared({ candidate, hash, bytes, document, chunks, keys }: Draft, vectors: readonly Float32Array[]): PreparedDocument {
  return { root: candidate.root, hash, bytes, document, chunks, vectors, keys };
}

interface BatchResult {
  readonly batch: readonly Candidate[];
  readonly put: readonly PreparedDocument[];
  readonly gone: readonly Candidate[];
  readonly skip: readonly SkippedRecord[];
}

/** One transaction: new documents, new skips, and documents of the index whose files cannot be read any more. */
function writeBatch({ batch, put, gone, skip }: BatchResult, run: Run): void {
  const known = new Map(batch.map((candidate) => [candidate.id, candidate.known]));
  const lost = [...gone, ...skip].map(({ id }) => known.get(id)).filter((record) => record !== undefined);
  const skippedNow = new Set(skip.map(({ id }) => id));
  const newSkips = skip.filter(({ id, root, reason }) => run.oldReasons.get(id) !== skipKey(root, reason));
  const unskip = batch.filter(({ id }) => run.oldReasons.has(id) && !skippedNow.has(id)).map(({ id }) => id);
  if (put.length + lost.length + newSkips.length + unskip.length > 0) {
    run.write({ put, remove: lost.map(({ id }) => id), skip: newSkips, unskip });
  }
  run.dropped.push(...lost);
  run.skipped.push(...skip);
  for (const { document, hash, chunks } of put) {
    run.put.push({ id: document.id, hash, known: known.get(document.id) !== undefined });
    run.chunks += chunks.length;
  }
}

/** What only a complete listing can say: which documents, skips and roots are no more. Last, so that renamed files find their vectors. */
function finish(plan: IngestPlan, pruned: readonly string[], run: Run): void {
  const skip = plan.skipped.filter(({ id, root, reason }) => run.oldReasons.get(id) !== skipKey(root, reason));
  const remove = plan.vanished.map(({ id }) => id);
  if (skip.length + remove.length + plan.staleSkips.length + pruned.length > 0) {
    run.write({ remove, skip, unskip: plan.staleSkips, removeRoots: pruned });
  }
}

interface Finished {
  readonly listing: Listing;
  readonly run: Run;
  readonly plan: IngestPlan;
  readonly complete: boolean;
  readonly index: Index;
  readonly tookMs: number;
}

function outcomeOf({ listing, run, plan, complete, index, tookMs }: Finished): IngestOutcome {
  const common = { dryRun: run.dryRun, roots: [...listing.listed.keys()], ...skippedParts(run.skipped), tookMs };
  const tally = tallyOf(run.put, run.same, [...run.dropped, ...(complete ? plan.vanished : [])]);
  const nothing = Object.values(tally).every((count) => count === 0);
  if (nothing && complete && listing.missing.length === 0) {
    const found = [...listing.listed.values()];
    const lookedAt = {
      folders: found.reduce((sum, { folders }) => sum + folders.length, 0),
      files: found.reduce((sum, { files, skipped }) => sum + files.length + skipped.length, 0),
      ignored: found.reduce((sum, { ignored }) => sum + ignored, 0),
    };
    return {
      kind: "empty",
      ...common,
      lookedAt,
      ...emptyAdvice(common.roots, lookedAt, { unembedded: run.unembedded, embedder: index.settings.embedder }),
    };
  }
  const held = index.documents();
  return {
    kind: "indexed",
    ...common,
    complete,
    missingRoots: listing.missing,
    documents: { total: held.length, ...tally },
    chunks: {
      total: held.reduce((sum, record) => sum + record.chunks, 0),
      added: run.chunks,
      embedded: run.embedded,
      reused: run.chunks - run.embedded,
    },
    duplicates: duplicatesOf([...run.put, ...run.same]),
    chunksPerSecond: tookMs > 0 ? run.chunks / (tookMs / 1000) : 0,
  };
}
