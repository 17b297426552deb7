import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze, analyzeTokens, isStopWord } from "./analyze.ts";

describe("analyze", () => {
  it.each<[string, string[]]>([
    ["The running sponsors were approving it", ["run", "sponsor", "approv"]],
    ["Maria's and James' notes", ["maria", "jame", "note"]],
    ["don't, won't, it's, we'll", []],
    ["Error E1042", ["error", "e1042", "1042"]],
    ["ERR_1042", ["err1042", "err", "1042"]],
    ["v2.3.1", ["v2.3.1", "2.3.1"]],
    ["version 2.3.1", ["version", "2.3.1"]],
    ["$12,500", ["12500"]],
    ["$12,500.00", ["12500.00", "12500"]],
    ["(1,2,3)", ["1", "2", "3"]],
    ["3.14", ["3.14"]],
    ["100MB", ["100mb", "100", "mb"]],
    ["3rd", ["3rd", "3"]],
    ["2026-03-04", ["20260304", "2026", "3", "4"]],
    ["site.GetPage", ["site.getpage", "site", "getpag", "get", "page"]],
    ["hugo.toml", ["hugo.toml", "hugo", "toml"]],
    ["XMLHttpRequest", ["xmlhttprequest", "xml", "http", "request"]],
    ["URLs", ["url"]],
    ["U.S. and U.S.A.", ["us", "usa"]],
    ["C++, C# and F#", ["c++", "c#", "f#"]],
    ["O'Brien", ["obrien", "brien"]],
    ["naïve Straße Øre", ["naiv", "strass", "ore"]],
    ["ＡＢＣ１２", ["abc12"]],
    ["end. Next", ["end", "next"]],
    ["__init__ --flag", ["init", "flag"]],
    ["أحمد العَرَبِيَّة", ["احمد", "العربيه"]],
  ])("makes of %j the terms %j", (text, terms) => {
    expect(analyze(text)).toEqual(terms);
  });

  it("gives a name one joined term in every style, so that the styles find each other", () => {
    for (const style of ["getPage", "get_page", "get-page", "GetPage", "get__page"])
      expect(analyze(style)).toEqual(["getpag", "get", "page"]);
    expect(analyze("e-mail")).toContain(analyze("email")[0]);
    expect(analyze("Wi-Fi")).toContain(analyze("wifi")[0]);
  });

  it("does not see soft hyphens, zero-width characters or how an accent is written", () => {
    expect(analyze("soft\u00adware")).toEqual(analyze("software"));
    expect(analyze("zero\u200bwidth")).toEqual(analyze("zerowidth"));
    expect(analyze("E\u0301COLE")).toEqual(analyze("école"));
  });

  it("cuts scripts without spaces into bigrams and words, and finds a word within a passage", () => {
    expect(analyze("中")).toEqual(["中"]);
    expect(analyze("数据库")).toEqual(expect.arrayContaining(["数据", "据库"]));
    expect(analyze("我们讨论数据库的性能")).toEqual(expect.arrayContaining(analyze("性能")));
    expect(analyze("データベースを検索する")).toEqual(expect.arrayContaining(["データベース", "検索"]));
    expect(analyze("สวัสดีชาวโลก")).toEqual(["สวัสดี", "ชาว", "โลก"]);
    expect(analyze("안녕하세요")).toEqual(expect.arrayContaining(["안녕하세요", "안녕"]));
  });

  it("gives nothing for stop words, punctuation and lone surrogates", () => {
    expect(analyze("who is it?")).toEqual([]);
    expect(analyze("?!… — \ud800 \udfff")).toEqual([]);
    expect(isStopWord("the") && isStopWord("dont") && !isStopWord("may")).toBe(true);
  });

  it("takes any text and says the same with and without places, each within its text and in order of start", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const tokens = analyzeTokens(text);
        expect(tokens.map(({ term }) => term)).toEqual(analyze(text));
        let before = 0;
        for (const { term, start, end } of tokens) {
          expect(term).not.toBe("");
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(start).toBeGreaterThanOrEqual(before - 256);
          before = Math.max(before, start);
        }
      }),
    );
  });

  it("places each term on the characters it was made from", () => {
    const text = "Ask Maria's team about getPage for $12,500.";
    const placed = analyzeTokens(text).map(({ term, start, end }) => [term, text.slice(start, end)]);
    expect(placed).toEqual([
      ["ask", "Ask"],
      ["maria", "Maria"],
      ["team", "team"],
      ["getpag", "getPage"],
      ["get", "get"],
      ["page", "Page"],
      ["12500", "12,500"],
    ]);
  });

  it("does not depend on what was analysed before", () => {
    const words = Array.from({ length: 100_000 }, (_, index) => `w${index.toString(36)}x`).join(" ");
    const before = analyze("Running E1042 getPage");
    analyze(words);
    expect(analyze("Running E1042 getPage")).toEqual(before);
  });

  it("cuts a megabyte without a space into pieces of bounded length", () => {
    for (const unit of ["a", "a-", "a_", "aB", "1,2", "\u00ad", "中", "x.", "_"]) {
      const longest = analyzeTokens(unit.repeat(1_000_000 / unit.length)).reduce(
        (length, { start, end }) => Math.max(length, end - start),
        0,
      );
      expect(longest).toBeLessThanOrEqual(512);
    }
  });
});
