import { FirstfitError } from "../../core/errors.ts";
import { errorCode, joinPath } from "../ingest/file-system.ts";
import type { FileSystem } from "../ingest/file-system.ts";
import { badLine, linesOf } from "./lines.ts";
import type { NamedText } from "./lines.ts";

/** What a user pointed at, read but not understood yet. */
export type JudgedFiles =
  | { readonly kind: "beir"; readonly corpus?: NamedText; readonly queries: NamedText; readonly qrels: NamedText }
  | { readonly kind: "cases"; readonly corpus?: NamedText; readonly cases: NamedText };

const QRELS = ["qrels.tsv", "qrels/test.tsv", "qrels.txt", "qrels/dev.tsv"];
const LAYOUT =
  "A folder has queries.jsonl and qrels.tsv (or qrels/test.tsv), or cases.jsonl, and corpus.jsonl unless the project's own index is meant.";
/** Larger than any corpus that fits the memory a trial needs. */
const FILE_BYTES_MAX = 2_000_000_000;

/**
 * Finds the judged queries: of a cases file, of a folder, or, without either, cases.jsonl of the project. Files are named in errors as
 * the user would write them. Throws NOT_FOUND for what is not there and BAD_INPUT for a folder that holds no judged queries.
 */
export async function readJudgedFiles(
  { folder, cases, project }: { readonly folder?: string; readonly cases?: string; readonly project: string },
  fileSystem: FileSystem,
): Promise<JudgedFiles> {
  const named = (name: string): Promise<NamedText | undefined> => readIfThere(folder ?? project, name, folder ?? "", fileSystem);
  if (folder !== undefined && (await kindOf(folder, fileSystem)) !== "folder")
    throw new FirstfitError("NOT_FOUND", `There is no folder ${folder}.`, LAYOUT);
  const corpus = folder === undefined ? undefined : await named("corpus.jsonl");
  const withCorpus = corpus === undefined ? {} : { corpus };
  if (corpus !== undefined && linesOf(corpus).length === 0) throw badLine(corpus.name, "is empty", "Write one document a line into it.");
  if (cases !== undefined) {
    const file = await readIfThere("", cases, "", fileSystem);
    if (file === undefined) throw new FirstfitError("NOT_FOUND", `There is no file ${cases}.`, "Check the path after --cases.");
    return { kind: "cases", ...withCorpus, cases: file };
  }
  const queries = folder === undefined ? undefined : await named("queries.jsonl");
  if (queries !== undefined) {
    for (const name of QRELS) {
      const qrels = await named(name);
      if (qrels !== undefined) return { kind: "beir", ...withCorpus, queries, qrels };
    }
    throw new FirstfitError("BAD_INPUT", `${folder} has queries.jsonl and no judgements.`, `Add one of ${QRELS.join(", ")}.`);
  }
  const own = await named("cases.jsonl");
  if (own !== undefined) return { kind: "cases", ...withCorpus, cases: own };
  throw new FirstfitError(
    "BAD_INPUT",
    folder === undefined ? "There are no judged queries: this project has no cases.jsonl." : `${folder} holds no judged queries.`,
    LAYOUT,
  );
}

async function kindOf(path: string, fileSystem: FileSystem): Promise<string | undefined> {
  try {
    return (await fileSystem.entry(fileSystem.resolve(path))).kind;
  } catch (error) {
    if (errorCode(error) === "unknown") throw error;
    return undefined;
  }
}

async function readIfThere(folder: string, name: string, shown: string, fileSystem: FileSystem): Promise<NamedText | undefined> {
  const path = fileSystem.resolve(folder === "" ? name : joinPath(folder, name));
  let bytes: Uint8Array;
  try {
    bytes = await fileSystem.read(await fileSystem.realPath(path), { bytesMax: FILE_BYTES_MAX });
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "unknown") throw error;
    throw new FirstfitError("UNREADABLE", `${path} cannot be read (${code}).`, "Check its permissions.", { cause: error });
  }
  return { name: shown === "" ? name : joinPath(shown, name), text: new TextDecoder().decode(bytes) };
}
