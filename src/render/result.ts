import { renderAnswer } from "./answer.ts";
import { renderDiagnosis, renderDocuments, renderEmbedding, renderIngest, renderInit, renderRemoved, renderSearch } from "./verbs.ts";
import type { RenderOptions } from "./style.ts";

type Render = (output: never, options: RenderOptions) => string;

const renderers: Readonly<Record<string, Render>> = {
  init: renderInit,
  index: renderIngest,
  search: renderSearch,
  ask: renderAnswer,
  list: renderDocuments,
  remove: renderRemoved,
  embed: renderEmbedding,
  doctor: renderDiagnosis,
};

/** The result of a verb for a person at a terminal. A verb without a picture of its own is printed as indented JSON. */
export function renderResult(verb: string, output: unknown, options: RenderOptions): string {
  const render = renderers[verb];
  // the table pairs each verb with the renderer of its output type; operations.ts holds the pairing
  return render === undefined ? JSON.stringify(output, null, 2) : render(output as never, options);
}
