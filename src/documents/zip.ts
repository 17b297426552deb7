import { crc32, inflateRawSync } from "node:zlib";
import { FormatError } from "./format-error.ts";

/** What an archive may cost. Bytes are of the unpacked content. */
export interface ZipLimits {
  readonly entriesMax: number;
  readonly entryBytesMax: number;
  readonly bytesMax: number;
  /** Unpacked size over packed size; small entries are let off, because office templates repeat themselves. */
  readonly ratioMax: number;
}

/**
 * Deflate reaches about 1,000 to 1; the XML of large office files 100 to 1 at the most. With the bytes that a parser may hold
 * (see isolated.ts) 96 MB of XML are as much as can be read.
 */
const ZIP_LIMITS: ZipLimits = { entriesMax: 10_000, entryBytesMax: 64 * 2 ** 20, bytesMax: 96 * 2 ** 20, ratioMax: 200 };

const RATIO_FREE_BYTES = 2 ** 20;

export interface Zip {
  /** Names of the files within, in the archive's order. */
  readonly names: readonly string[];
  /** Entries that were left out, with the reason. */
  readonly rejected: readonly { readonly name: string; readonly reason: string }[];
  /** The unpacked bytes; undefined when there is no such entry. @throws FormatError over a limit or when damaged. */
  read(name: string): Uint8Array | undefined;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly checksum: number;
}

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const COMMENT_LENGTH_MAX = 65_535;

/**
 * A zip archive in memory: the central directory is read, entries are unpacked one by one when asked for, and nothing is ever
 * written to disk. Entries whose names lead out of the archive, links and encrypted entries are rejected. Layout after
 * PKWARE's APPNOTE 6.3; no ZIP64, because what needs it is over the limits.
 */
export function openZip(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { entries, rejected } = readDirectory(bytes, view, limits);
  let unpacked = 0;
  const read = (name: string): Uint8Array | undefined => {
    const entry = entries.get(name);
    if (entry === undefined) return undefined;
    const content = unpack(bytes, view, entry, Math.min(limits.entryBytesMax, limits.bytesMax - unpacked), limits);
    unpacked += content.length;
    if (crc32(content) !== entry.checksum) throw new FormatError(`damaged: ${name} in the archive is not what was packed`);
    return content;
  };
  return { names: [...entries.keys()], rejected, read };
}

function readDirectory(
  bytes: Uint8Array,
  view: DataView,
  limits: ZipLimits,
): { readonly entries: ReadonlyMap<string, Entry>; readonly rejected: Zip["rejected"] } {
  const end = endOfDirectory(view);
  if (end === undefined) throw new FormatError("damaged: a zip archive without a directory");
  const count = view.getUint16(end + 10, true);
  if (count > limits.entriesMax)
    throw new FormatError(`over a limit: ${count} entries in the archive, at most ${limits.entriesMax} are read`);
  let at = view.getUint32(end + 16, true);
  const entries = new Map<string, Entry>();
  const rejected: { name: string; reason: string }[] = [];
  // The directory is walked to its end, and not for as many entries as it claims to have.
  while (at + 46 <= end && view.getUint32(at, true) === CENTRAL_SIGNATURE) {
    const nameLength = view.getUint16(at + 28, true);
    const name = decodeName(bytes.subarray(at + 46, at + 46 + nameLength));
    const reason = rejection(name, view.getUint16(at + 8, true), view.getUint32(at + 38, true), view.getUint8(at + 5));
    if (reason !== undefined) rejected.push({ name, reason });
    else if (!name.endsWith("/") && !entries.has(name))
      entries.set(name, {
        name,
        method: view.getUint16(at + 10, true),
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        offset: view.getUint32(at + 42, true),
        checksum: view.getUint32(at + 16, true),
      });
    if (entries.size + rejected.length > limits.entriesMax)
      throw new FormatError(`over a limit: more than ${limits.entriesMax} entries in the archive`);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (entries.size === 0 && rejected.length === 0 && count > 0) throw new FormatError("damaged: the archive's directory cannot be read");
  return { entries, rejected };
}

/** Offset of the end record, which is searched from the back because a comment may follow it. */
function endOfDirectory(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - END_LENGTH - COMMENT_LENGTH_MAX);
  for (let at = view.byteLength - END_LENGTH; at >= first; at--) if (view.getUint32(at, true) === END_SIGNATURE) return at;
  return undefined;
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // TypeError: not UTF-8; old tools wrote the names in their own code page.
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Why an entry is left out. Nothing is written to disk, but a name is shown and becomes part of a document's text. */
function rejection(name: string, flags: number, attributes: number, madeBy: number): string | undefined {
  const UNIX = 3;
  const MODE_TYPE = 0o170000;
  const MODE_FILE = 0o100000;
  const MODE_FOLDER = 0o040000;
  if (!isInside(name)) return "its name leads out of the archive";
  if ((flags & 1) !== 0) return "it is encrypted";
  const type = madeBy === UNIX ? (attributes >>> 16) & MODE_TYPE : 0;
  if (type !== 0 && type !== MODE_FILE && type !== MODE_FOLDER) return "it is a link or a device";
  return undefined;
}

/** False for "../x", "/x", "C:\x", "a\..\b" and names with a NUL. */
export function isInside(name: string): boolean {
  if (name === "" || name.includes("\u0000")) return false;
  const parts = name.split(/[\\/]/);
  return parts[0] !== "" && !/^[A-Za-z]:/.test(name) && !parts.includes("..");
}

function unpack(bytes: Uint8Array, view: DataView, entry: Entry, bytesMax: number, limits: ZipLimits): Uint8Array {
  const { name, offset, packed, method } = entry;
  const damaged = new FormatError(`damaged: ${name} in the archive cannot be read`);
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== LOCAL_SIGNATURE) throw damaged;
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) throw damaged;
  const content = bytes.subarray(start, start + packed);
  const allowed = Math.min(bytesMax, Math.max(RATIO_FREE_BYTES, packed * limits.ratioMax));
  const tooLarge = new FormatError(
    `over a limit: ${name} unpacks to more than ${Math.max(0, Math.floor(allowed / 2 ** 20))} MB from ${packed} bytes (a zip bomb?)`,
  );
  if (method === 0) {
    if (content.length > allowed) throw tooLarge;
    return content;
  }
  if (method !== 8) throw new FormatError(`${name} in the archive is packed in a way (${method}) that is not read`);
  if (allowed < 1) throw tooLarge;
  try {
    return inflateRawSync(content, { maxOutputLength: allowed });
  } catch (error) {
    // RangeError with this code: the content is larger than allowed. Everything else zlib says means damage.
    throw error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE" ? tooLarge : damaged;
  }
}
