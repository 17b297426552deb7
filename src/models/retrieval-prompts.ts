import { hash } from "node:crypto";

/** What an embedding model was trained to see before a question and before a passage. */
export interface RetrievalPrompts {
  readonly query: string;
  readonly document: string;
}

export const NO_PROMPTS: RetrievalPrompts = { query: "", document: "" };

const SENTENCE_QUERY = "Represent this sentence for searching relevant passages: ";

/**
 * Prompts as the models' own cards on Hugging Face give them, read 2026-11. Servers of open models embed what they are sent, so the
 * prompts have to come from here; with others, or none, the same models find less. Rows are tried in order.
 */
const PROMPTS: readonly (readonly [name: RegExp, prompts: RetrievalPrompts])[] = [
  [/nomic-embed-text/i, { query: "search_query: ", document: "search_document: " }],
  [/mxbai-embed-large/i, { query: SENTENCE_QUERY, document: "" }],
  [/arctic-embed2|arctic-embed-[lm]-v2/i, { query: "query: ", document: "" }],
  [/arctic-embed/i, { query: SENTENCE_QUERY, document: "" }],
  [/bge-(small|base|large)-en/i, { query: SENTENCE_QUERY, document: "" }],
  [/(^|[/-])e5-|multilingual-e5/i, { query: "query: ", document: "passage: " }],
  [/embeddinggemma/i, { query: "task: search result | query: ", document: "title: none | text: " }],
  [
    /qwen3-embedding/i,
    { query: "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:", document: "" },
  ],
];

/** Those of a model by its name; none for a model that is not known here. */
export function promptsOf(model: string): RetrievalPrompts {
  return PROMPTS.find(([name]) => name.test(model))?.[1] ?? NO_PROMPTS;
}

/** A few letters that differ where the prompts do, for an embedder's id; empty without prompts. */
export function promptsMark({ query, document }: RetrievalPrompts): string {
  return query === "" && document === "" ? "" : ` prompts ${hash("sha256", `${query}\n${document}`, "hex").slice(0, 6)}`;
}
