import { FirstfitError } from "../core/errors.ts";

/** What plain text in UTF-8 never has: control characters, what a byte that is no UTF-8 was replaced by, and the beginnings of two formats that look like text. */
const SUSPECT = /^(?:%PDF-|\{\\rtf)|[\0-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]/;

/**
 * The text of a file that was named as text, or of standard input: UTF-8, or another encoding that is recognised. Throws BAD_INPUT for a PDF, an office
 * document, a picture, a program and whatever else is no text; an empty file is an empty text.
 */
export async function fileText(bytes: Uint8Array, name: string): Promise<string> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  if (!SUSPECT.test(text)) return text;
  const { decodeText } = await import("../documents/decode.ts");
  const decoded = decodeText(bytes);
  if (decoded.kind === "text") return decoded.text;
  throw new FirstfitError(
    "BAD_INPUT",
    `${name} is no text (${decoded.reason}).`,
    "Name a text file. What a PDF or an office document says can be saved as text, or indexed: firstfit index",
  );
}
