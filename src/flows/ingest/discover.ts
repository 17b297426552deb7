import { byText } from "./document-ids.ts";
import type { Place } from "./document-ids.ts";
import { errorCode, isUnder, joinPath } from "./file-system.ts";
import type { Entry, FileSystem } from "./file-system.ts";
import { rulesAt, rulesInside } from "./folder-rules.ts";
import type { RuleSource } from "./folder-rules.ts";
import { isIgnored } from "./ignore-rules.ts";
import type { IgnoreRules } from "./ignore-rules.ts";
import { entryReason, LINK_REASONS, readReason, sizeReason } from "./skipped.ts";

export interface FoundFile extends Place {
  /** Where to open it; differs from root and relative for a link to a file. */
  readonly path: string;
  readonly bytes: number;
}

export interface FoundSkip extends Place {
  readonly reason: string;
}

/** What lies under one root, in code-unit order of the paths. Ignored entries are counted, never listed. */
export interface Discovery {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly FoundSkip[];
  /** Absolute paths of the folders that were listed, the root first. */
  readonly folders: readonly string[];
  readonly ignored: number;
}

export interface DiscoverOptions extends RuleSource {
  /** Roots of the index; one that lies in this root owns its files. */
  readonly roots: readonly string[];
  readonly fileBytesMax: number;
  readonly signal?: AbortSignal;
}

interface Walk {
  readonly root: string;
  readonly options: DiscoverOptions;
  readonly files: FoundFile[];
  readonly skipped: FoundSkip[];
  readonly links: string[];
  readonly folders: string[];
  ignored: number;
}

/** Lists the root. Rejects with the file system's error when the root, or a rule file that holds for all of it, cannot be read. */
export async function discover(root: string, options: DiscoverOptions): Promise<Discovery> {
  const walk: Walk = { root, options, files: [], skipped: [], links: [], folders: [], ignored: 0 };
  const entry = await options.fileSystem.entry(root);
  if (entry.kind === "folder") {
    const entries = await options.fileSystem.list(root);
    const rules = await rulesInside(root, "", await rulesAt(root, options), options.fileSystem);
    await readFolder(walk, "", rules, entries);
    await followLinks(walk);
  } else {
    // A file that somebody named is read whatever the rules around it say.
    takeFile(walk, entry, { root, relative: entry.name, path: root });
  }
  const byRelative = (a: Place, b: Place): number => byText(a.relative, b.relative);
  return {
    files: walk.files.toSorted(byRelative),
    skipped: walk.skipped.toSorted(byRelative),
    folders: walk.folders,
    ignored: walk.ignored,
  };
}

async function readFolder(walk: Walk, folder: string, rules: IgnoreRules, entries: readonly Entry[]): Promise<void> {
  walk.folders.push(folder === "" ? walk.root : joinPath(walk.root, folder.slice(0, -1)));
  for (const entry of entries) {
    if (walk.options.signal?.aborted === true) return;
    const relative = folder + entry.name;
    const path = joinPath(walk.root, relative);
    if (isIgnored(rules, entry.kind === "folder" ? `${relative}/` : relative)) walk.ignored++;
    else if (walk.options.roots.includes(path)) continue;
    else if (entry.kind === "folder") await enter(walk, relative, rules);
    else if (entry.kind === "link") walk.links.push(relative);
    else takeFile(walk, entry, { root: walk.root, relative, path });
  }
}

/** A folder that vanished is passed over; one that cannot be listed is itself listed with the reason. */
async function enter(walk: Walk, relative: string, rules: IgnoreRules): Promise<void> {
  const { root, options } = walk;
  let inside: { readonly entries: readonly Entry[]; readonly rules: IgnoreRules };
  try {
    const entries = await options.fileSystem.list(joinPath(root, relative));
    inside = { entries, rules: await rulesInside(root, `${relative}/`, rules, options.fileSystem) };
  } catch (error) {
    const code = errorCode(error);
    if (code !== "ENOENT" && code !== "ENOTDIR") walk.skipped.push({ root, relative, reason: `a folder: ${readReason(error)}` });
    return;
  }
  await readFolder(walk, `${relative}/`, inside.rules, inside.entries);
}

function takeFile(walk: Walk, entry: Entry, place: Place & { readonly path: string }): void {
  const { fileBytesMax } = walk.options;
  const reason = entryReason(entry) ?? (entry.bytes > fileBytesMax ? sizeReason(entry.bytes, fileBytesMax) : undefined);
  if (reason === undefined) walk.files.push({ ...place, bytes: entry.bytes });
  else walk.skipped.push({ root: place.root, relative: place.relative, reason });
}

/**
 * A link is read only when it leads to a file inside the root that nothing else leads to: mounted configuration comes
 * that way. Everything else would be read twice, never end, or leave the folder that the user named.
 */
async function followLinks(walk: Walk): Promise<void> {
  const { root, options } = walk;
  if (walk.links.length === 0) return;
  const reached = new Set(walk.files.map((file) => file.path));
  for (const relative of walk.links.toSorted(byText)) {
    const path = joinPath(root, relative);
    const target = await targetOf(path, options.fileSystem);
    const reason = "reason" in target ? target.reason : linkReason(root, path, target, reached);
    if (reason !== undefined || "reason" in target) walk.skipped.push({ root, relative, reason: reason ?? LINK_REASONS.nowhere });
    else {
      reached.add(target.path);
      takeFile(walk, target.entry, { root, relative, path: target.path });
    }
  }
}

type LinkTarget = { readonly path: string; readonly entry: Entry } | { readonly reason: string };

async function targetOf(path: string, fileSystem: FileSystem): Promise<LinkTarget> {
  try {
    const target = await fileSystem.realPath(path);
    return { path: target, entry: await fileSystem.entry(target) };
  } catch (error) {
    const code = errorCode(error);
    return { reason: code === "ENOENT" || code === "ENOTDIR" ? LINK_REASONS.nowhere : readReason(error) };
  }
}

function linkReason(
  root: string,
  path: string,
  target: { readonly path: string; readonly entry: Entry },
  reached: ReadonlySet<string>,
): string | undefined {
  if (target.entry.kind === "folder" && isUnder(path, target.path)) return LINK_REASONS.above;
  if (!isUnder(target.path, root)) return LINK_REASONS.outside;
  if (target.entry.kind === "folder") return LINK_REASONS.folder;
  return reached.has(target.path) ? LINK_REASONS.duplicate : undefined;
}
