import type { Candidate } from "../../core/evaluation.ts";
import { nearestLabel } from "../../learn/nearest-neighbours.ts";
import { resolveEmbedder } from "../names.ts";
import type { NameParts } from "../providers.ts";
import { inputText } from "../../core/evaluation.ts";
import { metered } from "../trial-calls.ts";
import type { LabelledExamples } from "../../core/labelled-examples.ts";

const NEIGHBOURS = 5;

/**
 * The classical baseline where the output is a label or a field: the label that most of the five nearest labelled examples have, by the project's
 * embedder. The examples are embedded when the first case asks, once.
 */
export async function neighbourCandidate(name: string, { file, hash, rows }: LabelledExamples, parts: NameParts): Promise<Candidate> {
  const embedder = await resolveEmbedder(parts.config.embedder, parts);
  let vectors: Promise<readonly Float32Array[]> | undefined;
  const labels = rows.map(({ output }) => output);
  return {
    name,
    definition: { kind: "nearest neighbours", neighbours: NEIGHBOURS, embedder: embedder.id, examples: { file, hash, rows: rows.length } },
    models: [embedder.id],
    async run(input, { signal }) {
      // as the examples were read
      const text = inputText(input);
      vectors ??= embedder
        .embedBatch(
          rows.map((row) => row.input),
          { inputType: "document" },
        )
        .catch((error: unknown) => {
          // the next case tries again
          vectors = undefined;
          throw error;
        });
      const known = await vectors;
      const { value, latencyMs, cost } = await metered(() => embedder.embedBatch([text], { inputType: "document", signal }));
      const [query] = value;
      return { text: query === undefined ? "" : nearestLabel({ vectors: known, labels }, query, NEIGHBOURS), latencyMs, cost };
    },
  };
}
