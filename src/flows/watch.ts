import type { ProgressEvent } from "../core/progress.ts";
import type { IngestOutcome } from "../core/results.ts";
import { ingestPass } from "./ingest.ts";
import type { IngestContext } from "./ingest.ts";
import type { FileSystem } from "./ingest/file-system.ts";
import { isUnder, joinPath } from "./ingest/file-system.ts";
import { messageOf } from "./ingest/skipped.ts";

export interface WatchContext extends IngestContext {
  /** Ends the watching. */
  readonly signal: AbortSignal;
  /** Told of the first pass, and of every later one that changed anything. */
  readonly onOutcome: (outcome: IngestOutcome) => void;
  readonly setTimer: (delayMs: number, run: () => void) => { cancel(): void };
  /** Quiet time after the last change before the files are read again. Default 300. */
  readonly debounceMs?: number;
  /** How often to look where nothing can be watched. Default 2,000. */
  readonly pollMs?: number;
}

const DEBOUNCE_MS = 300;
const POLL_MS = 2_000;
/** A file that is written to without pause must not put off reading for ever. */
const DEBOUNCES_MAX = 20;

/**
 * Indexes the roots and goes on doing so as they change, until the signal. Events only say when to look: what changed is
 * found by listing and hashing again, so that a lost event costs time and never truth. Every handle is closed on return.
 * Throws what `ingest` throws.
 */
export async function watch(named: readonly string[], context: WatchContext): Promise<void> {
  const { signal, fileSystem } = context;
  const report = context.report ?? (() => {});
  const news = changeBox();
  const watched = new Map<string, { close(): void }>();
  const notes = newNotesOnly();
  let before: string | undefined;
  try {
    for (;;) {
      news.clear();
      const { outcome, folders } = await ingestPass(named, { ...context, report: notes.filter(report) });
      const now = fingerprint(outcome);
      if (before === undefined || changedAnything(outcome) || now !== before) context.onOutcome(outcome);
      before = now;
      notes.nextPass();
      if (signal.aborted) return;

      const { added, failure } = adjustWatches(watched, foldersToWatch(outcome, folders), { fileSystem, news });
      if (failure !== undefined)
        notes.filter(report)({
          kind: "note",
          text: `Not every folder can be watched (${failure}); looking every ${context.pollMs ?? POLL_MS} ms instead.`,
        });
      // What changed between listing a folder and watching it has made no event.
      if (added) continue;
      const missing = outcome.kind === "indexed" && outcome.missingRoots.length > 0;
      await news.quietAfterChange(context, failure !== undefined || missing);
      if (signal.aborted) return;
    }
  } finally {
    for (const handle of watched.values()) handle.close();
  }
}

/** The folders listed, and those around roots that are files: an editor that saves by rename leaves a watched file behind. */
function foldersToWatch({ roots }: IngestOutcome, folders: readonly string[]): ReadonlySet<string> {
  const listed = new Set(folders);
  for (const root of roots) if (!listed.has(root)) listed.add(root.slice(0, Math.max(1, root.lastIndexOf("/"))));
  return listed;
}

interface WatchParts {
  readonly fileSystem: FileSystem;
  readonly news: ChangeBox;
}

/** Watches what is new and lets go of what is no longer listed. */
function adjustWatches(
  watched: Map<string, { close(): void }>,
  wanted: ReadonlySet<string>,
  { fileSystem, news }: WatchParts,
): { added: boolean; failure?: string } {
  const drop = (folder: string): void => {
    watched.get(folder)?.close();
    watched.delete(folder);
  };
  for (const folder of watched.keys()) if (!wanted.has(folder)) drop(folder);
  let added = false;
  for (const folder of wanted) {
    if (watched.has(folder)) continue;
    try {
      const handle = fileSystem.watch(folder, {
        change(name) {
          // What came back under an old name is another folder, which the old handle does not see.
          if (name !== undefined) {
            const path = folder.endsWith(`/${name}`) ? folder : joinPath(folder, name);
            for (const other of watched.keys()) if (other === path || isUnder(other, path)) drop(other);
          }
          news.changed();
        },
        error() {
          drop(folder);
          news.changed();
        },
      });
      watched.set(folder, handle);
      added = true;
    } catch (error) {
      return { added, failure: messageOf(error) };
    }
  }
  return { added };
}

interface ChangeBox {
  clear(): void;
  changed(): void;
  quietAfterChange(context: WatchContext, poll: boolean): Promise<void>;
}

/** Remembers that something changed, and waits until changes have come to rest. */
function changeBox(): ChangeBox {
  let pending = false;
  let wake: () => void = () => {};
  return {
    clear() {
      pending = false;
    },
    changed() {
      pending = true;
      wake();
    },
    quietAfterChange: ({ signal, setTimer, debounceMs = DEBOUNCE_MS, pollMs = POLL_MS }, poll) =>
      new Promise((resolve) => {
        let quiet: { cancel(): void } | undefined;
        let starts = 0;
        const end = (): void => {
          quiet?.cancel();
          polling?.cancel();
          signal.removeEventListener("abort", end);
          wake = () => {};
          resolve();
        };
        const polling = poll ? setTimer(pollMs, end) : undefined;
        wake = () => {
          if (starts >= DEBOUNCES_MAX) return;
          starts++;
          quiet?.cancel();
          quiet = setTimer(debounceMs, end);
        };
        signal.addEventListener("abort", end);
        if (signal.aborted) end();
        else if (pending) wake();
      }),
  };
}

/** Passes on progress, but a note only when the pass before did not say it too. */
function newNotesOnly(): { filter(report: (event: ProgressEvent) => void): (event: ProgressEvent) => void; nextPass(): void } {
  let last = new Set<string>();
  let current = new Set<string>();
  return {
    filter: (report) => (event) => {
      if (event.kind === "note") {
        const known = last.has(event.text) || current.has(event.text);
        current.add(event.text);
        if (known) return;
      }
      report(event);
    },
    nextPass() {
      last = current;
      current = new Set();
    },
  };
}

function changedAnything(outcome: IngestOutcome): boolean {
  if (outcome.kind === "empty") return false;
  const { added, updated, renamed, removed } = outcome.documents;
  return !outcome.complete || added + updated + renamed + removed > 0;
}

/** What an unchanged outcome has in common with the one before. */
function fingerprint(outcome: IngestOutcome): string {
  return JSON.stringify([outcome.kind, outcome.kind === "indexed" ? outcome.missingRoots : [], outcome.skipped]);
}
