import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyze, analyzeChunks, analyzeQuery, analyzeTokens, isStopWord } from "./analyze.ts";
import { ALL_LANGUAGES } from "./language.ts";
import type { Language } from "./language.ts";

describe("analyze", () => {
  it.each<[string, string[]]>([
    ["The running sponsors were approving it", ["run", "sponsor", "approv"]],
    ["Maria's and James' notes", ["maria", "jame", "note"]],
    ["don't, won't, it's, we'll", []],
    ["Error E1042", ["error", "e1042", "1042"]],
    ["ERR_1042", ["err1042", "err", "1042"]],
    ["v2.3.1", ["v2.3.1", "2.3.1", "2.3"]],
    ["version 2.3.1", ["version", "2.3.1", "2.3"]],
    ["v2.4", ["v2.4", "2.4"]],
    ["2.4.1-rc.1", ["2.4.1-rc.1", "2.4.1", "2.4"]],
    ["1.0.0-beta+exp.sha", ["1.0.0-beta", "1.0.0", "1.0", "exp.sha", "exp", "sha"]],
    ["v2.4.x", ["v2.4.x", "2.4.x", "2.4"]],
    ["120.0.6099.109", ["120.0.6099.109", "120.0.6099", "120.0"]],
    ["2.4 percent", ["2.4", "percent"]],
    ["192.168.1.10 on 16.03.2026", ["192.168.1.10", "16.03.2026"]],
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
    ["ＡＢＣ１２", ["abc12", "abc"]],
    ["end. Next", ["end", "next"]],
    ["__init__ --flag", ["init", "flag"]],
    ["ERR_MODULE_NOT_FOUND", ["errmodulenotfound", "err", "modul", "found"]],
    ["error[E0308]", ["error", "e0308", "0308"]],
    ["0x80070005", ["0x80070005"]],
    ["0xDEAD_BEEF", ["0xdeadbeef"]],
    ["v1.2.3-rc.1", ["v1.2.3-rc.1", "1.2.3-rc.1", "1.2.3", "1.2"]],
    ["CVE-2024-12345", ["cve202412345", "cve", "2024", "12345"]],
    ["PyObject_GetAttrString", ["pyobjectgetattrstr", "py", "object", "get", "attr", "string"]],
    ["HTTP2Server parseJSON2", ["http2server", "http2", "http", "server", "parsejson2", "pars", "json2", "json"]],
    ["C++17", ["c++", "17"]],
    ["أحمد العَرَبِيَّة", ["احمد", "عرب"]],
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
    expect(analyze("数据库")).toEqual(["数据", "数", "据库", "据", "库"]);
    expect(analyze("ガラス")).toEqual(["ガラ", "ラス"]);
    expect(analyze("ภาษา")).toEqual(["ภา", "ภาษ", "าษ", "าษา", "ษา"]);
    expect(analyze("안녕하세요")).toEqual(["안녕하세요", "안녕", "녕하", "하세", "세요"]);
    for (const [passage, asked] of [
      ["我们讨论数据库的性能", "性能"],
      ["猫が好きです", "猫"],
      ["データベースを検索する", "検索"],
      ["สวัสดีชาวโลก", "ชาวโลก"],
      ["데이터베이스를 검색합니다", "데이터"],
    ] as const)
      expect(analyze(passage)).toEqual(expect.arrayContaining(analyze(asked).slice(asked === "데이터" ? 1 : 0)));
  });

  it("reads a sign with its marks as one, however it is written", () => {
    for (const text of ["ガラス", "데이터베이스", "été", "ضَوْء", "हिंदी", "Ελλάδα", "Ёлка"])
      expect(analyze(text.normalize("NFD"))).toEqual(analyze(text.normalize("NFC")));
    expect(analyze("ｶﾞﾗｽ")).toEqual(analyze("ガラス"));
  });

  it.each<[Language, string, string[]]>([
    ["german", "Die Häuser des Hauses", ["haus", "haus"]],
    ["french", "L’été d’Aurélie, qu’elle aimait", ["ete", "aurel", "aim"]],
    ["italian", "dell’acqua è un’isola", ["acqua", "isol"]],
    ["spanish", "las canciones y la canción", ["cancion", "cancion"]],
    ["norwegian", "husene huset", ["hus", "hus"]],
    ["turkish", "İstanbul'a KIŞ kışlar", ["istanbul", "kis", "kis"]],
    ["polish", "to jest w domu", ["domu"]],
    ["vietnamese", "Thủ đô của Việt Nam", ["thủ", "thu", "đô", "do", "việt", "viet", "nam"]],
    ["russian", "Люди ищут ёлку и елку", ["люд", "ищут", "елк", "елк"]],
    ["greek", "Ο ΆΝΘΡΩΠΟΣ και οι άνθρωποι", ["ανθρωπ", "ανθρωπ"]],
    ["arabic", "والكتاب الكتابُ كـتـاب ٢٠٢٦", ["كتاب", "كتاب", "كتاب", "2026"]],
    ["persian", "کتاب و ۱۲", ["كتاب", "12"]],
    ["hebrew", "בַּיִת בבית צה״ל", ["בית", "בבית", "בית", "צהל", "צה"]],
    ["hindi", "लड़के लड़कियाँ क़लम कलम", ["लडक", "लडक", "कलम", "कलम"]],
    ["tamil", "வீடுகள் வீட்டில்", ["வீடு", "வீடு"]],
  ])("analyses %s by its own rules", (language, text, terms) => {
    expect(analyze(text, language)).toEqual(terms);
  });

  it("numbers the terms of a document's chunks in the order of their first use, and gives the same as for each chunk", () => {
    const { vocabulary, starts, sequence, headings } = analyzeChunks([
      { heading: "Running", body: "runs, C++17." },
      { body: "" },
      { body: "The runner runs v1.2" },
    ]);
    expect([...headings]).toEqual([1, 0, 0]);
    expect([vocabulary, [...starts], [...sequence]]).toEqual([
      ["run", "c++", "17", "runner", "v1.2", "1.2"],
      [0, 4, 4, 8],
      [0, 0, 1, 2, 3, 0, 4, 5],
    ]);
    const word = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom("Cat", "cats", "the", "get_page", "getPage", "中文", "don't", "x"),
    );
    const chunk = fc.array(word, { maxLength: 20 }).map((words) => words.join(" "));
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 4 }), fc.constantFrom(...ALL_LANGUAGES), (chunks, language) => {
        const numbered = analyzeChunks(
          chunks.map((text) => ({ heading: text, body: text })),
          language,
        );
        for (const [i, text] of chunks.entries()) {
          const own = numbered.sequence.subarray(numbered.starts[i], numbered.starts[i + 1]);
          const terms = analyze(text, language);
          expect(Array.from(own, (number) => numbered.vocabulary[number])).toEqual([...terms, ...terms]);
          expect(numbered.headings[i]).toBe(terms.length);
        }
        expect(new Set(numbered.vocabulary).size).toBe(numbered.vocabulary.length);
      }),
    );
  });

  it("treats words in another script by the rules of that script, whatever the language of the text", () => {
    for (const language of ["english", "german", "hindi"] as const) expect(analyze("что люди ищут", language)).toEqual(["люд", "ищут"]);
    expect(analyze("running servers", "russian")).toEqual(["run", "server"]);
  });

  it("gives nothing for stop words, punctuation and lone surrogates", () => {
    expect(analyze("who is it?")).toEqual([]);
    expect(analyze("?!… — \ud800 \udfff")).toEqual([]);
    expect(isStopWord("the") && isStopWord("dont") && !isStopWord("may")).toBe(true);
  });

  it("takes a letter of two units for a letter also after half of it was met alone", () => {
    expect(analyze("\ud835")).toEqual([]);
    expect(analyze("ab\u{1d49c} ab")).toEqual(["aba", "ab"]);
  });

  it("ends a word at a sign before a blank, and keeps the signs of C++ and C#", () => {
    for (const round of [1, 2]) {
      const terms = analyze("Plan B, or C++, not C#. J. Smith, of size x. v2, dogs' end");
      expect(terms, `round ${round}`).toEqual(["plan", "b", "c++", "c#", "j", "smith", "size", "x", "v2", "dog", "end"]);
    }
  });

  it("takes any text and says the same with and without places, each within its text and in order of start", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.constantFrom(...ALL_LANGUAGES), (text, language) => {
        const tokens = analyzeTokens(text, language);
        expect(tokens.map(({ term }) => term)).toEqual(analyze(text, language));
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

  it("places what a version begins with on those characters, in digits of any width", () => {
    for (const text of ["In v2.4.1-rc.1.", "In V２.４.１."]) {
      const placed = analyzeTokens(text).map(({ start, end }) => text.slice(start, end));
      expect(placed.slice(-2).map((part) => part.normalize("NFKC"))).toEqual(["2.4.1", "2.4"]);
    }
  });

  it("does not depend on what was analysed before", () => {
    const words = Array.from({ length: 100_000 }, (_, index) => `w${index.toString(36)}x`).join(" ");
    const before = analyze("Running E1042 getPage");
    analyze(words);
    expect(analyze("Running E1042 getPage")).toEqual(before);
  });

  it("cuts a megabyte without a space into pieces of bounded length", () => {
    for (const unit of ["a", "a-", "a_", "aB", "1,2", "\u00ad", "中", "x.", "_", "ก\u0e49", "e\u0301", "\u200d", "\u202e", "د", "가"]) {
      const longest = analyzeTokens(unit.repeat(1_000_000 / unit.length)).reduce(
        (length, { start, end }) => Math.max(length, end - start),
        0,
      );
      expect(longest).toBeLessThanOrEqual(512);
    }
  });
});

