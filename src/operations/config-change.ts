import { FirstfitError } from "../core/errors.ts";
import type { ConfigChange } from "../core/results.ts";
import type { ConfigFile, PlannedChange } from "../flows/tune-retrieval/config-change.ts";
import { joinPath } from "../flows/ingest/file-system.ts";
import type { App } from "./operation.ts";

/** A configuration is a page or two. */
const CONFIG_BYTES_MAX = 1_000_000;

/** A planned change of the project's configuration, written when it can be and is to be. */
export async function writtenChange(app: App, plan: (file: ConfigFile) => PlannedChange, write: boolean): Promise<ConfigChange> {
  const file = app.project.configFile ?? joinPath(app.project.folder, "firstfit.config.ts");
  const was = app.project.configFile === undefined ? undefined : await configText(app, app.project.configFile);
  const name = file.slice(file.lastIndexOf("/") + 1);
  const { change, text } = plan({ name, ...(was === undefined ? {} : { text: was }) });
  if (!write || text === undefined || change.kind !== "diff" || change.diff === "") return change;
  await app.writeConfig(file, text, was);
  return { ...change, written: true };
}

/** The text of a configuration. Throws BAD_CONFIG for one of more than a megabyte. */
export async function configText({ fileSystem }: App, file: string): Promise<string> {
  const bytes = await fileSystem.read(await fileSystem.realPath(fileSystem.resolve(file)), { bytesMax: CONFIG_BYTES_MAX });
  if (bytes.length > CONFIG_BYTES_MAX)
    throw new FirstfitError("BAD_CONFIG", `${file} is too large to be edited.`, "Run without --write, and put the change in by hand.");
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
