import { z } from "zod";
import type { ModelList, ModelsChecked } from "../core/model-list.ts";
import type { CheckedModels } from "../flows/models-check.ts";
import { renderBill } from "../render/bill.ts";
import { plainStyle } from "../render/style.ts";
import { EXIT, done, field, operation } from "./operation.ts";
import type { App, Operation } from "./operation.ts";

/** Verbs about the models themselves. */
export const modelOperations: readonly Operation[] = [
  operation({
    name: "models",
    summary: "Show which models are configured, what they cost, and what is missing",
    doors: ["cli", "http"],
    effect: "read",
    examples: ["firstfit models", "firstfit models --json"],
    input: z.object({}),
    run: (app) => app.modelList(),
    exit: done,
  }),

  operation({
    name: "models check",
    summary: "Send one tiny call to each configured model, after saying what it costs",
    doors: ["cli"],
    effect: "spend",
    examples: ["firstfit models check", "firstfit models check --dry-run"],
    input: z.object({}),
    async run(app, input: { readonly dryRun?: boolean }, context) {
      const { checkModels } = await import("../flows/models-check.ts");
      const list = await app.modelList();
      const options = { nonce: app.monotonicMs().toFixed(3), signal: context.signal, monotonicMs: () => app.monotonicMs() };
      if (input.dryRun !== true) {
        const dry = app.spending({ isDryRun: true, useCache: false });
        await checkModels(checkedModels(dry, list), options);
        context.report({ kind: "note", text: renderBill(await dry.billBefore(), { style: plainStyle }) });
      }
      return await checkModels(checkedModels(app, list), options);
    },
    exit: (output: ModelsChecked) => (output.checked.every(({ kind }) => kind === "answered") ? EXIT.done : EXIT.broke),
  }),

  operation({
    name: "models prices",
    summary: "Show the price table in use, or take a newer one",
    doors: ["cli"],
    effect: "write",
    examples: [
      "firstfit models prices",
      "firstfit models prices --update prices.json --dry-run",
      "firstfit models prices --update prices.json",
    ],
    input: z.object({
      update: z
        .string()
        .optional()
        .meta(field("a newer table; it is checked, and what it changes is shown", { placeholder: "file" })),
      user: z.boolean().default(false).meta(field("keep it for all projects of this user, not for this one alone")),
      dryRun: z.boolean().default(false).meta(field("only show what it would change")),
    }),
    async run(app, { update, user, dryRun }, context) {
      if (update === undefined) return await app.priceTable();
      return await app.updatePrices(await context.readInput(update), { named: update, scope: user ? "user" : "project", isDryRun: dryRun });
    },
    exit: done,
  }),
];

/** What is built in answers without being asked, and a part that misses something fails when it is made. */
function checkedModels(app: App, { models }: ModelList): CheckedModels {
  const asked = models.filter(({ name }) => !name.startsWith("builtin/"));
  const nameOf = (role: string): string | undefined => asked.find((each) => each.role === role)?.name;
  const [model, embedder, reranker, judge] = [nameOf("model"), nameOf("embedder"), nameOf("reranker"), nameOf("judge")];
  return {
    ...(model === undefined ? {} : { model: { name: model, make: () => app.model("models check") } }),
    ...(embedder === undefined ? {} : { embedder: { name: embedder, make: () => app.embedder() } }),
    ...(reranker === undefined ? {} : { reranker: { name: reranker, make: () => app.reranker() } }),
    ...(judge === undefined ? {} : { judge: { name: judge, make: () => app.judge("models check") } }),
  };
}
