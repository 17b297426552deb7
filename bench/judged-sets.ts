// The judged sets of the data folder in BEIR layout, and their documents in an index of a new project's settings.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { buildApp } from "../src/config.ts";
import { readBeir, readCorpus } from "../src/flows/eval-retrieval/judged-set.ts";
import type { CorpusRow, JudgedQuery } from "../src/flows/eval-retrieval/judged-set.ts";
import { defaultSettings } from "../src/flows/retrieval-settings.ts";
import { corpusTrials } from "../src/flows/retrieval-trial.ts";
import type { Trial } from "../src/flows/retrieval-trial.ts";
import { dataFolder } from "./data.ts";

export const DEFAULTS = defaultSettings("builtin/wordnet", { chunkTokensMin: 300, chunkTokensMax: 800 });

export interface JudgedCorpus {
  readonly documents: readonly CorpusRow[];
  readonly queries: readonly JudgedQuery[];
}

export function readJudgedCorpus(set: string): JudgedCorpus {
  const read = (name: string) => ({ name, text: readFileSync(join(dataFolder(), set, name), "utf8") });
  const documents = readCorpus(read("corpus.jsonl"));
  const ids = new Set(documents.map(({ id }) => id));
  const known = { has: (id: string) => ids.has(id), name: "corpus.jsonl", skipUnknown: true };
  return { documents, queries: readBeir(read("queries.jsonl"), read("qrels.tsv"), known).queries };
}

/** In memory, with DEFAULTS. */
export async function indexCorpus(app: Awaited<ReturnType<typeof buildApp>>, documents: readonly CorpusRow[]): Promise<Trial> {
  const trials = corpusTrials(documents, {
    scratchIndex: (options) => app.scratchIndex(options),
    embedder: (name) => app.embedder(name),
    extract: (bytes, path) => app.extract(bytes, path),
    report: () => {},
    signal: new AbortController().signal,
    monotonicMs: () => app.monotonicMs(),
  });
  return await trials.open(DEFAULTS, "memory");
}
