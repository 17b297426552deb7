import { z } from "zod";
import type { Index } from "../core/retrieval.ts";
import type { AskOptions } from "../flows/ask.ts";
import { field } from "./operation.ts";
import type { App } from "./operation.ts";

/** The switches of the pipeline, the same for every verb that looks for passages. */
export const pipelineFields = {
  rewrite: z
    .enum(["none", "rewrite", "hyde", "multi", "decompose"])
    .default("none")
    .meta(
      field("let the model make the searches: a clearer question, a hypothetical passage, other wordings, or the parts of it", {
        placeholder: "method",
      }),
    ),
  rerank: z
    .enum(["none", "builtin", "llm", "configured"])
    .optional()
    .meta(
      field(
        "who chooses from the first 30 passages: built-in features, the model, or the `reranker` of the configuration; default as `rerank.by` there says, else none",
        {
          placeholder: "who",
        },
      ),
    ),
  trace: z.boolean().default(false).meta(field("show the nine steps of the pipeline and what each changed")),
};

type PipelineInput = z.infer<z.ZodObject<typeof pipelineFields>>;

/** What the switches mean for a flow. Throws BAD_CONFIG when one needs what is not configured. */
export async function pipelineOptions(
  app: App,
  { rewrite, rerank: asked, trace }: PipelineInput,
  index: Pick<Index, "statistics">,
): Promise<Pick<AskOptions, "rewrite" | "reranker" | "trace">> {
  const rerank = asked ?? app.project.rerank?.by ?? "none";
  const { rerankerOf } = await import("../flows/rerankers.ts");
  const headings = app.project.rerank?.headings;
  const parts = {
    index,
    ...(headings === undefined ? {} : { headings }),
    model: () => app.model(`--rerank ${rerank}`),
    configured: () => app.reranker(),
  };
  return {
    trace,
    ...(rewrite === "none" ? {} : { rewrite: { method: rewrite, model: await app.model(`--rewrite ${rewrite}`) } }),
    ...(rerank === "none" ? {} : { reranker: await rerankerOf(rerank, parts) }),
  };
}
