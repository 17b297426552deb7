import { guessLegacyEncoding } from "./legacy-encodings.ts";

/** Text of a file, or the reason why it has none. */
export type Decoded =
  | { readonly kind: "text"; readonly text: string; readonly encoding: string; readonly notes: readonly string[] }
  | { readonly kind: "skipped"; readonly reason: string };

/** How much of a file is looked at to guess what it is. */
const SAMPLE_BYTES = 65_536;

const SIGNATURES: readonly (readonly [string, string])[] = [
  ["%PDF-", "PDF"],
  ["PK\u0003\u0004", "a zip archive or office document"],
  ["PK\u0005\u0006", "an empty zip archive"],
  ["\u00D0\u00CF\u0011\u00E0", "an old office document"],
  ["\u0089PNG", "a PNG image"],
  ["\u00FF\u00D8\u00FF", "a JPEG image"],
  ["GIF8", "a GIF image"],
  ["\u001F\u008B", "gzip data"],
  ["BZh", "bzip2 data"],
  ["\u00FD7zXZ", "xz data"],
  ["7z\u00BC\u00AF", "a 7z archive"],
  ["Rar!", "a RAR archive"],
  ["\u007FELF", "a program"],
  ["MZ\u0090", "a program"],
  ["SQLite format 3\u0000", "an SQLite database"],
  ["{\\rtf", "RTF"],
];

/**
 * Bytes to text: byte order mark, then UTF-8, then what the file declares, then UTF-16 by its zeros, then the
 * likeliest older encoding.
 * The byte order mark is not part of the text; line ends stay as they are. `declared` may find an encoding in the first bytes.
 */
export function decodeText(bytes: Uint8Array, declared?: (head: string) => string | undefined): Decoded {
  if (bytes.length === 0) return { kind: "skipped", reason: "empty" };
  const marked = byteOrderMark(bytes);
  if (marked !== undefined)
    return finish(
      decodeAs(bytes.subarray(marked.length), marked.encoding),
      marked.encoding,
      marked.encoding === "utf-8" ? [] : [`decoded as ${marked.encoding}`],
    );
  const head = latin1(bytes.subarray(0, SAMPLE_BYTES));
  const signature = SIGNATURES.find(([start]) => head.startsWith(start));
  if (signature !== undefined) return { kind: "skipped", reason: `binary: it looks like ${signature[1]}` };
  const wide = utf16ByZeros(head);
  if (wide !== undefined) return finish(decodeAs(bytes, wide), wide, [`decoded as ${wide}, which has no byte order mark`]);
  const label = knownLabel(declared?.(head));
  // An escape-based encoding is plain ASCII to every other reader, so only its label can tell.
  if (label === "iso-2022-jp") return finish(decodeAs(bytes, label), label, [`decoded as ${label}`]);
  const strict = decodeStrict(bytes, "utf-8");
  if (strict !== undefined) return isBinary(head) ? binary() : finish(strict, "utf-8", []);
  if (isBinary(head)) return binary();
  if (label !== undefined && label !== "utf-8") return finish(decodeAs(bytes, label), label, [`decoded as ${label}`]);
  return decodeDamaged(bytes);
}

function binary(): Decoded {
  return { kind: "skipped", reason: "binary: it holds control characters that text does not have" };
}

/** Neither UTF-8 nor declared: UTF-8 with a few bad bytes, or an old single-byte file. */
function decodeDamaged(bytes: Uint8Array): Decoded {
  const repaired = decodeAs(bytes, "utf-8");
  let bad = 0;
  let good = 0;
  for (let at = 0; at < repaired.length; at++) {
    const unit = repaired.charCodeAt(at);
    if (unit === 0xfffd) bad += 1;
    else if (unit > 127) good += 1;
  }
  // Letters of a single-byte encoding hardly ever line up as UTF-8 sequences, so that sound ones in the majority mean damage.
  if (good > bad)
    return finish(repaired, "utf-8", [
      `invalid UTF-8: ${bad} bad ${bad === 1 ? "sequence" : "sequences"} replaced, first at offset ${repaired.indexOf("\uFFFD")}`,
    ]);
  const guessed = guessLegacyEncoding(bytes);
  const mixed = good > 0 && LATIN.has(guessed) ? decodeMixed(bytes, bad) : undefined;
  if (mixed !== undefined) return finish(mixed, "windows-1252", ["mixed: decoded as UTF-8 where it is valid, else as windows-1252"]);
  return finish(decodeAs(bytes, guessed), guessed, [`decoded as ${guessed}`]);
}

const SEQUENCE = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g;
/** What Western letters are taken for; two Cyrillic ones may line up as UTF-8 of a sign, too. */
const LATIN: ReadonlySet<string> = new Set(["windows-1252", "windows-1250", "iso-8859-2"]);
/** At least one sound sequence for so many that are not: a few may line up by chance. */
const BAD_PER_SEQUENCE_MAX = 10;

