import type { DecisionDocument } from "../core/decision.ts";
import { decisionHtml } from "./decision-html.ts";
import { decisionMarkdown } from "./decision-markdown.ts";

/** The same decision in its three forms. Same decision, same bytes. */
export function documentsOf(decision: DecisionDocument): { readonly json: string; readonly markdown: string; readonly html: string } {
  return { json: `${JSON.stringify(decision, null, 2)}\n`, markdown: decisionMarkdown(decision), html: decisionHtml(decision) };
}
