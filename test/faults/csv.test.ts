import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCsv, parseCsv } from "../../src/text/csv.ts";

const rowsOf = (text: string): unknown => {
  const table = parseCsv(text);
  return table.kind === "table" ? table.rows.map(({ cells }) => cells) : table;
};

test.for([
  ['=HYPERLINK("http://x";"y")', '"\'=HYPERLINK(""http://x"";""y"")"'],
  ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
  ["-2+3", "'-2+3"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["'=1", "''=1"],
  ["-5", "-5"],
  ["+3.5e2", "+3.5e2"],
  ["it's", "it's"],
] as const)("the cell %j cannot run in a spreadsheet, and is read as it was", ([cell, written]) => {
  const text = formatCsv([["head"], [cell]]);
  expect(text.split("\r\n")[1]).toBe(written);
  expect(rowsOf(text)).toEqual([["head"], [cell]]);
});

test("whatever is written is read again", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom("", "=1", "'=1", "''", "-", "+1", "\t", "\r\n", '"', ",", "a\nb", "é", " x ", "'", "\u2028"),
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
      (width, wide) => {
        // the first line decides on the separator: a header never holds one
        const rows = [Array.from({ length: width }, (_, at) => `h${at}`), ...wide.map((row) => row.slice(0, width))];
        expect(rowsOf(formatCsv(rows))).toEqual(rows);
      },
    ),
  );
});

test("other separators, line ends and a byte-order mark are read; an open quotation is told by its line", () => {
  expect(rowsOf('\ufeffa;b\r1;"x;y"\n\n2;')).toEqual([
    ["a", "b"],
    ["1", "x;y"],
    ["2", ""],
  ]);
  expect(rowsOf("a\tb\n1,5\t2")).toEqual([
    ["a", "b"],
    ["1,5", "2"],
  ]);
  expect(rowsOf('a,b\n1,"two\nlines"\n3,"open')).toEqual({ kind: "unclosed", line: 4 });
  const table = parseCsv('a,b\n1,"two\nlines"\n3,4');
  expect(table.kind === "table" && table.rows.map(({ line }) => line)).toEqual([1, 2, 4]);
});
