import { describe, expect, test } from "vitest";
import { documentIds } from "./document-ids.ts";
import type { Place } from "./document-ids.ts";

const place = (root: string, relative: string): Place => ({ root, relative });

describe("document ids", () => {
  test("are paths from the root, however many roots there are", () => {
    expect(documentIds([place("/p/a", "x.md"), place("/p/b", "sub/y.md"), place("/p/c.md", "c.md")], [], new Set())).toEqual([
      "x.md",
      "sub/y.md",
      "c.md",
    ]);
  });

  test("take folders of the absolute path where an earlier root has the name", () => {
    const ids = documentIds(
      [
        place("/p/a/docs", "readme.md"),
        place("/p/b/docs", "readme.md"),
        place("/q/b/docs", "readme.md"),
        place("/q/readme.md", "readme.md"),
      ],
      [],
      new Set(),
    );
    expect(ids).toEqual(["readme.md", "docs/readme.md", "b/docs/readme.md", "q/readme.md"]);
  });

  test("stay with their file when another root comes first later", () => {
    const before = [{ id: "readme.md", root: "/p/b" }];
    expect(documentIds([place("/p/a", "readme.md"), place("/p/b", "readme.md")], before, new Set())).toEqual(["a/readme.md", "readme.md"]);
  });

  test("stay longer once they were, also when the other file is gone", () => {
    expect(documentIds([place("/p/b", "readme.md")], [{ id: "b/readme.md", root: "/p/b" }], new Set())).toEqual(["b/readme.md"]);
  });

  test("a folder of the root's own name is not mistaken for the root", () => {
    const holders = [{ id: "b/x.md", root: "/p/b" }];
    expect(documentIds([place("/p/b", "b/x.md"), place("/p/b", "x.md")], holders, new Set())).toEqual(["b/x.md", "x.md"]);
  });

  test("never take what a root has that is not read now", () => {
    expect(documentIds([place("/p/b", "x.md")], [], new Set(["x.md"]))).toEqual(["b/x.md"]);
  });

  test("are distinct for names that look alike: composed and decomposed, upper and lower case", () => {
    const names = ["caf\u00e9.md", "cafe\u0301.md", "Readme.md", "README.md", "a\nb.md", "\u001b[31m.md"];
    expect(
      documentIds(
        names.map((name) => place("/p", name)),
        [],
        new Set(),
      ),
    ).toEqual(names);
  });

  test("find a free name even when the whole absolute path is taken", () => {
    const ids = documentIds([place("/r", "x"), place("/x", "x")], [], new Set(["x", "r/x", "/r/x"]));
    expect(new Set(ids).size).toBe(2);
    expect(ids.some((id) => ["x", "r/x", "/r/x"].includes(id))).toBe(false);
  });
});
