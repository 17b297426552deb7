import { z } from "zod";
import type { ComparisonReport } from "../core/comparison.ts";
import type { EvaluationReport } from "../core/evaluation-results.ts";
import { FirstfitError } from "../core/errors.ts";
import { field } from "./operation.ts";
import type { App } from "./operation.ts";

type AnyReport = EvaluationReport | ComparisonReport;

/** By the end of the file's name. Each form is loaded when it is asked for. */
const FORMS: Readonly<Record<string, () => Promise<(report: AnyReport) => string>>> = {
  ".json": async () => (report) => `${JSON.stringify(report)}\n`,
  ".html": async () => (await import("../render/report-html.ts")).reportHtml,
  ".md": async () => (await import("../render/report-markdown.ts")).reportMarkdown,
  ".xml": async () => (await import("../render/report-junit.ts")).reportJunit,
  ".csv": async () => (await import("../render/report-csv.ts")).reportCsv,
};

export const outField = z
  .array(z.string())
  .default([])
  .meta(
    field("also write the report into this file; its end says as what: .html, .md, .xml (JUnit), .csv, .json; may be given several times", {
      placeholder: "file",
    }),
  );

/** Before anything is run or paid: throws BAD_INPUT for a name that says no form, and for a folder that is not there. */
export function mustBeReports(app: App, files: readonly string[]): void {
  const unknown = files.find((file) => formOf(file) === undefined);
  if (unknown !== undefined)
    throw new FirstfitError(
      "BAD_INPUT",
      `--out ${unknown}: what form it should have is not known.`,
      `End the name in one of ${Object.keys(FORMS).join(", ")}.`,
    );
  for (const file of files) app.mustTakeFile(file);
}

/** Writes the report in every form that was asked for. Throws BAD_INPUT for a file that cannot be written. */
export async function writeReports(app: App, files: readonly string[], report: AnyReport): Promise<void> {
  for (const file of files) {
    const form = formOf(file);
    if (form !== undefined) await app.writeFile(file, (await form())(report));
  }
}

function formOf(file: string): (() => Promise<(report: AnyReport) => string>) | undefined {
  const dot = file.lastIndexOf(".");
  const end = dot < 0 ? "" : file.slice(dot).toLowerCase();
  return Object.hasOwn(FORMS, end) ? FORMS[end] : undefined;
}
