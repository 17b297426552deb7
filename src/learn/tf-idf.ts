import type { SparseRow } from "./softmax.ts";

/** How often each term stands in one text, by the terms' numbers, which ascend. */
export interface TermCounts {
  readonly terms: Int32Array;
  readonly counts: Float64Array;
}

export interface TfIdfOptions {
  /** Of the terms that the most texts have, so many get a column. Default: all */
  readonly columnsMax?: number;
}

/** Weights of terms, as they were learnt from some texts. */
export interface TfIdf {
  readonly columnCount: number;
  /** A text's terms that have a column, weighted, of unit length together; empty where none has. Columns ascend. */
  rowOf(text: TermCounts): SparseRow;
}

/**
 * Learns how much each term tells: (1 + ln tf) * (1 + ln((1 + n) / (1 + df))), and each text is then made as long as 1. Of the many forms of TF-IDF it is
 * scikit-learn's `TfidfVectorizer` with `sublinear_tf=True` (https://scikit-learn.org/stable/modules/feature_extraction.html#tfidf-term-weighting;
 * the logarithm of tf is equation 6.13 of Manning, Raghavan & Schütze, Introduction to Information Retrieval, 2008). Of terms in equally many texts
 * those with the lower numbers come first.
 */
export function fitTfIdf(texts: readonly TermCounts[], { columnsMax = Infinity }: TfIdfOptions = {}): TfIdf {
  const termCount = texts.reduce((most, { terms }) => terms.reduce((max, term) => Math.max(max, term), most), -1) + 1;
  const textsWith = new Int32Array(termCount);
  for (const { terms } of texts) for (const term of terms) textsWith[term] = (textsWith[term] as number) + 1;
  const known: number[] = [];
  for (let term = 0; term < termCount; term += 1) if ((textsWith[term] as number) > 0) known.push(term);
  const kept =
    known.length <= columnsMax
      ? known
      : known
          .toSorted((a, b) => (textsWith[b] as number) - (textsWith[a] as number) || a - b)
          .slice(0, columnsMax)
          .toSorted((a, b) => a - b);
  const columns = new Int32Array(termCount).fill(-1);
  const idf = new Float64Array(kept.length);
  for (const [column, term] of kept.entries()) {
    columns[term] = column;
    idf[column] = 1 + Math.log((1 + texts.length) / (1 + (textsWith[term] as number)));
  }
  return { columnCount: kept.length, rowOf: (text) => weighted(text, columns, idf) };
}

function weighted({ terms, counts }: TermCounts, columns: Int32Array, idf: Float64Array): SparseRow {
  const own = new Int32Array(terms.length);
  const values = new Float64Array(terms.length);
  let [size, squares] = [0, 0];
  for (let at = 0; at < terms.length; at += 1) {
    const column = columns[terms[at] as number] ?? -1;
    if (column < 0) continue;
    const value = (1 + Math.log(counts[at] as number)) * (idf[column] as number);
    own[size] = column;
    values[size] = value;
    squares += value * value;
    size += 1;
  }
  const length = Math.sqrt(squares);
  for (let at = 0; at < size; at += 1) values[at] = (values[at] as number) / length;
  return { columns: own.subarray(0, size), values: values.subarray(0, size) };
}
