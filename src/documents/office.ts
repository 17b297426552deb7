import type { MetadataValue } from "../core/document.ts";
import { FormatError } from "./format-error.ts";
import { readXml } from "./xml.ts";
import { openZip } from "./zip.ts";
import type { Zip } from "./zip.ts";

/** Opens an office document, which is a zip archive of XML; old and encrypted ones are containers of another kind. */
export function openOffice(bytes: Uint8Array): Zip {
  const isContainer = bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
  if (isContainer)
    throw new FormatError(
      isEncrypted(bytes) ? "needs a password: the document is encrypted" : "an old office format (before 2007), which is not read",
    );
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    throw new FormatError("damaged: it does not begin as a zip archive, which an office document is");
  const zip = openZip(bytes);
  if (zip.rejected.some(({ reason }) => reason === "it is encrypted")) throw new FormatError("needs a password: the document is encrypted");
  return zip;
}

/** The stream of MS-OFFCRYPTO 2.3.4, named in UTF-16 in the container's directory. */
function isEncrypted(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(Buffer.from("EncryptedPackage", "utf16le"));
}

export interface Relationship {
  /** Path within the archive. */
  readonly target: string;
  readonly type: string;
}

/** What a part points at, by id. Targets outside of the file are left out: nothing is fetched. */
export function relationships(zip: Zip, part: string): ReadonlyMap<string, Relationship> {
  const slash = part.lastIndexOf("/") + 1;
  const found = new Map<string, Relationship>();
  const bytes = zip.read(`${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`);
  if (bytes === undefined) return found;
  readXml(bytes, {
    open: (name, attributes) => {
      const target = attributes.get("Target");
      if (name !== "Relationship" || target === undefined || attributes.get("TargetMode") === "External") return;
      found.set(attributes.get("Id") ?? "", {
        target: resolvePart(part.slice(0, slash), target),
        type: attributes.get("Type")?.replace(/^.*\//, "") ?? "",
      });
    },
  });
  return found;
}

function resolvePart(folder: string, target: string): string {
  const parts: string[] = target.startsWith("/") ? [] : folder.split("/").filter((part) => part !== "");
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The part that holds the document itself. @throws FormatError when there is none. */
export function mainPart(zip: Zip, usual: string): string {
  const related = [...relationships(zip, "").values()].find(({ type }) => type === "officeDocument")?.target;
  const part = [related, usual].find((name) => name !== undefined && zip.names.includes(name));
  if (part === undefined) throw new FormatError("damaged: the archive holds no document");
  return part;
}

/** What the document says of itself: docProps/core.xml of office documents, meta.xml of open documents. */
export function coreProperties(
  zip: Zip,
  part = "docProps/core.xml",
): { readonly title: string; readonly metadata: Record<string, MetadataValue> } {
  const KEYS: Readonly<Record<string, string>> = {
    creator: "author",
    "initial-creator": "author",
    subject: "subject",
    keywords: "keywords",
    description: "description",
    // When the file was made, which may be when its template was: under names that no date is claimed from.
    created: "fileCreated",
    "creation-date": "fileCreated",
    modified: "fileModified",
  };
  const metadata: Record<string, MetadataValue> = {};
  let title = "";
  let open = "";
  const bytes = zip.read(part);
  if (bytes !== undefined)
    readXml(bytes, {
      open: (name) => {
        open = name;
      },
      close: () => {
        open = "";
      },
      text: (value) => {
        const said = value.trim();
        const key = Object.hasOwn(KEYS, open) ? KEYS[open] : undefined;
        if (open === "title") title ||= said;
        else if (key !== undefined && said !== "" && metadata[key] === undefined)
          metadata[key] = key.startsWith("file") ? said.slice(0, 10) : said;
      },
    });
  return { title: /^(?:untitled|document\d*|powerpoint presentation|presentation\d*|title)$/i.test(title) ? "" : title, metadata };
}
