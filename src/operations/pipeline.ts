import { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import type { Message } from "../core/model.ts";
import type { Index } from "../core/retrieval.ts";
import type { AskOptions } from "../flows/ask.ts";
import { field } from "./operation.ts";
import type { App, Context } from "./operation.ts";

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
  history: z
    .union([z.string(), z.array(z.strictObject({ role: z.enum(["user", "assistant"]), text: z.string() }))])
    .optional()
    .meta(
      field(
        "the conversation so far, for a question that follows from it: JSON messages with role and text, one a line or in an array; - reads standard input. The model makes the question stand on its own",
        { placeholder: "file" },
      ),
    ),
  rerank: z
    .string()
    .optional()
    .meta(
      field(
        "who chooses from the first 30 passages: none, builtin (features), llm (the model), configured (the `reranker` of the configuration), or a name such as cohere/rerank-v3.5; default as `rerank.by` there says, else none",
        {
          placeholder: "who",
        },
      ),
    ),
  trace: z.boolean().default(false).meta(field("show the nine steps of the pipeline and what each changed")),
};

/** `model` answers, and where it can chat it helps to search as well. */
type PipelineInput = z.infer<z.ZodObject<typeof pipelineFields>> & { readonly model?: string | undefined };

/** What the switches mean for a flow. Throws BAD_CONFIG when one needs what is not configured. */
export async function pipelineOptions(
  app: App,
  { rewrite: asks, history: given, rerank: asked, trace, model }: PipelineInput,
  { index, readInput }: { readonly index: Pick<Index, "statistics">; readonly readInput: Context["readInput"] },
): Promise<Pick<AskOptions, "rewrite" | "history" | "reranker" | "trace">> {
  const history = await conversationOf(given, readInput);
  if (history.length > 0 && asks !== "none" && asks !== "rewrite")
    throw new FirstfitError(
      "BAD_INPUT",
      `--history does nothing with --rewrite ${asks}, which keeps the question as it is.`,
      "Leave --rewrite out: a question with a history is rewritten to stand on its own.",
    );
  const rewrite = history.length > 0 ? "rewrite" : asks;
  const rerank = asked ?? app.project.rerank?.by ?? "none";
  const { rerankerOf } = await import("../flows/rerankers.ts");
  const headings = app.project.rerank?.headings;
  const parts = {
    index,
    ...(headings === undefined ? {} : { headings }),
    model: () => app.model(`--rerank ${rerank}`, model),
    other: (name?: string) => app.reranker(name),
  };
  return {
    trace,
    ...(history.length === 0 ? {} : { history }),
    ...(rewrite === "none"
      ? {}
      : { rewrite: { method: rewrite, model: await app.model(history.length > 0 ? "--history" : `--rewrite ${rewrite}`, model) } }),
    ...(rerank === "none" ? {} : { reranker: await rerankerOf(rerank, parts) }),
  };
}

/** A conversation that was given as it is, or in a file. */
async function conversationOf(given: PipelineInput["history"], readInput: Context["readInput"]): Promise<readonly Message[]> {
  if (given === undefined || typeof given === "object") return given ?? [];
  const { parseConversation } = await import("../flows/query/conversation.ts");
  return parseConversation(await readInput(given), given === "-" ? "standard input" : given);
}
