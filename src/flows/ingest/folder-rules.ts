import { errorCode, isUnder, joinPath } from "./file-system.ts";
import type { FileSystem } from "./file-system.ts";
import { enterFolder, ignoresRoot, isIgnored, rootRules } from "./ignore-rules.ts";
import type { IgnoreRules } from "./ignore-rules.ts";

export interface RuleSource {
  readonly fileSystem: FileSystem;
  /** Lines as in .gitignore, relative to each root. */
  readonly exclude: readonly string[];
}

/** More than that is no list of patterns. */
const IGNORE_FILE_BYTES_MAX = 1_000_000;

/** Rules at `root` from the git work tree around it, down to the folder over it; the root's own files are read by `rulesInside`. */
export async function rulesAt(root: string, { fileSystem, exclude }: RuleSource): Promise<IgnoreRules> {
  const folders = await workTreeFolders(root, fileSystem);
  const top = folders[0] ?? root;
  const above = [];
  for (const folder of folders) {
    const text = await ignoreFile(joinPath(folder, ".gitignore"), fileSystem);
    if (text !== undefined) above.push({ folder: pathBelow(folder, top), text });
  }
  const rules = rootRules({ exclude, gitPrefix: pathBelow(root, top), above });
  return ignoresRoot(rules) ? rootRules({ exclude, gitPrefix: "", above: [] }) : rules;
}

/** The folders from the top of the git work tree to the one over `root`; none when the root is that top, or in no work tree. */
async function workTreeFolders(root: string, fileSystem: FileSystem): Promise<readonly string[]> {
  const folders: string[] = [];
  for (let folder = root; ; folder = parentOf(folder)) {
    if (folder !== root) folders.unshift(folder);
    if (
      await fileSystem.entry(joinPath(folder, ".git")).then(
        () => true,
        () => false,
      )
    )
      return folders;
    if (parentOf(folder) === folder) return [];
  }
}

function parentOf(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut <= 0 ? "/" : path.slice(0, cut);
}

/** "" for the folder itself, "a/b/" for one below. */
function pathBelow(folder: string, top: string): string {
  return folder === top ? "" : `${folder.slice(joinPath(top, "").length)}/`;
}

/** Rules inside a folder; `relative` is "" or "a/b/". Rejects when a rule file is there and cannot be read: guessing would index what was to stay out. */
export async function rulesInside(root: string, relative: string, rules: IgnoreRules, fileSystem: FileSystem): Promise<IgnoreRules> {
  const folder = joinPath(root, relative);
  const gitignore = await ignoreFile(joinPath(folder, ".gitignore"), fileSystem);
  const firstfitignore = await ignoreFile(joinPath(folder, ".firstfitignore"), fileSystem);
  return enterFolder(rules, relative, {
    ...(gitignore === undefined ? {} : { gitignore }),
    ...(firstfitignore === undefined ? {} : { firstfitignore }),
  });
}

async function ignoreFile(path: string, fileSystem: FileSystem): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await fileSystem.read(path, { bytesMax: IGNORE_FILE_BYTES_MAX }));
  } catch (error) {
    const code = errorCode(error);
    // Absent, a folder of that name, or a link, which git does not follow here either.
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR" || code === "ELOOP" || code === "ENOTSUP") return undefined;
    throw error;
  }
}

/** Would reading `root` leave out `path`, which lies in it? A path that is gone is asked about as a file. */
export async function isIgnoredBelow(root: string, path: string, source: RuleSource): Promise<boolean> {
  if (!isUnder(path, root)) return false;
  let rules = await rulesInside(root, "", await rulesAt(root, source), source.fileSystem);
  const names = path.slice(joinPath(root, "").length).split("/");
  const isFolder = await source.fileSystem.entry(path).then(
    (entry) => entry.kind === "folder",
    () => false,
  );
  let relative = "";
  for (const [i, name] of names.entries()) {
    const last = i === names.length - 1;
    relative += last && !isFolder ? name : `${name}/`;
    if (isIgnored(rules, relative)) return true;
    if (!last) rules = await rulesInside(root, relative, rules, source.fileSystem);
  }
  return false;
}
