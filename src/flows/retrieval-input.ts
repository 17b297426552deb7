import type { MissingDocuments } from "../core/results.ts";
import type { Embedder, Index } from "../core/retrieval.ts";
import { FirstfitError } from "../core/errors.ts";
import { readJudgedFiles } from "./eval-retrieval/files.ts";
import type { JudgedFiles } from "./eval-retrieval/files.ts";
import { readBeir, readCases, readCorpus } from "./eval-retrieval/judged-set.ts";
import type { JudgedQuery, JudgedSet } from "./eval-retrieval/judged-set.ts";
import { joinPath } from "./ingest/file-system.ts";
import { corpusTrials, projectTrials } from "./retrieval-trial.ts";
import type { ProjectTrialContext, Trials } from "./retrieval-trial.ts";
import { syntheticQueries } from "./tune-retrieval/synthetic-queries.ts";

/** What the user named; neither means cases.jsonl of the project. */
export interface JudgedNames {
  readonly folder?: string;
  readonly cases?: string;
  readonly skipUnknown: boolean;
}

export interface RetrievalInputContext extends ProjectTrialContext {
  readonly projectFolder: string;
  readonly seed: number;
}

export interface JudgedInput {
  readonly set: JudgedSet;
  readonly trials: Trials;
}

/** Judged queries, and trials on the documents that they judge: the folder's corpus, or the project's own documents. */
export async function judgedInput({ folder, cases, skipUnknown }: JudgedNames, context: RetrievalInputContext): Promise<JudgedInput> {
  const names = { ...(folder === undefined ? {} : { folder }), ...(cases === undefined ? {} : { cases }), project: context.projectFolder };
  const files = await readJudgedFiles(names, context.fileSystem);
  if (files.corpus !== undefined) {
    const rows = readCorpus(files.corpus);
    const set = judgedSet(files, { ids: rows.map(({ id }) => id), name: files.corpus.name, skipUnknown });
    return { set, trials: corpusTrials(rows, context) };
  }
  await using index = await judgedIndex(names, context);
  const set = judgedSet(files, { ids: index.documents().map(({ id }) => id), name: "the project's index", skipUnknown });
  return { set, trials: projectTrials(context) };
}

/** The project's index, which judged queries without a corpus are about. Throws EMPTY_INDEX saying what they lack. */
async function judgedIndex({ folder }: Pick<JudgedNames, "folder">, { openIndex }: RetrievalInputContext): Promise<Index> {
  try {
    return await openIndex();
  } catch (error) {
    if (!(error instanceof FirstfitError) || error.code !== "EMPTY_INDEX") throw error;
    throw new FirstfitError(
      "EMPTY_INDEX",
      folder === undefined
        ? "The cases are about the project's documents, and there is no index of them."
        : `${folder} has no corpus.jsonl, and the project has no index to search instead.`,
      folder === undefined
        ? error.fix
        : `Put the documents into ${joinPath(folder, "corpus.jsonl")}, one {"_id", "title", "text"} a line; or index those that are judged: firstfit index PATH`,
      { cause: error },
    );
  }
}

function judgedSet(
  files: JudgedFiles,
  { ids, name, skipUnknown }: { readonly ids: readonly string[]; readonly name: string; readonly skipUnknown: boolean },
): JudgedSet {
  const all = new Set(ids);
  const [example] = ids;
  const known = { has: (id: string) => all.has(id), name, skipUnknown, ...(example === undefined ? {} : { example }) };
  return files.kind === "beir" ? readBeir(files.queries, files.qrels, known) : readCases(files.cases, known);
}

export interface TuningInput {
  readonly queries: readonly JudgedQuery[];
  readonly trials: Trials;
  readonly source: "judged" | "synthetic";
  readonly documentsMissing?: MissingDocuments;
  /** By name, remembering what a query's vector is. */
  embedder(name: string): Promise<Embedder>;
}

/**
 * As `judgedInput`, for many searches with the same queries. Queries are made from the documents when `synthetic` asks for it, or when
 * nothing is named and the project has no cases of its own. Throws BAD_INPUT for documents that no query can be made from.
 */
export async function tuningInput(
  names: JudgedNames & { readonly synthetic: boolean },
  context: RetrievalInputContext,
): Promise<TuningInput> {
  const remembering: RetrievalInputContext = { ...context, embedder: async (name) => rememberingQueries(await context.embedder(name)) };
  const embedder = (name: string): Promise<Embedder> => remembering.embedder(name);
  const isUnnamed = names.folder === undefined && names.cases === undefined;
  if (!names.synthetic && !(isUnnamed && !(await hasCases(context)))) {
    const { set, trials } = await judgedInput(names, remembering);
    const { queries, documentsMissing } = set;
    return { queries, trials, source: "judged", embedder, ...(documentsMissing === undefined ? {} : { documentsMissing }) };
  }
  const trials = await unjudgedTrials(names, remembering);
  await using trial = await trials.open(context.project, "memory");
  const queries = syntheticQueries(trial.index, context.seed);
  if (queries.length === 0)
    throw new FirstfitError(
      "BAD_INPUT",
      "The documents have no sentence that a query could be made from.",
      "Write some judged cases: docs/evaluation.md",
    );
  return { queries, trials, source: "synthetic", embedder };
}

async function unjudgedTrials({ folder }: JudgedNames, context: RetrievalInputContext): Promise<Trials> {
  if (folder === undefined) return projectTrials(context);
  const { corpus } = await readJudgedFiles({ folder, project: context.projectFolder }, context.fileSystem);
  return corpus === undefined ? projectTrials(context) : corpusTrials(readCorpus(corpus), context);
}

async function hasCases({ projectFolder, fileSystem }: RetrievalInputContext): Promise<boolean> {
  try {
    return (await fileSystem.entry(fileSystem.resolve(joinPath(projectFolder, "cases.jsonl")))).kind === "file";
  } catch {
    // Whatever keeps it from being seen, it is no cases file that could be read.
    return false;
  }
}

/** A question is embedded once, however many settings it is searched with. */
function rememberingQueries(embedder: Embedder): Embedder {
  const known = new Map<string, Float32Array>();
  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    async embedBatch(texts, options) {
      if (options.inputType === "document") return await embedder.embedBatch(texts, options);
      const missing = [...new Set(texts)].filter((text) => !known.has(text));
      const made = missing.length === 0 ? [] : await embedder.embedBatch(missing, options);
      for (const [i, text] of missing.entries()) known.set(text, made[i] ?? new Float32Array());
      return texts.map((text) => known.get(text) ?? new Float32Array());
    },
  };
}
