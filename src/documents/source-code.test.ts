import { describe, expect, it } from "vitest";
import { chunkDocument } from "../text/chunk.ts";
import type { ParsedDocument } from "../core/document.ts";
import { FORMATS } from "./formats.ts";
import { parseSourceCode } from "./source-code.ts";
import { SOURCE_EXTENSIONS } from "./source-families.ts";

function parsed(text: string, path: string): ParsedDocument {
  const extraction = parseSourceCode(new TextEncoder().encode(text), path);
  if (extraction.kind !== "document") throw new Error(extraction.reason);
  return extraction.document;
}

const names = (text: string, path: string): string[] =>
  parsed(text, path).blocks.flatMap(({ kind, level, title }) => (kind === "heading" ? [`${(level ?? 0) - 1} ${title}`] : []));

describe("parseSourceCode", () => {
  it("keeps the file as it is, and puts the comment and the decorators with the definition below them", () => {
    const text =
      "import os\n\nLIMIT = 3\n\n# Reads it.\n@cache\ndef read(path):\n    return path\n\n\nclass Store:\n    def get(self):\n        return 1\n";
    const document = parsed(text, "a/b.py");
    expect(document.text).toBe(text);
    expect(document.blocks.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)).toEqual([
      "code: import os\n\nLIMIT = 3",
      "heading: # Reads it.\n@cache\ndef read(path):",
      "code:     return path",
      "heading: class Store:",
      "heading:     def get(self):",
      "code:         return 1",
    ]);
  });

  it("gives the chunks of a method the names of its class and itself", () => {
    const body = (word: string): string => `        total = ${Array.from({ length: 60 }, (_, at) => `${word}${at}`).join(" + ")}\n`;
    const text = `class Store:\n    def get(self):\n${body("alpha")}    def put(self):\n${body("beta")}`;
    const chunks = chunkDocument({ ...parsed(text, "b.py"), id: "b.py" }, { chunkTokensMin: 50, chunkTokensMax: 300 });
    expect(chunks.find((chunk) => chunk.text.includes("beta59"))?.heading).toEqual(["b.py", "Store", "put"]);
    expect(chunks.find((chunk) => chunk.text.includes("beta59"))?.locator).toMatchObject({ kind: "line" });
  });

  it.each([
    [
      "a.py",
      '"""\ndef not_one():\n"""\nasync def one():\n    pass\nclass Two(Base):\n    def three(self): pass\n',
      ["1 one", "1 Two", "2 three"],
    ],
    [
      "a.ts",
      "/* function no() {} */\nexport class A<T> {\n  async b(x: number): Promise<void> {\n    if (x) {\n    }\n  }\n}\nexport const c = async (x: string) => {\n};\nexport function d() {}\ninterface E {}\ntype F = 1;\nconst g = `\nfunction no() {}\n`;\n",
      ["1 A", "2 b", "1 c", "1 d", "1 E", "1 F"],
    ],
    [
      "a.java",
      "package x;\n/** Doc. */\n@Entity\npublic final class A extends B {\n    private static List<String> names(int a) {\n        return call(a);\n    }\n}\n",
      ["1 A", "2 names"],
    ],
    [
      "a.go",
      "package x\n\n// Get gets.\nfunc (s *Store) Get(k string) int {\n\treturn 1\n}\n\ntype Store struct {\n}\n",
      ["1 Get", "1 Store"],
    ],
    ["a.rs", "pub struct A;\nimpl<T> Trait for A {\n    pub async fn b(&self) {}\n}\nfn c() {}\n", ["1 A", "1 Trait for A", "2 b", "1 c"]],
    ["a.c", "#include <x.h>\nstatic int add(int a, int b)\n{\n    return call(a);\n}\nint declared(int a);\n", ["1 add"]],
    ["a.cpp", "namespace n {\nclass A : public B {\n};\n}\nvoid A::run(int x) {\n}\n", ["1 n", "1 A", "1 A::run"]],
    [
      "a.cs",
      "namespace X;\npublic class A\n{\n    public async Task<int> Run(int a)\n    {\n        return await Call(a);\n    }\n}\n",
      ["1 X", "1 A", "2 Run"],
    ],
    ["a.kt", "class A {\n    fun b() = 1\n}\nfun String.c() = 2\n", ["1 A", "2 b", "1 String.c"]],
    ["a.rb", "module M\n  class A\n    def self.b?\n    end\n  end\nend\n", ["1 M", "2 A", "3 self.b?"]],
    ["a.php", "<?php\nclass A {\n    public static function b() {}\n}\nfunction c() {}\n", ["1 A", "2 b", "1 c"]],
    ["a.sh", "# Does it.\nbuild() {\n  make\n}\nfunction other {\n}\n", ["1 build", "1 other"]],
    [
      "a.sql",
      "-- People.\nCREATE TABLE IF NOT EXISTS people (id int);\ncreate or replace function f() returns int as $$ $$;\n",
      ["1 people", "1 f"],
    ],
    ["a.swift", "struct A {\n    func b() {}\n}\n", ["1 A", "2 b"]],
    ["a.toml", "[tool.x]\na = 1\n[[bin]]\nb = 2\n", ["1 tool.x", "1 bin"]],
    ["a.css", ".a { color: red }\n", []],
  ])("finds the definitions of %s", (path, text, expected) => {
    expect(names(text, path)).toEqual(expected);
  });

  it("is told of every extension that it knows", () => {
    expect(FORMATS.find(({ id }) => id === "source-code")?.extensions).toEqual(SOURCE_EXTENSIONS);
  });
});
