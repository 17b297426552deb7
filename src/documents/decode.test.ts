import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, hiddenCharacterNotes } from "./decode.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const joined = (...parts: readonly Iterable<number>[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return bytes;
}

function utf32(text: string, littleEndian: boolean): Uint8Array {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const bytes = new Uint8Array(codes.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, code] of codes.entries()) view.setUint32(index * 4, code, littleEndian);
  return bytes;
}

/** Writes a text in an old encoding, by asking the platform's decoder what every byte and pair of bytes means. */
function legacy(text: string, encoding: string): Uint8Array {
  const bytesOf = new Map<string, readonly number[]>();
  const learn = (...bytes: readonly number[]): void => {
    const character = new TextDecoder(encoding).decode(Uint8Array.from(bytes));
    if ([...character].length === 1 && character !== "\uFFFD" && !bytesOf.has(character)) bytesOf.set(character, bytes);
  };
  for (let byte = 0; byte < 256; byte++) learn(byte);
  if (/jis|euc|gb|big5/.test(encoding))
    for (let first = 0x81; first < 0xff; first++) for (let second = 0x30; second < 0xff; second++) learn(first, second);
  return Uint8Array.from([...text].flatMap((character) => bytesOf.get(character) ?? [0x3f]));
}

const sample = "Zusage über 12.500 € – naïve Größe 😀 数据";
const western = "Die schöne Frau sagte „können“, der Preis betrug 15,50 € – l’été.";

describe("decodeText", () => {
  it.each<[string, Uint8Array, string]>([
    ["UTF-8", utf8(sample), "utf-8"],
    ["UTF-8 with a mark", joined([0xef, 0xbb, 0xbf], utf8(sample)), "utf-8"],
    ["UTF-16 LE with a mark", joined([0xff, 0xfe], utf16(sample, true)), "utf-16le"],
    ["UTF-16 BE with a mark", joined([0xfe, 0xff], utf16(sample, false)), "utf-16be"],
    ["UTF-16 LE without a mark", utf16(sample, true), "utf-16le"],
    ["UTF-16 BE without a mark", utf16(sample, false), "utf-16be"],
    ["UTF-32 LE with a mark", joined([0xff, 0xfe, 0, 0], utf32(sample, true)), "utf-32le"],
    ["UTF-32 BE with a mark", joined([0, 0, 0xfe, 0xff], utf32(sample, false)), "utf-32be"],
  ])("reads %s, without the byte order mark", (_, bytes, encoding) => {
    expect(decodeText(bytes)).toMatchObject({ kind: "text", text: sample, encoding });
  });

  it.each<[string, string]>([
    ["windows-1252", western],
    ["windows-1252", "plain – dash “quoted”"],
    ["windows-1250", "Zażółć gęślą jaźń. Książka leży na stole i jest bardzo ciekawa."],
    ["iso-8859-2", "Zażółć gęślą jaźń. Książka leży na stole i jest bardzo ciekawa."],
    ["windows-1251", "Все люди рождаются свободными и равными в своем достоинстве и правах."],
    ["koi8-r", "Все люди рождаются свободными и равными в своем достоинстве и правах."],
    ["windows-1253", "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια."],
    ["windows-1255", "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם."],
    ["windows-1256", "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق."],
    ["shift_jis", "すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。"],
    ["euc-jp", "すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。"],
    ["gb18030", "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。"],
    ["big5", "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。"],
    ["euc-kr", "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다."],
  ])("recognises unlabelled %s, and says so", (encoding, text) => {
    expect(decodeText(legacy(text, encoding))).toEqual({ kind: "text", text, encoding, notes: [`decoded as ${encoding}`] });
  });

  it("reads Latin-1 bytes, as every browser does, as windows-1252", () => {
    expect(decodeText(Uint8Array.from([0x6b, 0xf6, 0x6e, 0x6e, 0x65, 0x6e]))).toMatchObject({ text: "können", encoding: "windows-1252" });
  });

  it("believes a declared encoding, but not against sound UTF-8, and not one that no one knows", () => {
    const russian = "Да";
    expect(decodeText(legacy(russian, "koi8-r"), () => "koi8-r")).toMatchObject({ text: russian, encoding: "koi8-r" });
    expect(decodeText(utf8(sample), () => "iso-8859-1")).toMatchObject({ text: sample, encoding: "utf-8" });
    expect(decodeText(Uint8Array.from([0x6b, 0xf6]), () => "no-such-thing")).toMatchObject({ text: "kö" });
    const escaped = joined(utf8("a "), [0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42]);
    expect(decodeText(escaped, () => "iso-2022-jp")).toMatchObject({ text: "a あ" });
  });

  it("repairs UTF-8 with a few bad bytes, and notes where", () => {
    const decoded = decodeText(joined(utf8("größer über "), [0xff], utf8(" schön")));
    expect(decoded).toEqual({
      kind: "text",
      text: "größer über \uFFFD schön",
      encoding: "utf-8",
      notes: ["invalid UTF-8: 1 bad sequence replaced, first at offset 12"],
    });
  });

  it("never lets a lone surrogate through", () => {
    const decoded = decodeText(joined([0xff, 0xfe], utf16("a \ud800 b", true)));
    expect(decoded.kind === "text" && decoded.text).toBe("a \uFFFD b");
    expect(decoded.kind === "text" && decoded.notes.join()).toContain("offset 2");
  });

  it("notes NUL characters and keeps the offsets of what follows", () => {
    expect(decodeText(utf8("a few words \u0000 and more"))).toMatchObject({
      text: "a few words \u0000 and more",
      notes: ["NUL characters, first at offset 12"],
    });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["no bytes", new Uint8Array(0), /^empty$/],
    ["white space", utf8(" \r\n\t\u00a0"), /^empty$/],
    ["a mark alone", Uint8Array.from([0xff, 0xfe]), /^empty$/],
    ["a PDF", utf8("%PDF-1.7\n1 0 obj"), /PDF/],
    ["a zip archive", joined([0x50, 0x4b, 3, 4], new Uint8Array(50)), /zip/],
    ["a PNG image", joined([0x89], utf8("PNG\r\n\u001a\n"), new Uint8Array(50)), /PNG/],
    ["bytes of every value", Uint8Array.from({ length: 4_096 }, (_, index) => (index * 167 + (index >> 4)) % 256), /^binary/],
    ["zeros", new Uint8Array(1_000), /^binary/],
  ])("skips %s with its reason", (_, bytes, reason) => {
    const decoded = decodeText(bytes);
    expect(decoded.kind).toBe("skipped");
    expect(decoded.kind === "skipped" && decoded.reason).toMatch(reason);
  });

  it("returns every well-formed text that has no control characters as it was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.constantFrom("utf8", "utf16le", "utf16be"), (text, form) => {
        fc.pre(
          /\S/u.test(text) && !/[\u0000-\u0008\u000b-\u001f\ufffd\ufeff]/u.test(text) && !/^(?:%PDF-|GIF8|BZh|Rar!|\{\\rtf|PK)/.test(text),
        );
        const bytes =
          form === "utf8" ? utf8(text) : joined(form === "utf16le" ? [0xff, 0xfe] : [0xfe, 0xff], utf16(text, form === "utf16le"));
        // Two zero bytes behind the mark would be the mark of UTF-32.
        const decoded = decodeText(bytes);
        expect(decoded.kind === "text" && decoded.text).toBe(text);
      }),
    );
  });

  it("takes any bytes, and gives well-formed text or a reason", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const decoded = decodeText(bytes);
        if (decoded.kind === "text") expect(decoded.text.isWellFormed()).toBe(true);
        else expect(decoded.reason).not.toBe("");
      }),
    );
  });
});

