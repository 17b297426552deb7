import ignore from "ignore";
import type { Ignore } from "ignore";

/** Version control and our own index: never read, whatever a rule says. */
const NEVER = new Set([".git", ".hg", ".svn", ".firstfit"]);
/** Left out unless a .firstfitignore takes it back: hidden names and installed packages. */
const DEFAULTS = [".*", "node_modules/"];

/**
 * What to leave out at one place of a folder tree. Git's rules and ours are kept apart: a `!line` in .gitignore speaks
 * about git and must not bring hidden files into an index; a `!line` in .firstfitignore overrules everything.
 */
export interface IgnoreRules {
  readonly git: Ignore;
  readonly own: Ignore;
  readonly exclude: Ignore;
  /** From the folder where git's rules begin to the root: "" or "a/b/". */
  readonly gitPrefix: string;
  /** False below a folder that .firstfitignore took back from git. */
  readonly gitApplies: boolean;
}

/** A folder's .gitignore and .firstfitignore, where it has them. */
export interface IgnoreFiles {
  readonly gitignore?: string;
  readonly firstfitignore?: string;
}

// Git compares names as they are written, and so do we on every system, or one tree would give two indexes.
const emptyRules = (): Ignore => ignore({ ignorecase: false });

/**
 * Rules at the root, before its own ignore files. `above` are the .gitignore files from the top of the git work tree
 * down to the folder over the root, each with its path from that top ("" or "a/b/").
 */
export function rootRules(options: {
  readonly exclude: readonly string[];
  readonly gitPrefix: string;
  readonly above: readonly { readonly folder: string; readonly text: string }[];
}): IgnoreRules {
  const git = emptyRules();
  for (const { folder, text } of options.above) git.add(rebase(text, folder));
  return {
    git,
    own: emptyRules().add(DEFAULTS),
    exclude: emptyRules().add([...options.exclude]),
    gitPrefix: options.gitPrefix,
    gitApplies: true,
  };
}

/** Rules inside `folder` (relative to the root, "" or "a/b/"), given those outside it. Deeper files win, as git has it. */
export function enterFolder(rules: IgnoreRules, folder: string, files: IgnoreFiles): IgnoreRules {
  const gitApplies = rules.gitApplies && !(folder !== "" && rules.own.test(folder).unignored);
  const git =
    files.gitignore === undefined
      ? rules.git
      : emptyRules()
          .add(rules.git)
          .add(rebase(files.gitignore, rules.gitPrefix + folder));
  const own = files.firstfitignore === undefined ? rules.own : emptyRules().add(rules.own).add(rebase(files.firstfitignore, folder));
  return { ...rules, git, own, gitApplies };
}

/** Is this left out? `relative` is the path from the root, with a "/" at the end for folders, and its folder is not left out. */
export function isIgnored(rules: IgnoreRules, relative: string): boolean {
  const segments = relative.split("/");
  const name = relative.endsWith("/") ? segments.at(-2) : segments.at(-1);
  if (name !== undefined && NEVER.has(name)) return true;
  if (rules.exclude.ignores(relative)) return true;
  const own = rules.own.test(relative);
  if (own.ignored || own.unignored) return own.ignored;
  return rules.gitApplies && rules.git.ignores(rules.gitPrefix + relative);
}

/** Does git's part of the rules leave out the root itself? Then a user who names it means it all the same. */
export function ignoresRoot(rules: IgnoreRules): boolean {
  return rules.gitPrefix !== "" && rules.git.ignores(rules.gitPrefix);
}

/**
 * Lines of an ignore file in `folder`, rewritten so that they hold from the top. One list with the deeper lines last
 * is what git itself evaluates (gitignore(5): the last matching pattern decides, deeper files after higher ones).
 */
function rebase(text: string, folder: string): string[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const prefix = folder.replaceAll(/[\\*?[\]!# ]/g, "\\$&");
  return lines.flatMap((line) => {
    if (line === "" || line.startsWith("#")) return [];
    if (folder === "") return [line];
    const negative = line.startsWith("!");
    // A backslash before a leading "!" or "#" is needed at the start of a line only.
    const pattern = (negative ? line.slice(1) : line).replace(/^\\([!#])/, "$1");
    const anchored = pattern.replace(/\/\s*$/, "").includes("/");
    const body = anchored ? pattern.replace(/^\//, "") : `**/${pattern}`;
    return [`${negative ? "!" : ""}/${prefix}${body}`];
  });
}
