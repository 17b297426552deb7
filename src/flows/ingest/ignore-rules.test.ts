import { describe, expect, test } from "vitest";
import { enterFolder, ignoresRoot, isIgnored, rootRules } from "./ignore-rules.ts";
import type { IgnoreFiles } from "./ignore-rules.ts";

const plain = { exclude: [], gitPrefix: "", above: [] };
const inside = (files: IgnoreFiles, exclude: readonly string[] = []) => enterFolder(rootRules({ ...plain, exclude }), "", files);

describe("ignore rules", () => {
  test("leave out hidden names and installed packages without being told", () => {
    const rules = inside({});
    for (const path of [".env", ".notes/", "node_modules/", "a/.DS_Store", ".git/", ".firstfit/"])
      expect(isIgnored(rules, path), path).toBe(true);
    for (const path of ["a.md", "docs/", "docs/a.b.md"]) expect(isIgnored(rules, path), path).toBe(false);
  });

  test("a .firstfitignore takes back what git or the defaults leave out, down the whole folder", () => {
    const rules = inside({ gitignore: "build/\n*.md\n", firstfitignore: "!.notes/\n!build/\n" });
    expect(isIgnored(rules, ".notes/")).toBe(false);
    expect(isIgnored(rules, "build/")).toBe(false);
    expect(isIgnored(enterFolder(rules, "build/", {}), "build/a.md")).toBe(false);
    expect(isIgnored(rules, "a.md")).toBe(true);
  });

  test("a ! line in .gitignore brings back nothing that is hidden", () => {
    const rules = inside({ gitignore: ".*\n!.github/\n" });
    expect(isIgnored(rules, ".github/")).toBe(true);
  });

  test("version control and our own index stay out whatever a rule says", () => {
    const rules = inside({ firstfitignore: "!.*\n!.git/\n!.firstfit/\n" });
    expect(isIgnored(rules, ".git/")).toBe(true);
    expect(isIgnored(rules, ".firstfit/")).toBe(true);
    expect(isIgnored(rules, ".vimrc")).toBe(false);
  });

  test("a deeper file wins over a higher one and holds in its folder only", () => {
    const top = inside({ gitignore: "*.log\n/only-here.md\n" });
    const deeper = enterFolder(top, "a/", { gitignore: "!keep.log\n/own.md\n" });
    expect(isIgnored(deeper, "a/keep.log")).toBe(false);
    expect(isIgnored(deeper, "a/b/keep.log")).toBe(false);
    expect(isIgnored(deeper, "a/own.md")).toBe(true);
    expect(isIgnored(deeper, "a/b/own.md")).toBe(false);
    expect(isIgnored(deeper, "a/only-here.md")).toBe(false);
    expect(isIgnored(top, "keep.log")).toBe(true);
  });

  test("a folder name with pattern characters in it is taken as it is written", () => {
    const rules = enterFolder(inside({}), "[ab]*/", { gitignore: "x.md\n" });
    expect(isIgnored(rules, "[ab]*/x.md")).toBe(true);
    expect(isIgnored(rules, "a/x.md")).toBe(false);
  });

  test("rules above the root hold inside it, unless they leave out the root itself", () => {
    const rules = rootRules({ exclude: [], gitPrefix: "docs/", above: [{ folder: "", text: "docs/drafts/\n" }] });
    expect(isIgnored(rules, "drafts/")).toBe(true);
    expect(ignoresRoot(rules)).toBe(false);
    expect(ignoresRoot(rootRules({ exclude: [], gitPrefix: "docs/", above: [{ folder: "", text: "docs\n" }] }))).toBe(true);
  });

  test("excluded patterns win over every file", () => {
    const rules = inside({ firstfitignore: "!draft.md\n" }, ["draft*.md"]);
    expect(isIgnored(rules, "a/draft.md")).toBe(true);
  });

  test("compare names as they are written, in any case", () => {
    expect(isIgnored(inside({ gitignore: "README.md\n" }), "readme.md")).toBe(false);
  });
});
