import type { CasesAdded } from "../core/dataset-results.ts";
import type { Fields } from "../flows/dataset/json-objects.ts";
import type { App } from "./operation.ts";

/** Adds rows to the file of a dataset in one step, without those that are there or were dropped from it. Sets the day on which they came in. */
export async function addCases(
  app: App,
  out: string,
  rows: readonly Fields[],
): Promise<CasesAdded & { readonly ids: readonly string[]; readonly there: readonly string[] }> {
  const [{ appendCases }, { dayOf }] = await Promise.all([import("../flows/dataset/append.ts"), import("./today.ts")]);
  const added = dayOf(app.nowMs());
  let dropped: string | undefined;
  await app.editFile(`${out}.dropped.jsonl`, (text) => {
    dropped = text;
    return undefined;
  });
  let result: ReturnType<typeof appendCases> | undefined;
  await app.editFile(out, (text) => {
    result = appendCases(
      { name: out, text, dropped },
      rows.map((row) => ({ ...row, added })),
    );
    return result.text;
  });
  return {
    out,
    added: result?.added.length ?? 0,
    alreadyThere: result?.there.length ?? 0,
    droppedBefore: result?.dropped ?? 0,
    ids: result?.added.map((row) => String(row["id"])) ?? [],
    there: result?.there.map(({ id }) => id) ?? [],
  };
}
