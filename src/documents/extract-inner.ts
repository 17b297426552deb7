import type { Extraction } from "../core/document.ts";

/** Reads a file within a file: an entry of an archive, with the parser of its name. Handed to parsers, so that none imports the others. */
export type ExtractInner = (bytes: Uint8Array, path: string) => Promise<Extraction>;
