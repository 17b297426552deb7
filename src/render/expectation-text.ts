import type { Expectation, ExpectedCall } from "../core/evaluation.ts";

/** What is expected, in words. */
export function expectationText(expected: Expectation): string {
  switch (expected.kind) {
    case "exact":
      return `is ${expected.texts.map(quoted).join(" or ")}`;
    case "substring":
      return `says ${expected.texts.map(quoted).join(" and ")}`;
    case "regex":
      return `matches ${expected.pattern}`;
    case "number":
      return `is the number ${expected.value}${expected.tolerance === 0 ? "" : `, give or take ${expected.tolerance}`}`;
    case "tool-calls":
      return expected.calls.length === 0 ? "calls no tool" : `calls ${expected.calls.map(callText).join(" and ")}`;
    case "refusal":
      return expected.expected ? "declines" : "does not decline";
    case "documents":
      return `cites ${expected.documents.join(", ")}`;
    case "spans":
      return `cites ${expected.spans.map((span) => (span.kind === "quote" ? `${quoted(span.quote)} in ${span.document}` : `${span.document} ${span.start} to ${span.end}`)).join(", ")}`;
    case "json":
      return `holds the JSON ${JSON.stringify(expected.value)}`;
    case "json-schema":
      return `fits the JSON Schema ${JSON.stringify(expected.schema)}`;
    case "similar":
      return `is similar to ${quoted(expected.text)}`;
    case "criteria":
      return expected.criteria;
    case "abstain":
      return expected.expected ? "says that it has no answer" : "answers";
  }
}

function quoted(text: string): string {
  return `“${text}”`;
}

function callText({ name, args }: ExpectedCall): string {
  const given = Object.entries(args).map(
    ([arg, { accepted, optional }]) => `${arg}${optional ? "?" : ""}: ${accepted.map((value) => JSON.stringify(value)).join(" | ")}`,
  );
  return `${name}(${given.join(", ")})`;
}