describe("analyzeQuery", () => {
  it("makes the terms of every language of the index, each as often as one language makes it", () => {
    expect(analyzeQuery("running häuser", ["english"])).toEqual(analyze("running häuser"));
    expect(analyzeQuery("running running häuser", ["german", "english"])).toEqual(["run", "run", "hauser", "running", "running", "haus"]);
    expect(analyzeQuery("E1042 E1042", ["german", "english"])).toEqual(["e1042", "e1042", "1042", "1042"]);
  });

  it("does not depend on the order in which the languages are given", () => {
    expect(analyzeQuery("running häuser", ["english", "german", "french"])).toEqual(
      analyzeQuery("running häuser", ["french", "german", "english", "german"]),
    );
  });

  it("keeps the function words of a question out of the other languages' terms", () => {
    expect(analyzeQuery("Wie hoch sind die Kosten?", ["english", "german"])).not.toContain("die");
    expect(analyzeQuery("die casting", ["english", "german"])).toContain("die");
  });

  it("takes English where the index has no language yet", () => {
    expect(analyzeQuery("running", [])).toEqual(["run"]);
  });
});

describe("the terms of a document with more different words than are remembered", () => {
  it("keep their numbers", () => {
    const words = Array.from({ length: 160_000 }, (_, i) => `w${i.toString(36)}q`).join(" ");
    const { vocabulary, starts, sequence } = analyzeChunks([{ body: words }, { body: words }]);
    expect(new Set(vocabulary).size).toBe(vocabulary.length);
    const [, middle = 0] = starts;
    expect(Buffer.compare(Buffer.from(sequence.slice(middle).buffer), Buffer.from(sequence.slice(0, middle).buffer))).toBe(0);
  });
});
