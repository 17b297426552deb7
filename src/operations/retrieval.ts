import { z } from "zod";
import type { QueryAdapter } from "../core/retrieval.ts";
import { joinPath } from "../flows/ingest/file-system.ts";
import type { JudgedNames, RetrievalInputContext } from "../flows/retrieval-input.ts";
import type { RetrievalSettings } from "../flows/retrieval-settings.ts";
import type { EvalRetrievalOptions } from "../flows/eval-retrieval.ts";
import { mustStandAlone } from "./alone.ts";
import { configText, writtenChange } from "./config-change.ts";
import { done, field, operation } from "./operation.ts";
import type { App, Context, Operation } from "./operation.ts";
import { pipelineFields } from "./pipeline.ts";

const judgedFields = {
  folder: z
    .string()
    .optional()
    .meta(
      field("judged queries in BEIR layout: queries.jsonl, qrels.tsv, and corpus.jsonl unless the project's index is meant", {
        positional: true,
        placeholder: "dir",
      }),
    ),
  cases: z
    .string()
    .optional()
    .meta(
      field("cases with expected_documents, expected_spans or expected_quotes instead; default cases.jsonl", {
        placeholder: "cases.jsonl",
      }),
    ),
  skipUnknown: z
    .boolean()
    .default(false)
    .meta(field("leave out judgements of documents that are not there; without it they count as not found")),
};

/** Verbs that measure and set how passages are found. */
export const retrievalOperations: readonly Operation[] = [
  operation({
    name: "eval retrieval",
    summary: "Measure on judged queries how well the right documents are found, with intervals",
    doors: ["cli"],
    effect: "spend",
    examples: [
      "firstfit eval retrieval judged/",
      "firstfit eval retrieval --cases cases.jsonl",
      "firstfit eval retrieval judged/ --set weights.dense=0 --set chunk.tokensMax=400",
      "firstfit eval retrieval judged/ --rerank builtin --against project",
      "firstfit eval retrieval judged/ --against bm25 --json",
    ],
    input: z.object({
      ...judgedFields,
      set: z
        .array(z.string())
        .default([])
        .meta(field("use another value of a retrieval setting in this run; docs/evaluation.md lists them", { placeholder: "key=value" })),
      rerank: pipelineFields.rerank,
      against: z
        .string()
        .optional()
        .meta(field("also run with these settings and compare: key=value,key=value; or bm25, or project", { placeholder: "settings" })),
    }),
    async run(app, input, context) {
      const [{ evalRetrieval }, { withSettings }, { judgedInput }] = await Promise.all([
        import("../flows/eval-retrieval.ts"),
        import("../flows/retrieval-settings.ts"),
        import("../flows/retrieval-input.ts"),
      ]);
      const project = await projectRetrieval(app);
      // before anything is read, so that a slip of the finger costs nothing
      const settings = withSettings(project, [...input.set, ...rerankChange(input.rerank)]);
      const against = input.against === undefined ? {} : { against: withSettings(project, [input.against]) };
      const reranker = await modelReranker(app, input.rerank);
      const { set, trials } = await judgedInput(namesOf(input), inputContext(app, project, context));
      return await evalRetrieval(set, {
        trials,
        settings,
        ...against,
        ...(reranker === undefined ? {} : { reranker }),
        seed: context.seed,
        report: context.report,
        signal: context.signal,
        monotonicMs: () => app.monotonicMs(),
      });
    },
    exit: done,
  }),

  operation({
    name: "tune retrieval",
    summary: "Look for better retrieval settings, and keep what is proved on queries that were held out",
    doors: ["cli"],
    effect: "spend",
    examples: [
      "firstfit tune retrieval judged/",
      "firstfit tune retrieval --cases cases.jsonl --write",
      "firstfit tune retrieval judged/ --embedder builtin/wordnet",
      "firstfit tune retrieval --synthetic",
    ],
    input: z.object({
      ...judgedFields,
      queryOnly: z.boolean().default(false).meta(field("try only settings that need no new index")),
      embedder: z
        .array(z.string())
        .default([])
        .meta(field("also try this embedder, with an index of its own; may be given several times", { placeholder: "name" })),
      synthetic: z.boolean().default(false).meta(field("make queries from the documents; done by itself when there are no judged ones")),
      write: z.boolean().default(false).meta(field("write the change into the configuration; without it the change is only shown")),
    }),
    async run(app, input, context) {
      const [{ tuneRetrieval }, { tuningInput }] = await Promise.all([
        import("../flows/tune-retrieval.ts"),
        import("../flows/retrieval-input.ts"),
      ]);
      if (input.queryOnly) mustStandAlone("--query-only", { "--embedder": input.embedder.length > 0 }, "tune retrieval --embedder NAME");
      // before anything is read, so that a slip of the finger costs nothing
      for (const name of input.embedder) await app.embedder(name);
      const project = await projectRetrieval(app);
      const names = { ...namesOf(input), synthetic: input.synthetic };
      const { queries, trials, source, documentsMissing, embedder } = await tuningInput(names, inputContext(app, project, context));
      const { queryAdapter, ...found } = await tuneRetrieval(queries, {
        trials,
        embedder,
        project,
        source,
        queryOnly: input.queryOnly,
        embedders: input.embedder,
        seed: context.seed,
        report: context.report,
        signal: context.signal,
      });
      const tuned = { ...found, ...(documentsMissing === undefined ? {} : { documentsMissing }) };
      const changes = {
        ...(tuned.decision === "adopt" ? tuned.changes : {}),
        ...(tuned.adapter?.decision === "adopt" ? tuned.adapter.changes : {}),
      };
      if (Object.keys(changes).length === 0) return tuned;
      if (input.write && tuned.adapter?.decision === "adopt" && queryAdapter !== undefined) await writeAdapter(app, queryAdapter);
      const { planConfigChange } = await import("../flows/tune-retrieval/config-change.ts");
      return { ...tuned, change: await writtenChange(app, (file) => planConfigChange(changes, file), input.write) };
    },
    exit: done,
  }),
];

