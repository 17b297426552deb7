import type { CandidateOutput, Expectation, Grade } from "../core/evaluation.ts";
import { passed } from "./text.ts";

type Output = Pick<CandidateOutput, "citations">;
const SILENT: Grade = { kind: "ungraded", reason: "the candidate does not say what it cites" };

/** No citation is known not to stand where it says, and one at least is of an expected document. A candidate that reports no citations at all cannot be graded. */
export function gradeDocuments({ citations }: Output, { documents }: Extract<Expectation, { kind: "documents" }>): Grade {
  if (citations === undefined) return SILENT;
  const unverified = citations.find(({ verified }) => verified === false);
  if (unverified !== undefined) return passed(false, `a citation of ${unverified.document} does not stand there`);
  return passed(
    citations.some(({ document }) => documents.includes(document)),
    `cites ${[...new Set(citations.map(({ document }) => document))].join(", ") || "nothing"}, not ${documents.join(" or ")}`,
  );
}

/** As `gradeDocuments`, and one citation at least overlaps an expected span. Spans given by their words must be looked up before. */
export function gradeSpans({ citations }: Output, { spans }: Extract<Expectation, { kind: "spans" }>): Grade {
  if (citations === undefined) return SILENT;
  const unverified = citations.find(({ verified }) => verified === false);
  if (unverified !== undefined) return passed(false, `a citation of ${unverified.document} does not stand there`);
  const placed = spans.filter((span) => span.kind === "offsets");
  const cited = citations.flatMap(({ document, start, end }) =>
    start === undefined || end === undefined ? [] : [{ document, start, end }],
  );
  const hit = placed.some(({ document, start, end }) =>
    cited.some((citation) => citation.document === document && citation.start < end && start < citation.end),
  );
  const wanted = new Set(spans.map(({ document }) => document));
  if (!hit && citations.some(({ document, start }) => start === undefined && wanted.has(document)))
    return { kind: "ungraded", reason: "the candidate names the document that it cites, and not where in it" };
  if (!hit && placed.length < spans.length)
    return { kind: "ungraded", reason: "a span is given by its words, and nobody looked up where they stand" };
  return passed(hit, "no citation overlaps an expected span");
}
