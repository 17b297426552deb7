import { z } from "zod";
import type { Initialized } from "../core/init.ts";
import { adviceDocument } from "../render/advice-markdown.ts";
import { adviseOptions } from "./advise.ts";
import { done, field, operation } from "./operation.ts";
import type { App, Context, Operation } from "./operation.ts";
import { dayOf } from "./today.ts";

export const initOperation: Operation = operation({
  name: "init",
  summary: "Write a configuration, a first case and the first advice for the folder you are in; or the sample project",
  doors: ["cli"],
  effect: "write",
  examples: ["firstfit init", "firstfit init --yes", "firstfit init demo --sample"],
  input: z.object({
    folder: z
      .string()
      .default(".")
      .meta(field("where to write", { positional: true })),
    sample: z.boolean().default(false).meta(field("write the sample project: ten notes, a configuration and 20 cases")),
    yes: z.boolean().default(false).meta(field("ask nothing: take what is found, and say what was taken")),
  }),
  async run(app, input, context): Promise<Initialized> {
    if (input.sample)
      return {
        folder: input.folder,
        files: await app.scaffold("sample", input.folder),
        next: 'firstfit index && firstfit ask "Who is the executive sponsor?"',
      };
    // where nobody sits and nobody said yes, only the bare configuration is written, as scripts expect
    if (!input.yes && context.ask === undefined)
      return { folder: input.folder, files: await app.scaffold("config", input.folder), next: "firstfit index" };
    return await guided(app, input, context);
  },
  exit: done,
});

async function guided(
  app: App,
  { folder, yes }: { readonly folder: string; readonly yes: boolean },
  context: Context,
): Promise<Initialized> {
  const [{ initProject }, { scanProject }, { advise }, { errorCode, joinPath }] = await Promise.all([
    import("../flows/init.ts"),
    import("../flows/init/scan.ts"),
    import("../flows/advise.ts"),
    import("../flows/ingest/file-system.ts"),
  ]);
  const { fileSystem } = app;
  const parseYaml = await app.yamlParser();
  const root = fileSystem.resolve(folder);
  const within = (path: string): string => (path.startsWith("/") ? path : joinPath(root, path));
  const found = await scanProject({ root, fileSystem, parseYaml, signal: context.signal });
  return await initProject({
    folder,
    found,
    keys: app.keyVariables(),
    ...(yes || context.ask === undefined ? {} : { ask: context.ask }),
    advise: async (claim) => await advise(claim, await adviseOptions(app, {}, context)),
    adviceText: (advice) => adviceDocument({ kind: "advice document", title: "First advice", advice: [advice] }),
    read: async (path) => new TextDecoder().decode(await fileSystem.read(within(path), { bytesMax: BYTES_MAX })),
    async isThere(path) {
      try {
        await fileSystem.entry(within(path));
        return true;
      } catch (error) {
        if (errorCode(error) === "unknown") throw error;
        return false;
      }
    },
    write: async (files) => await app.writeNew(root, files),
    parseYaml,
    today: dayOf(app.nowMs()),
  });
}

/** As much of a file of tests as was looked at when it was found. */
const BYTES_MAX = 5_000_000;
