import { z } from "zod";
import { FirstfitError } from "../core/errors.ts";
import type { Lab, LabChecked, LabProgress, LabShown } from "../core/lab.ts";
import type { Index } from "../core/retrieval.ts";
import type { TrialStore } from "../core/trial-store.ts";
import type { LabRoom, LabText } from "../flows/lab/room.ts";
import { EXIT, done, field, operation } from "./operation.ts";
import type { App, Context, Operation } from "./operation.ts";
import { pipelineOptions } from "./pipeline.ts";

const NUMBER = field("the number of a lab: 03", { positional: true, placeholder: "NN" });

const listed = operation({
  name: "lab list",
  summary: "List the twelve labs of the practice track, with what is done",
  doors: ["cli"],
  effect: "read",
  examples: ["firstfit lab list", "firstfit lab list --json"],
  input: z.object({}),
  run: async (app) => await listOf(app),
  exit: done,
});

const labOperation = operation({
  name: "lab",
  summary: "The practice track: twelve labs on your own files, one for each thing to understand",
  doors: ["cli"],
  effect: "write",
  examples: ["firstfit lab", "firstfit lab 03", "firstfit lab 08 --write", "firstfit lab check 03"],
  input: z.object({
    number: z.string().optional().meta(NUMBER),
    write: z
      .boolean()
      .default(false)
      .meta(field("also write the files that this lab asks you to fill in; one that is there stays as it is")),
  }),
  async run(app, input) {
    if (input.number === undefined) {
      if (input.write) throw new FirstfitError("BAD_INPUT", "--write needs to know which lab.", "Name it: firstfit lab 08 --write");
      return await listOf(app);
    }
    const { labNumbered, showLab } = await import("../flows/lab.ts");
    const lab = labNumbered(input.number);
    const written = input.write ? await writeTemplates(lab, app) : undefined;
    return await showLab(lab, { store: await app.labProgress(), ...(written === undefined ? {} : { written }) });
  },
  exit: done,
});

const checkOperation = operation({
  name: "lab check",
  summary: "Check a lab against your own files: what was looked at, what is missing, and what mends it",
  doors: ["cli"],
  effect: "spend",
  examples: ["firstfit lab check 03", "firstfit lab check 01 --file replies=notes/replies.md", "firstfit lab check 10 --json"],
  input: z.object({
    number: z.string().meta(NUMBER),
    file: z
      .array(z.string())
      .default([])
      .meta(
        field("where a file of yours is, by the name that firstfit lab NN gives it; kept for the next time", { placeholder: "name=path" }),
      ),
  }),
  async run(app, input, context): Promise<LabChecked> {
    const { checkLab, labNumbered } = await import("../flows/lab.ts");
    const lab = labNumbered(input.number);
    const store = await app.labProgress();
    const files = filesOf(lab, input.file, (await store.read()).progress, app);
    await using room = labRoom(lab, files, app, context);
    return await checkLab(lab, { store, room, files, nowMs: app.nowMs() });
  },
  exit: ({ checks }) => (checks.some(({ kind, isStretch }) => kind === "failed" && !isStretch) ? EXIT.barNotMet : EXIT.done),
});

/** `lab` before the verbs that begin with it. */
export const labOperations: readonly Operation[] = [labOperation, listed, checkOperation];

async function listOf(app: App) {
  const [{ labList }, store] = await Promise.all([import("../flows/lab.ts"), app.labProgress()]);
  return labList(await store.read());
}

async function writeTemplates({ files }: Lab, app: App): Promise<LabShown["written"]> {
  const made: string[] = [];
  const kept: string[] = [];
  for (const { path, template } of files) {
    if (template === undefined) continue;
    await app.editFile(`${app.project.folder}/${path}`, (text) => {
      (text === undefined ? made : kept).push(path);
      return text === undefined ? template : undefined;
    });
  }
  return { made, kept };
}

