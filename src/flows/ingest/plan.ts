import type { DocumentRecord, SkippedRecord } from "../../core/retrieval.ts";
import type { Discovery, FoundFile } from "./discover.ts";
import { byText, documentIds } from "./document-ids.ts";
import type { Place } from "./document-ids.ts";

/** A file to be read, and what the index holds under its id. */
export interface Candidate extends FoundFile {
  readonly id: string;
  readonly known?: DocumentRecord;
}

/** What one run has to do, before any file was opened. */
export interface IngestPlan {
  readonly candidates: readonly Candidate[];
  /** Places that cannot be read, found while listing. */
  readonly skipped: readonly SkippedRecord[];
  /** Documents of the listed roots that are no longer there. */
  readonly vanished: readonly DocumentRecord[];
  /** Skip records of the listed roots that no longer hold, whatever reading brings. */
  readonly staleSkips: readonly string[];
}

interface PlanInput {
  /** The listed roots, in code-unit order. */
  readonly listed: ReadonlyMap<string, Discovery>;
  /** Roots to be forgotten with everything in them. */
  readonly pruned: readonly string[];
  readonly documents: readonly DocumentRecord[];
  readonly skipped: readonly SkippedRecord[];
}

export function planIngest({ listed, pruned, documents, skipped }: PlanInput): IngestPlan {
  const concerned = new Set([...listed.keys(), ...pruned]);
  const all = [...documents, ...skipped];
  const own = all.filter((record) => listed.has(record.root));
  const held = new Set(all.filter((record) => !concerned.has(record.root)).map((record) => record.id));
  const records = new Map(documents.map((record) => [record.id, record]));

  const found = [...listed.values()].flatMap(placesOf);
  const ids = documentIds(found, own, held);
  const candidates: Candidate[] = [];
  const skips: SkippedRecord[] = [];
  for (const [i, place] of found.entries()) {
    const id = ids[i] ?? place.relative;
    const known = records.get(id);
    if ("reason" in place) skips.push({ id, root: place.root, reason: place.reason });
    else candidates.push({ ...place, id, ...(known === undefined ? {} : { known }) });
  }

  const files = new Set(candidates.map((candidate) => candidate.id));
  const present = new Set(ids);
  return {
    candidates,
    skipped: skips,
    vanished: documents.filter((record) => concerned.has(record.root) && !files.has(record.id)),
    staleSkips: skipped.filter((record) => concerned.has(record.root) && !present.has(record.id)).map((record) => record.id),
  };
}

type FoundPlace = Discovery["files"][number] | Discovery["skipped"][number];

function placesOf({ files, skipped }: Discovery): FoundPlace[] {
  return [...files, ...skipped].toSorted((a: Place, b: Place) => byText(a.relative, b.relative));
}

/** A batch is lost when the process is killed, so it is small; one transaction a batch is slow, so it is not tiny. */
const BATCH_FILES_MAX = 64;
const BATCH_BYTES_MAX = 1_000_000;

/** Cuts the files into batches in their order; a file larger than a batch is one of its own. */
export function batches(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const all: Candidate[][] = [];
  let current: Candidate[] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    if (current.length > 0 && (current.length === BATCH_FILES_MAX || bytes + candidate.bytes > BATCH_BYTES_MAX)) {
      all.push(current);
      current = [];
      bytes = 0;
    }
    current.push(candidate);
    bytes += candidate.bytes;
  }
  if (current.length > 0) all.push(current);
  return all;
}