/** Western text joined from files in two encodings; undefined where the UTF-8 in it is not of Western characters. */
function decodeMixed(bytes: Uint8Array, bad: number): string | undefined {
  const raw = latin1(bytes);
  const utf8 = (sequence: string): string => Buffer.from(sequence, "latin1").toString();
  const sequences = raw.match(SEQUENCE) ?? [];
  if (sequences.length * BAD_PER_SEQUENCE_MAX < bad) return undefined;
  if (!sequences.every((sequence) => /^[\u00a0-\u00ffŒœŠšŸ\u2010-\u203a€™]$/u.test(utf8(sequence)))) return undefined;
  const parts = raw.split(SEQUENCE);
  return parts.map((part, i) => decodeAs(Buffer.from(part, "latin1"), "windows-1252") + utf8(sequences[i] ?? "")).join("");
}

function finish(text: string, encoding: string, notes: readonly string[]): Decoded {
  if (!/\S/u.test(text)) return { kind: "skipped", reason: "empty" };
  const zeros = text.indexOf("\u0000");
  const lost = encoding.startsWith("utf-16") || encoding.startsWith("utf-32") ? text.indexOf("\uFFFD") : -1;
  return {
    kind: "text",
    text,
    encoding,
    notes: [
      ...notes,
      ...(zeros < 0 ? [] : [`NUL characters, first at offset ${zeros}`]),
      ...(lost < 0 ? [] : [`characters that ${encoding} does not allow, first at offset ${lost}`]),
    ],
  };
}

function byteOrderMark(bytes: Uint8Array): { readonly encoding: string; readonly length: number } | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", length: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: "utf-32le", length: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: "utf-32be", length: 4 };
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", length: 2 };
  return undefined;
}

/** A label that this Node can decode, by its standard name. */
function knownLabel(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  try {
    const { encoding } = new TextDecoder(label.trim());
    // A file that could be read far enough to find the label is not in 16-bit units.
    return encoding.startsWith("utf-16") ? "utf-8" : encoding;
  } catch {
    // RangeError: no such encoding; the file is read as if it declared none.
    return undefined;
  }
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  if (encoding.startsWith("utf-32")) return decodeUtf32(bytes, encoding === "utf-32le");
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

function decodeStrict(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // TypeError: not valid in this encoding; the caller tries the next.
    return undefined;
  }
}

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian);
    parts.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\uFFFD" : String.fromCodePoint(code));
  }
  return parts.join("");
}

/** A character a byte, U+0000 to U+00FF: not what TextDecoder makes of the label latin1, which the Encoding Standard reads as windows-1252. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** UTF-16 without a mark: in Western text every second byte is zero, always on the same side. */
function utf16ByZeros(head: string): string | undefined {
  const pairs = head.length >> 1;
  if (pairs < 2 || !head.includes("\0")) return undefined;
  let first = 0;
  let second = 0;
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head.charCodeAt(at) === 0) first += 1;
    if (head.charCodeAt(at + 1) === 0) second += 1;
  }
  // A single zero may be a slip in a text of bytes.
  if (second > Math.max(1, pairs * 0.4) && first < pairs * 0.05) return "utf-16le";
  if (first > Math.max(1, pairs * 0.4) && second < pairs * 0.05) return "utf-16be";
  return undefined;
}

/** More than one control character in two hundred, tab, line ends, form feed and escape aside, is no text. */
function isBinary(head: string): boolean {
  const controls = head.match(/[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]/g)?.length ?? 0;
  return controls > Math.max(1, head.length / 200);
}

const HIDDEN: readonly (readonly [string, RegExp])[] = [
  ["bidirectional control", /[\u202A-\u202E\u2066-\u2069]/gu],
  // Joiners are letters' business in many scripts; between Latin letters they only hide something.
  ["zero-width character", /[\u200B\u2060-\u2064]|(?<=[A-Za-z])[\u200C\u200D](?=[A-Za-z])|(?!^)\uFEFF/gu],
  // A flag of a region is a black flag with tags; anything else in tags is text that no one sees.
  ["tag character", /(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]{0,6})[\u{E0001}-\u{E007F}]/gu],
  ["variation selector run", /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]{2,}/gu],
];

/** One note for each kind of character that a reader cannot see but a model can, with its first offset. */
export function hiddenCharacterNotes(text: string): string[] {
  // Most texts have none, and one look without look-behind says so.
  if (!/[^\0-\u200a\u200e-\u2029\u2070-\udb3f\udb41-\ufdff]/.test(text)) return [];
  const notes: string[] = [];
  for (const [name, pattern] of HIDDEN) {
    let count = 0;
    let first: { readonly at: number; readonly code: number } | undefined;
    for (const match of text.matchAll(pattern)) {
      count += 1;
      first ??= { at: match.index, code: match[0].codePointAt(0) ?? 0 };
    }
    if (first !== undefined)
      notes.push(
        `hidden characters: ${count} ${name}${count === 1 ? "" : "s"} (first U+${first.code.toString(16).toUpperCase().padStart(4, "0")} at offset ${first.at})`,
      );
  }
  return notes;
}
