import { hash } from "node:crypto";
import type { Document, Extraction } from "../../core/document.ts";
import type { Report } from "../../core/progress.ts";
import type { Embedder, Index, PreparedDocument } from "../../core/retrieval.ts";
import { chunkDocumentWith } from "../../text/chunk.ts";
import type { ChunkSettings } from "../../text/chunk.ts";
import { FirstfitError } from "../../core/errors.ts";
import { embedDocuments, embedMissing, embeddedText, embeddingKey } from "../ingest/embedding.ts";
import type { CorpusRow } from "./judged-set.ts";

export interface BuildContext {
  readonly index: Index;
  readonly embedder: Embedder;
  readonly chunk: ChunkSettings;
  extract(bytes: Uint8Array, path: string): Promise<Extraction>;
  readonly report: Report;
  readonly signal: AbortSignal;
}

const DOCUMENTS_AT_ONCE = 64;
const ROOT = "/corpus";

/**
 * Puts the rows of a corpus into an empty index as `firstfit index` would put files: the same parsing, chunks and vectors. A row whose
 * id ends in .md or .markdown is Markdown, any other is plain text, whatever its id ends in, because its text was taken out of the file already.
 * Throws BAD_INPUT for a corpus without any text, MODEL_FAILED, and INTERRUPTED when `signal` ends it.
 */
export async function buildCorpus(rows: readonly CorpusRow[], context: BuildContext): Promise<void> {
  const { index, embedder, report, signal } = context;
  report({ kind: "started", stage: "indexing", total: rows.length });
  for (let from = 0; from < rows.length; from += DOCUMENTS_AT_ONCE) {
    if (signal.aborted) throw new FirstfitError("INTERRUPTED", "Stopped while indexing the corpus.", "Run it again; nothing was kept.");
    const drafts: Omit<PreparedDocument, "vectors">[] = [];
    const texts = new Map<string, () => string>();
    for (const row of rows.slice(from, from + DOCUMENTS_AT_ONCE)) {
      const document = await documentOf(row, context);
      const chunks =
        document === undefined
          ? []
          : await chunkDocumentWith(document, context.chunk, (parts) => embedDocuments(embedder, parts, { signal }));
      if (document === undefined || chunks.length === 0) continue;
      const own = chunks.map((chunk) => embeddedText(chunk, document.title, row.id));
      const keys = own.map((text) => embeddingKey(embedder.id, text));
      for (const [i, key] of keys.entries()) texts.set(key, () => own[i] ?? "");
      const bytes = new TextEncoder().encode(row.text).length;
      drafts.push({ root: ROOT, hash: hash("sha256", row.text, "hex"), bytes, document, chunks, keys });
    }
    const { vectors, rejected } = await embedMissing(texts, { index, embedder, concurrency: 4, signal });
    for (const reason of rejected.values())
      throw new FirstfitError(
        "MODEL_FAILED",
        `The embedder ${embedder.id} gave ${reason}.`,
        "Try another embedder: --set embedder=builtin/wordnet",
      );
    index.write({
      put: drafts.map((draft) => ({
        ...draft,
        vectors: draft.keys.map((key) => vectors.get(key)).filter((vector) => vector !== undefined),
      })),
    });
    report({ kind: "advanced", stage: "indexing", done: Math.min(rows.length, from + DOCUMENTS_AT_ONCE), total: rows.length });
  }
  index.publish();
  if (index.statistics().chunks === 0)
    throw new FirstfitError(
      "BAD_INPUT",
      rows.length === 1 ? "The one document of the corpus has no text." : `None of the ${rows.length} documents of the corpus has a text.`,
      'Give each line of corpus.jsonl its "text".',
    );
  report({ kind: "finished", stage: "indexing", done: rows.length });
}

/** Undefined for a row without text. */
async function documentOf(row: CorpusRow, { extract }: BuildContext): Promise<Document | undefined> {
  if (row.text.trim() === "" && row.title.trim() === "") return undefined;
  const text = row.text.trim() === "" ? row.title : row.text;
  const isMarkdown = /\.(md|markdown)$/i.test(row.id);
  const extraction = await extract(new TextEncoder().encode(text), isMarkdown ? row.id : "text.txt");
  if (extraction.kind === "skipped") return undefined;
  // A plain text's own title is its first line or the file name made up here, and the row says better.
  const title = row.title === "" && isMarkdown ? extraction.document.title : row.title;
  return { ...extraction.document, title, id: row.id };
}
