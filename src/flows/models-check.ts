import { FirstfitError } from "../core/errors.ts";
import type { CheckedModel, ModelRole, ModelsChecked } from "../core/model-list.ts";
import type { Model } from "../core/model.ts";
import type { Judge } from "./judge.ts";
import type { Reranker } from "../core/reranker.ts";
import type { Embedder, Hit } from "../core/retrieval.ts";

/** How each configured model is made; a role that is not configured, or is built in, is left out. */
export interface CheckedModels {
  readonly model?: { readonly name: string; make(): Promise<Model> };
  readonly embedder?: { readonly name: string; make(): Promise<Embedder> };
  readonly reranker?: { readonly name: string; make(): Promise<Reranker> };
  readonly judge?: { readonly name: string; make(): Promise<Judge> };
}

export interface CheckOptions {
  /** Makes the requests of this run differ from those of every other, so that none is answered from the cache. */
  readonly nonce: string;
  readonly signal: AbortSignal;
  monotonicMs(): number;
}

/** Asks each configured model something tiny. What one answers is not judged; a failure is part of the result. */
export async function checkModels({ model, embedder, reranker, judge }: CheckedModels, options: CheckOptions): Promise<ModelsChecked> {
  const { nonce, signal } = options;
  const text = `Reply with the word ok. (${nonce})`;
  const checked: CheckedModel[] = [];
  const check = async (role: ModelRole, name: string, ask: () => Promise<Asked>): Promise<void> => {
    checked.push({ role, name, ...(await outcomeOf(ask, options)) });
  };
  if (model !== undefined)
    await check("model", model.name, async () => {
      const made = await model.make();
      await made.complete({ system: "", messages: [{ role: "user", text }], outputTokensMax: 16, signal });
      return made;
    });
  if (embedder !== undefined)
    await check("embedder", embedder.name, async () => {
      const made = await embedder.make();
      await made.embedBatch([text], { inputType: "query", signal });
      return made;
    });
  if (reranker !== undefined)
    await check("reranker", reranker.name, async () => {
      const made = await reranker.make();
      await made.rerank(nonce, [passage(text)], { k: 1, signal });
      return made;
    });
  if (judge !== undefined)
    await check("judge", judge.name, async () => {
      // of the judge it matters that it gives a verdict, not which
      const grade = await (await judge.make()).grade({ input: text, output: { text: "ok" }, criteria: "Says ok." }, { signal });
      if (grade.kind === "ungraded")
        throw new FirstfitError(
          "MODEL_FAILED",
          `It gives no verdict: ${grade.reason}.`,
          "Name a judge that can call tools; docs/judge.md says what it is asked.",
        );
      return {};
    });
  return { checked };
}

/** What was asked, and now knows the precision of its weights if its server tells. */
interface Asked {
  readonly precision?: string | undefined;
}

async function outcomeOf(
  ask: () => Promise<Asked>,
  { signal, monotonicMs }: CheckOptions,
): Promise<
  | { readonly kind: "answered"; readonly latencyMs: number; readonly precision?: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly fix: string }
> {
  const startedMs = monotonicMs();
  try {
    const { precision } = await ask();
    return { kind: "answered", latencyMs: monotonicMs() - startedMs, ...(precision === undefined ? {} : { precision }) };
  } catch (error) {
    // a cap or an interruption concerns all of them
    if (!(error instanceof FirstfitError) || signal.aborted || error.code === "CAP_REACHED" || error.code === "UNKNOWN_PRICE") throw error;
    return { kind: "failed", code: error.code, message: error.message, fix: error.fix };
  }
}

function passage(text: string): Hit {
  return {
    chunk: {
      id: "check#1",
      document: "check",
      ordinal: 1,
      start: 0,
      end: text.length,
      text,
      heading: [],
      locator: { kind: "line", line: 1 },
    },
    score: 1,
    legs: {},
  };
}