/** By role, relative to the project's folder where they lie in it: what was said now, else what was said before. */
function filesOf(
  lab: Lab,
  given: readonly string[],
  progress: LabProgress,
  { project, fileSystem }: App,
): Readonly<Record<string, string>> {
  const roles = lab.files.map(({ role }) => role);
  const files = new Map(Object.entries(progress[lab.id]?.files ?? {}).filter(([role]) => roles.includes(role)));
  for (const each of given) {
    const at = each.indexOf("=");
    const [role, path] = [each.slice(0, at), each.slice(at + 1)];
    if (at < 1 || path === "")
      throw new FirstfitError(
        "BAD_INPUT",
        `--file takes name=path, not "${each}".`,
        `Write for example --file ${roles[0] ?? "cases"}=PATH`,
      );
    if (!roles.includes(role))
      throw new FirstfitError(
        "BAD_INPUT",
        `Lab ${lab.id} reads no file called ${role}.`,
        `It reads: ${lab.files.map((file) => `${file.role} (${file.path})`).join(", ")}.`,
      );
    const absolute = fileSystem.resolve(path);
    const folder = fileSystem.resolve(project.folder);
    files.set(role, absolute.startsWith(`${folder}/`) ? absolute.slice(folder.length + 1) : absolute);
  }
  return Object.fromEntries(files);
}

/** A file that a person wrote has a few thousand lines; beyond this it is something else. */
const BYTES_MAX = 64 * 1_048_576;

function labRoom(lab: Lab, files: Readonly<Record<string, string>>, app: App, context: Context): LabRoom & AsyncDisposable {
  let opened: Promise<Index> | undefined;
  let store: TrialStore | undefined;
  const index = (): Promise<Index> => (opened ??= app.openIndex("read"));
  const path = (role: string): string => files[role] ?? lab.files.find((file) => file.role === role)?.path ?? role;
  return {
    lab: lab.id,
    signal: context.signal,
    path,
    read: async (role) => await readText(path(role), app),
    async cosines(texts) {
      const { embedTexts } = await import("../flows/embed.ts");
      return await embedTexts(texts, { embedder: await app.embedder(), vectors: false, signal: context.signal });
    },
    documents: async () => (await index()).documents().map(({ id }) => id),
    search: async (question) => await searched(question, await index(), app, context),
    ask: async (question) => await asked(question, await index(), app, context),
    counter: async () => (await app.budgetModel()).counter,
    grader: async (cases) => await app.caseGrader({ cases }),
    chatModel: async (purpose) => await app.model(purpose),
    async runs() {
      // asking for the store would make one
      if (!(await app.hasRuns())) return { runs: [], trials: () => [] };
      const own = (store ??= await app.trialStore());
      return { runs: own.runs(), trials: (run) => own.trials(run) };
    },
    decisions: async () => (await (await app.decisionStore()).made()).map(({ decision }) => decision),
    async [Symbol.asyncDispose]() {
      // an index that could not be opened was told already
      const made = await opened?.catch(() => undefined);
      await made?.[Symbol.asyncDispose]();
      store?.close();
    },
  };
}

async function readText(path: string, { project, fileSystem }: App): Promise<LabText> {
  const { errorCode, joinPath } = await import("../flows/ingest/file-system.ts");
  const { readReason } = await import("../flows/ingest/skipped.ts");
  try {
    const real = await fileSystem.realPath(path.startsWith("/") ? path : joinPath(fileSystem.resolve(project.folder), path));
    const bytes = await fileSystem.read(real, { bytesMax: BYTES_MAX });
    if (bytes.length > BYTES_MAX) return { kind: "unreadable", reason: "it is larger than 64 MB" };
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "none" };
    return { kind: "unreadable", reason: error instanceof TypeError ? "it is not UTF-8" : readReason(error) };
  }
}

async function searched(question: string, index: Index, app: App, context: Context) {
  const { search } = await import("../flows/search.ts");
  return await search(question, { retriever: index, k: 3, signal: context.signal, monotonicMs: () => app.monotonicMs() });
}

/** As `firstfit ask` answers it, with the project's settings. */
async function asked(question: string, index: Index, app: App, context: Context) {
  const { ask } = await import("../flows/ask.ts");
  const pipeline = { rewrite: "none", trace: false, history: undefined, rerank: undefined } as const;
  return await ask(question, {
    index,
    answerer: await app.answerer(),
    retrieveK: app.project.retrieveK,
    evidenceTokensMax: app.project.evidenceTokensMax,
    strict: app.project.strict,
    ...(await pipelineOptions(app, pipeline, { index, readInput: (path) => context.readInput(path) })),
    monotonicMs: () => app.monotonicMs(),
    signal: context.signal,
  });
}
