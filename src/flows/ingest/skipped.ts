import type { SkippedGroup } from "../../core/results.ts";
import type { SkippedRecord } from "../../core/retrieval.ts";
import { errorCode } from "./file-system.ts";
import type { Entry } from "./file-system.ts";
import { byText } from "./document-ids.ts";

/** Why a place that is no ordinary file cannot be read; undefined for files, folders and links. */
export function entryReason(entry: Entry): string | undefined {
  switch (entry.kind) {
    case "pipe":
      return "a named pipe, not a file";
    case "socket":
      return "a socket, not a file";
    case "device":
      return "a device, not a file";
    case "unreadable":
      return codeReason(entry.code ?? "unknown");
    default:
      return undefined;
  }
}

export const LINK_REASONS = {
  nowhere: "a symbolic link that leads nowhere",
  circle: "a symbolic link that leads in a circle",
  outside: "a symbolic link that leads out of the indexed folder; index its target by name",
  above: "a symbolic link to a folder above it",
  folder: "a symbolic link to a folder; folders are read under their own name only",
  duplicate: "a symbolic link to a file that is read under its own name",
} as const;

export function sizeReason(bytes: number, bytesMax: number): string {
  return `${megabytes(bytes)}, more than the limit of ${megabytes(bytesMax)} a file`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 && bytes % 1_000_000 !== 0 ? 1 : 0)} MB`;
}

/** What an error while opening or reading means to the owner of the file. */
export function readReason(error: unknown): string {
  const code = errorCode(error);
  return code === "unknown" ? `it cannot be read: ${messageOf(error)}` : codeReason(code);
}

function codeReason(code: string): string {
  if (code === "EACCES" || code === "EPERM") return `no permission to read it (${code})`;
  if (code === "ELOOP") return LINK_REASONS.circle;
  if (code === "ENAMETOOLONG") return "its path is too long for the system (ENAMETOOLONG)";
  if (code === "EILSEQ") return "its name is not valid UTF-8; rename it";
  return `it cannot be read (${code})`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const EXAMPLES_MAX = 3;

/** One group for each reason and extension, so that ten thousand pictures are one line. The largest first, then by text. */
export function groupSkipped(records: readonly SkippedRecord[]): readonly SkippedGroup[] {
  const groups = new Map<string, { reason: string; extension: string; ids: string[] }>();
  for (const { id, reason } of records) {
    const extension = /[^/](\.[^./]+)$/.exec(id)?.[1]?.toLowerCase() ?? "";
    const key = `${extension}\n${reason}`;
    const group = groups.get(key) ?? { reason, extension, ids: [] };
    group.ids.push(id);
    groups.set(key, group);
  }
  return [...groups.values()]
    .toSorted((a, b) => b.ids.length - a.ids.length || byText(a.reason, b.reason) || byText(a.extension, b.extension))
    .map(({ reason, extension, ids }) => ({
      reason,
      ...(extension === "" ? {} : { extension }),
      count: ids.length,
      examples: ids.toSorted(byText).slice(0, EXAMPLES_MAX),
    }));
}
