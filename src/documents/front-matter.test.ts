import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";
import { plainPairs } from "./front-matter.ts";

/** What a line of front matter is made of, and what it may trip over. */
const piece = fc.oneof(
  fc.constantFrom(
    ..."title|: |:|\"|'| |  |#| #|-|a|b c|true|null|NULL|False|12|0|01|2024-01-02|{|[|]|,|&a|*a|!x|>|%|@|`|\t|\n|\r\n|\\|~|é|\u2028|\u00a0|\uFEFF|?|...|---|http://x.y/z|<<|__proto__|k: 'v'\n".split(
      "|",
    ),
  ),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const value = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
const line = fc
  .tuple(
    fc.constantFrom("title", "k", "a-b", "A_1", "constructor", "true", "null"),
    fc.constantFrom(": ", ":  ", ":", " : "),
    fc.oneof(
      value,
      value.map((text) => `"${text}"`),
      value.map((text) => `'${text}'`),
      value.map((text) => `x${text}`),
    ),
  )
  .map((parts) => parts.join(""));

test("plain pairs are what YAML makes of them, whatever the lines", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
      const source = `${lines.join("\n")}\n`;
      const pairs = plainPairs(source);
      if (pairs === undefined) return;
      const parsed = parseDocument(source.replace(/\r\n?/g, "\n"), { uniqueKeys: false, logLevel: "silent", schema: "core" });
      expect(parsed.errors).toEqual([]);
      expect(Object.fromEntries(pairs)).toEqual(parsed.toJS() ?? {});
    }),
    { numRuns: 2000 },
  );
});

test("the usual front matter is plain pairs, and anything else is left to YAML", () => {
  const usual =
    "title: \"A guide: part 1\"\ndate: 2026-03-01\nweight: 10\ndraft: false\nauthor: J. Doe\n\nurl: https://x.example/a\nnote: 'it # is'\n";
  expect(Object.fromEntries(plainPairs(usual) ?? [])).toEqual({
    title: "A guide: part 1",
    date: "2026-03-01",
    weight: 10,
    draft: false,
    author: "J. Doe",
    url: "https://x.example/a",
    note: "it # is",
  });
  for (const other of ["tags: [a, b]", "tags:\n  - a", 'a: "\\n"', "a: b # c", "a: null", "a: |\n  x", "a: *b", "a: 1.5", "a:\n  b: c"])
    expect(plainPairs(other)).toBeUndefined();
});