type RerankChoice = z.infer<typeof pipelineFields.rerank>;

/** A reranker that is a setting; with another one, the setting is off. */
function rerankChange(rerank: RerankChoice): readonly string[] {
  if (rerank === undefined) return [];
  return [rerank === "builtin" ? "rerank=builtin" : "rerank=none"];
}

/** A reranker that no setting can name. Throws BAD_CONFIG when the project has none. */
async function modelReranker(app: App, rerank: RerankChoice): Promise<EvalRetrievalOptions["reranker"]> {
  if (rerank === undefined || rerank === "none" || rerank === "builtin") return undefined;
  if (rerank === "configured") return { name: rerank, reranker: await app.reranker() };
  if (rerank !== "llm") return { name: rerank, reranker: await app.reranker(rerank) };
  const { llmReranker } = await import("../flows/rerank-by-model.ts");
  return { name: rerank, reranker: llmReranker(await app.model("--rerank llm")) };
}

function namesOf({
  folder,
  cases,
  skipUnknown,
}: {
  readonly folder?: string | undefined;
  readonly cases?: string | undefined;
  readonly skipUnknown: boolean;
}): JudgedNames {
  return { ...(folder === undefined ? {} : { folder }), ...(cases === undefined ? {} : { cases }), skipUnknown };
}

/** The retrieval settings of the project as it is configured. */
async function projectRetrieval({ project }: App): Promise<RetrievalSettings> {
  const { defaultSettings } = await import("../flows/retrieval-settings.ts");
  const { chunkTokensMin, chunkTokensMax, chunk, ranking, rerank, embedder } = project;
  return defaultSettings(
    embedder,
    { chunkTokensMin, chunkTokensMax, ...chunk },
    {
      ...(ranking === undefined ? {} : { ranking }),
      ...(rerank === undefined ? {} : { rerank }),
    },
  );
}

function inputContext(app: App, project: RetrievalSettings, { report, signal, seed }: Context): RetrievalInputContext {
  return {
    project,
    projectFolder: app.project.folder,
    store: app.project.store,
    exclude: app.project.exclude,
    seed,
    report,
    signal,
    openIndex: () => app.openIndex("read"),
    scratchIndex: (options) => app.scratchIndex(options),
    // the project's own may be a value of the configuration, which no name leads to
    embedder: (name) => (name === app.project.embedder ? app.embedder() : app.embedder(name)),
    extract: (bytes, path) => app.extract(bytes, path),
    extensions: () => app.extensions(),
    fileSystem: app.fileSystem,
    monotonicMs: () => app.monotonicMs(),
  };
}

/** Beside the configuration, which names it. */
async function writeAdapter(app: App, adapter: QueryAdapter): Promise<void> {
  const { ADAPTER_FILE } = await import("../flows/tune-retrieval.ts");
  const file = joinPath(app.project.folder, ADAPTER_FILE);
  const names = await app.fileSystem.list(app.fileSystem.resolve(app.project.folder));
  const was = names.some(({ name }) => name === ADAPTER_FILE) ? await configText(app, file) : undefined;
  await app.writeConfig(file, `${JSON.stringify(adapter)}\n`, was);
}
