import { z } from "zod";
import type { IngestOutcome, NearDuplicates } from "../core/results.ts";
import type { Index } from "../core/retrieval.ts";
import type { IngestContext } from "../flows/ingest.ts";
import { mustStandAlone } from "./alone.ts";
import { EXIT, field, operation } from "./operation.ts";
import { rebuiltFrom } from "./rebuild.ts";

export const indexOperation = operation({
  name: "index",
  summary: "Read, chunk, embed and store documents; only what changed is done again",
  doors: ["cli", "http"],
  effect: "write",
  examples: [
    "firstfit index docs notes/meeting.md",
    "firstfit index --watch",
    "firstfit index docs --rebuild",
    "firstfit index --exclude '**/draft-*.md'",
    "firstfit index --duplicates",
  ],
  input: z.object({
    paths: z
      .array(z.string())
      .default([])
      .meta(
        field("files and folders; without any, the `sources` of the configuration or the folders indexed before", {
          positional: true,
          placeholder: "path",
        }),
      ),
    exclude: z
      .array(z.string())
      .default([])
      .meta(field("leave out what matches, as a line of .gitignore would", { placeholder: "glob" })),
    prune: z.boolean().default(false).meta(field("also forget indexed folders that are gone from disk")),
    dryRun: z.boolean().default(false).meta(field("say what would be done and write nothing")),
    rebuild: z.boolean().default(false).meta(field("make the index again from its sources; the old one serves until the new one is whole")),
    watch: z.boolean().default(false).meta(field("stay and index changes as they happen, until Ctrl-C")),
    duplicates: z.boolean().default(false).meta(field("index nothing; list documents in the index that are nearly the same")),
  }),
  async run(app, input, context) {
    if (input.duplicates) {
      mustStandAlone(
        "--duplicates",
        {
          paths: input.paths.length > 0,
          "--watch": input.watch,
          "--rebuild": input.rebuild,
          "--prune": input.prune,
          "--exclude": input.exclude.length > 0,
          "--dry-run": input.dryRun,
        },
        "index --duplicates",
      );
      const { nearDuplicates } = await import("../flows/similar.ts");
      await using index = await app.openIndex("read");
      return nearDuplicates(index);
    }
    const [{ ingest }, { watch }, embedder, extensions] = await Promise.all([
      import("../flows/ingest.ts"),
      import("../flows/watch.ts"),
      app.embedder(),
      app.extensions(),
    ]);
    const contextWriter =
      app.project.contexts === undefined
        ? undefined
        : (await import("../flows/ingest/contexts.ts")).modelContextWriter(await app.model("chunk.contexts"));
    const named = input.paths.length > 0 ? input.paths : app.project.sources;
    const contextOf = (index: Index): IngestContext & { readonly signal: AbortSignal } => ({
      index,
      embedder,
      extract: (bytes: Uint8Array, path: string) => app.extract(bytes, path),
      extensions,
      ...(contextWriter === undefined ? {} : { contextWriter }),
      fileSystem: app.fileSystem,
      settings: {
        exclude: [...app.project.exclude, ...input.exclude],
        prune: input.prune,
        dryRun: input.dryRun,
        // what is built in costs nothing, and would embed it all
        planEmbedding: input.dryRun && !app.project.embedder.startsWith("builtin/"),
        ...(app.project.chunk === undefined ? {} : { chunk: app.project.chunk }),
      },
      report: context.report,
      signal: context.signal,
      monotonicMs: () => app.monotonicMs(),
    });
    if (input.rebuild) {
      const outcome = await rebuiltFrom(app, {
        named,
        prune: input.prune,
        dryRun: input.dryRun,
        ingestInto: (roots, index) => ingest(roots, contextOf(index)),
      });
      if (!input.watch || input.dryRun || outcome.kind === "empty" || !outcome.complete) return outcome;
      context.onItem?.(outcome);
    }
    await using index = await app.openIndex("write");
    if (!input.watch) return await ingest(named, contextOf(index));
    await watch(named, { ...contextOf(index), onOutcome: (outcome) => context.onItem?.(outcome), setTimer: app.setTimer });
    return { kind: "many" as const };
  },
  exit: (output: IngestOutcome | NearDuplicates | { readonly kind: "many" }) => {
    if (output.kind === "empty") return EXIT.badInput;
    return output.kind !== "indexed" || output.complete ? EXIT.done : EXIT.interrupted;
  },
});