describe("hiddenCharacterNotes", () => {
  it.each<[string, string, RegExp | undefined]>([
    ["a bidirectional override", "abc \u202Etxt.exe", /1 bidirectional control \(first U\+202E at offset 4\)/],
    ["a zero-width space", "pass\u200Bword\u200B", /2 zero-width characters \(first U\+200B at offset 4\)/],
    ["a joiner between Latin letters", "pass\u200Dword", /zero-width/],
    ["text in tag characters", "hi\u{E0068}\u{E0069}", /2 tag characters \(first U\+E0068 at offset 2\)/],
    ["bytes in variation selectors", "hi\u{E0101}\u{E0102}", /variation selector/],
    ["the flag of Scotland", "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}", undefined],
    ["an emoji of joined people", "👩‍👩‍👧", undefined],
    ["a Persian word with a non-joiner", "می‌خواهم", undefined],
    ["a heart with its selector", "❤️", undefined],
    ["plain text", "plain text", undefined],
  ])("looks at %s", (_, text, note) => {
    const notes = hiddenCharacterNotes(text);
    if (note === undefined) expect(notes).toEqual([]);
    else expect(notes.join("\n")).toMatch(note);
  });

  it("reads Western text that was joined from UTF-8 and an older encoding, each for what it is", () => {
    const first = Buffer.from("The café in Zürich");
    const old = Buffer.from(" is naïve, façade and über-déjà, says Señor Peña.", "latin1");
    expect(decodeText(Buffer.concat([first, old]))).toMatchObject({
      text: "The café in Zürich is naïve, façade and über-déjà, says Señor Peña.",
      notes: [expect.stringMatching(/^mixed: /)],
    });
    // two Cyrillic letters line up as UTF-8 of a sign
    const ukrainian = Buffer.from("C2B3E4E4B3EB20EFF0EEE4E0E6B3E220E2B3E4EFF0E0E2E8E220EBE8F1F2", "hex");
    expect(decodeText(ukrainian)).toMatchObject({ text: "Відділ продажів відправив лист", notes: ["decoded as windows-1251"] });
    // ß and a closing quotation mark line up as a sequence, which is no Western character
    expect(decodeText(Buffer.from("Gro\xdf\x93 und \xfcber", "latin1"))).toMatchObject({
      text: "Groß“ und über",
      notes: ["decoded as windows-1252"],
    });
  });
});
