import { z } from "zod";
import type { CacheChanged } from "../core/model-list.ts";
import { done, operation } from "./operation.ts";
import type { App, Operation } from "./operation.ts";

/** Verbs about answers of models that are kept. */
export const cacheOperations: readonly Operation[] = [
  operation({
    name: "cache stats",
    summary: "Show how many answers are kept, what they cost, and which calls were lost",
    doors: ["cli"],
    effect: "read",
    examples: ["firstfit cache stats", "firstfit cache stats --json"],
    input: z.object({}),
    run: async (app) => (await app.callStore()).statistics(),
    exit: done,
  }),
  operation({
    name: "cache clear",
    summary: "Delete all kept answers; what was called and what it cost stays recorded",
    doors: ["cli"],
    effect: "write",
    examples: ["firstfit cache clear"],
    input: z.object({}),
    run: (app) => changed(app, (store) => store.clear()),
    exit: done,
  }),
  operation({
    name: "cache off",
    summary: "Neither use nor keep answers in this project, until it is switched on again",
    doors: ["cli"],
    effect: "write",
    examples: ["firstfit cache off"],
    input: z.object({}),
    run: (app) => changed(app, (store) => store.switch("off")),
    exit: done,
  }),
  operation({
    name: "cache on",
    summary: "Use and keep answers again",
    doors: ["cli"],
    effect: "write",
    examples: ["firstfit cache on"],
    input: z.object({}),
    run: (app) => changed(app, (store) => store.switch("on")),
    exit: done,
  }),
];

async function changed(app: App, change: (store: Awaited<ReturnType<App["callStore"]>>) => number | void): Promise<CacheChanged> {
  const store = await app.callStore();
  const cleared = change(store) ?? 0;
  const { isOn, cost } = store.statistics();
  return { kind: "cache", isOn, cleared, cost };
}
