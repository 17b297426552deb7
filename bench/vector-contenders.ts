// Exact search over the same vectors. "exact" is the truth that the others' recall is counted against.
import { denseRanking, quantizedMatrix, setRow } from "../src/search/vectors.ts";
import { seededRandom } from "../scripts/embedder/random.ts";
import { K, timed } from "./contender.ts";
import type { Contenders, Task } from "./contender.ts";
import { peer } from "./peers-install.ts";

export const VECTOR_QUERIES = 200;
/** Members of a cluster, and how far they lie from its centre, in lengths of the centre. */
const CLUSTER_SIZE = 1_000;
const CLUSTER_SPREAD = 0.35;

interface Vectors {
  readonly dimensions: number;
  /** Unit vectors, row after row. */
  readonly rows: Float32Array;
  readonly queries: Float32Array;
}

/** Vectors of one length in random directions, around random centres where `data` says so: a function of the task alone. */
function vectorsOf({ chunks, dimensions = 384, data = "unclustered" }: Task): Vectors {
  const random = seededRandom(7);
  // Sums of four uniform numbers: as good as normal ones for directions, and quicker.
  const spread = (): number => random() + random() + random() + random() - 2;
  const centres = Float32Array.from({ length: Math.ceil(chunks / CLUSTER_SIZE) * dimensions }, spread);
  const draw = (count: number): Float32Array => {
    const all = new Float32Array(count * dimensions);
    for (let row = 0; row < count; row += 1) {
      const vector = all.subarray(row * dimensions, (row + 1) * dimensions);
      const centre = Math.floor(random() * Math.ceil(chunks / CLUSTER_SIZE)) * dimensions;
      for (let i = 0; i < dimensions; i += 1)
        vector[i] = data === "clustered" ? centres[centre + i]! + CLUSTER_SPREAD * spread() : spread();
      const length = Math.sqrt(vector.reduce((sum, number) => sum + number * number, 0));
      for (let i = 0; i < dimensions; i += 1) vector[i] = vector[i]! / length;
    }
    return all;
  };
  return { dimensions, rows: draw(chunks), queries: draw(VECTOR_QUERIES) };
}

const rowOf = (all: Float32Array, dimensions: number, row: number): Float32Array => all.subarray(row * dimensions, (row + 1) * dimensions);

export const VECTOR_CONTENDERS: Contenders = {
  firstfit: async (task) => {
    const { dimensions, rows, queries } = vectorsOf(task);
    const {
      result: matrix,
      ms,
      memoryMb,
    } = await timed(() => {
      const made = quantizedMatrix(task.chunks, dimensions);
      for (let row = 0; row < task.chunks; row += 1) setRow(made, row, rowOf(rows, dimensions, row));
      return made;
    });
    const corpus = { matrices: [matrix], vectorAt: (row: number) => rowOf(rows, dimensions, row) };
    // One in ten, in runs as long as documents.
    const allowed = Uint8Array.from({ length: task.chunks }, (_, row) => Number(Math.floor(row / 10) % 10 === 7));
    return {
      buildMs: ms,
      memoryMb,
      ask: async (n, mode) =>
        denseRanking(corpus, rowOf(queries, dimensions, n), { k: K, ...(mode === "filtered" ? { allowed } : {}) })
          .top.slice(0, K)
          .map(({ row }) => row),
    };
  },

  "usearch int8": async (task) => {
    const { dimensions, rows, queries } = vectorsOf(task);
    const { exactSearch } = (
      await peer<{
        readonly default: {
          exactSearch(
            rows: Int8Array,
            query: Int8Array,
            dimensions: number,
            k: number,
            metric: string,
            threads: number,
          ): { readonly keys: BigUint64Array };
        };
      }>("usearch")
    ).default;
    const largest = (all: Float32Array): number => all.reduce((most, number) => Math.max(most, Math.abs(number)), 0);
    const whole = (all: Float32Array): Int8Array => {
      const step = largest(all) / 127;
      return Int8Array.from(all, (number) => Math.round(number / step));
    };
    const { result, ms, memoryMb } = await timed(() => whole(rows));
    const asked = whole(queries);
    // A copy of each question: the native part reads from the beginning of the buffer, whatever the view.
    return {
      buildMs: ms,
      memoryMb,
      ask: async (n) =>
        [...exactSearch(result, asked.slice(n * dimensions, (n + 1) * dimensions), dimensions, K, "ip", 1).keys].map(Number),
    };
  },

  exact: async (task) => {
    const { dimensions, rows, queries } = vectorsOf(task);
    return {
      buildMs: 0,
      memoryMb: 0,
      async ask(n) {
        const query = rowOf(queries, dimensions, n);
        const best: { row: number; score: number }[] = [];
        for (let row = 0; row < task.chunks; row += 1) {
          let score = 0;
          const from = row * dimensions;
          for (let i = 0; i < dimensions; i += 1) score += rows[from + i]! * query[i]!;
          if (best.length === K && score <= best[K - 1]!.score) continue;
          best.push({ row, score });
          best.sort((a, b) => b.score - a.score || a.row - b.row);
          best.length = Math.min(best.length, K);
        }
        return best.map(({ row }) => row);
      },
    };
  },
};
