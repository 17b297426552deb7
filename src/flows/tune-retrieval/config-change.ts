import type { ConfigChange, RetrievalSettingValues } from "../../core/results.ts";
import { RETRIEVAL_SETTINGS } from "../retrieval-settings.ts";
import { editConfig, NEW_CONFIG, pasteText } from "./config-edit.ts";
import type { ConfigValue } from "./config-edit.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** The configuration in use: its name for people, and its text where there is a file. */
export interface ConfigFile {
  readonly name: string;
  readonly text?: string;
}

/** Where each changed setting stands in the configuration, as source text. Feedback is one value there. */
export function configValues(changes: RetrievalSettingValues): readonly ConfigValue[] {
  const isFeedback = (key: string): boolean => key === "feedback" || key.startsWith("feedback.");
  const plain = RETRIEVAL_SETTINGS.filter(({ key }) => Object.hasOwn(changes, key) && !isFeedback(key)).map(({ key, config }) => ({
    path: config,
    source: JSON.stringify(changes[key]),
  }));
  if (!Object.keys(changes).some(isFeedback)) return plain;
  const parts = ["documents", "terms", "weight"].map((part) => `${part}: ${changes[`feedback.${part}`]}`);
  return [...plain, { path: ["ranking", "feedback"], source: changes["feedback"] === "off" ? '"off"' : `{ ${parts.join(", ")} }` }];
}

export interface PlannedChange {
  /** Not written yet. */
  readonly change: ConfigChange;
  /** The whole new file; absent when it cannot be edited safely. */
  readonly text?: string;
}

/** What the changes mean for the configuration, as a diff to be looked at, or as text to paste where an edit would not be safe. */
export function planConfigChange(changes: RetrievalSettingValues, file: ConfigFile): PlannedChange {
  const needsNewIndex = RETRIEVAL_SETTINGS.some((setting) => setting.needsNewIndex && Object.hasOwn(changes, setting.key));
  return planValues(configValues(changes), file, needsNewIndex);
}

/** The same for any values. */
export function planValues(values: readonly ConfigValue[], { name, text }: ConfigFile, needsNewIndex: boolean): PlannedChange {
  const edit = editConfig(text ?? NEW_CONFIG, values);
  if (edit.kind === "unsafe") return { change: { kind: "paste", file: name, why: edit.why, paste: pasteText(values), needsNewIndex } };
  return {
    change: { kind: "diff", file: name, diff: unifiedDiff(text ?? "", edit.text, name), written: false, needsNewIndex },
    text: edit.text,
  };
}
