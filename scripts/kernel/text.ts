// The two passes over vectors of src/search/vectors.ts as WebAssembly text. src/search/vector-kernel.ts lays out the memory and calls them.

/** Rows that the first pass takes side by side, so that one load of the query serves all. Their bytes lie interleaved: one stream is read faster than four. */
const ROWS = [0, 1, 2, 3] as const;

/**
 * How sixteen products are summed into four lanes.
 * `relaxed`: one instruction of the relaxed SIMD proposal, where the processor has one for it. What it may do differently from machine to machine is
 * to read the second operand's top bit as a sign or not, and to saturate or wrap sums of two products beyond 16 bits. Here
 * the second operand is half a byte, from 0 to 15, and the first from -127 to 127: neither can happen, so the sum is exact everywhere
 * (https://github.com/WebAssembly/relaxed-simd, overview, "relaxed integer dot product").
 * `widening`: the same sum with instructions that every WebAssembly SIMD has; two products are 3,810 at most, which 16 bits hold.
 */
export type Variant = "relaxed" | "widening";

const get = (name: string): string => `(local.get $${name})`;
const set = (name: string, value: string): string => `(local.set $${name} ${value})`;
const advance = (name: string, by: string): string => set(name, `(i32.add ${get(name)} ${by})`);
const eachRow = (of: (row: number) => string): string => ROWS.map(of).join("\n");

/** A mask in a local that comes from a parameter: a constant would be made anew, in three instructions, wherever it is used. */
const SET_MASK = set("mask", `(i8x16.splat ${get("fifteen")})`);
/** Of sixteen bytes in local `bytes`. */
const LOWER = `(v128.and ${get("bytes")} ${get("mask")})`;
const UPPER = `(v128.and (i16x8.shr_u ${get("bytes")} (i32.const 4)) ${get("mask")})`;
const ZEROS = "(v128.const i64x2 0 0)";

/** sum += sixteen numbers of the query times sixteen halves of bytes. */
function addProducts(
  variant: Variant,
  { sum, query, halves }: { readonly sum: string; readonly query: string; readonly halves: string },
): string {
  if (variant === "relaxed") return set(sum, `(i32x4.relaxed_dot_i8x16_i7x16_add_s ${get(query)} ${halves} ${get(sum)})`);
  const half = (which: "low" | "high"): string => `(i16x8.extmul_${which}_i8x16_s ${get(query)} ${get("half")})`;
  return `${set("half", halves)}
    ${set(sum, `(i32x4.add ${get(sum)} (i32x4.extadd_pairwise_i16x8_s (i16x8.add ${half("low")} ${half("high")})))`)}`;
}

/** Lanes of two vectors as one: `places` number them from 0 to 7. */
const lanes = (places: readonly number[], a: string, b: string): string =>
  `(i8x16.shuffle ${places.flatMap((place) => [0, 1, 2, 3].map((byte) => 4 * place + byte)).join(" ")} ${a} ${b})`;
const addedPairs = (a: string, b: string): string => `(i32x4.add ${lanes([0, 4, 2, 6], a, b)} ${lanes([1, 5, 3, 7], a, b)})`;
const addedHalves = (a: string, b: string): string => `(i32x4.add ${lanes([0, 1, 4, 5], a, b)} ${lanes([2, 3, 6, 7], a, b)})`;
/** One lane for each of four sums: what its own four lanes come to. */
const addedLanes = (a: string, b: string, c: string, d: string): string =>
  addedHalves(addedPairs(get(a), get(b)), addedPairs(get(c), get(d)));

const LOAD_QUERY = `${set("even", `(v128.load ${get("q")})`)}
            ${set("odd", `(v128.load offset=16 ${get("q")})`)}`;
const NEXT_NUMBERS = `(br_if $numbers (i32.ne (local.tee $q (i32.add ${get("q")} (i32.const 32))) ${get("queryEnd")}))`;
const locals = (variant: Variant): string =>
  `(local $q i32) (local $even v128) (local $odd v128) (local $bytes v128) (local $mask v128) ${variant === "widening" ? "(local $half v128)" : ""}`;

/**
 * `coarse` looks at one half of each number. It writes number and score of every row that scores `threshold` or more and whose byte
 * in `allowed` is not 0, in their order, and returns the address behind the last number; one entry more may be overwritten.
 * A score is (32 x the sum of products with the query + `start`) x the row's scale, in float32.
 * `rows`: how many are looked at, a multiple of 4 and at least 4; `first`: number of the first of them; `step`: from each four to the next, counted in fours. All others are addresses or counts of bytes:
 * `query` to `queryEnd`: int8 numbers, a multiple of 32; `halves`: `rowBytes` a row, half as many as the query has, in which the lower halves of sixteen bytes
 * belong to the first sixteen of 32 numbers and the upper ones to the others; four rows lie together, sixteen bytes of each in turn. `fifteen`: 15.
 * So far `ahead` of the numbers at hand one byte of every 64 is read and used for nothing, and so much behind the last of them must belong to the memory: a
 * processor fetches ahead by itself, but only up to the end of a page, where it would wait for the next page's address and for its first lines.
 */
function coarse(variant: Variant): string {
  const isFound = (row: number): string => `(i32.and (i32.shr_u ${get("above")} (i32.const ${row}))
                (i32.ne (i32.load8_u offset=${row} ${get("allowed")}) (i32.const 0)))`;
  return `(func (export "coarse")
    (param $halves i32) (param $rows i32) (param $rowBytes i32) (param $scales i32) (param $allowed i32)
    (param $query i32) (param $queryEnd i32) (param $start i32) (param $threshold f32)
    (param $first i32) (param $foundRows i32) (param $foundScores i32) (param $fifteen i32)
    (param $step i32) (param $ahead i32) (result i32)
    ${locals(variant)} (local $scores v128) (local $above i32) (local $more i32)
    (local $at i32) (local $fetched i32) (local $stepRows i32) (local $stepBytes i32) ${eachRow((row) => `(local $even${row} v128) (local $odd${row} v128)`)}
    ${SET_MASK}
    ${set("stepRows", `(i32.shl ${get("step")} (i32.const 2))`)}
    ${set("stepBytes", `(i32.mul ${get("rowBytes")} ${get("stepRows")})`)}
    (loop $fourRows
      (if (i32.load align=1 ${get("allowed")})
        (then
          ${eachRow((row) => `${set(`even${row}`, ZEROS)} ${set(`odd${row}`, ZEROS)}`)}
          ${set("at", get("halves"))}
          ${set("q", get("query"))}
          (loop $numbers
            ${LOAD_QUERY}
            ${eachRow(
              (row) => `${set("bytes", `(v128.load offset=${16 * row} ${get("at")})`)}
            ${addProducts(variant, { sum: `even${row}`, query: "even", halves: LOWER })}
            ${addProducts(variant, { sum: `odd${row}`, query: "odd", halves: UPPER })}`,
            )}
            ${set("fetched", `(i32.or ${get("fetched")} (i32.load8_u (i32.add ${get("at")} ${get("ahead")})))`)}
            ${advance("at", "(i32.const 64)")}
            ${NEXT_NUMBERS})
          ${eachRow((row) => set(`even${row}`, `(i32x4.add ${get(`even${row}`)} ${get(`odd${row}`)})`))}
          ${set(
            "scores",
            `(f32x4.mul (v128.load ${get("scales")}) (f32x4.convert_i32x4_s
              (i32x4.add (i32x4.shl ${addedLanes("even0", "even1", "even2", "even3")} (i32.const 5)) (i32x4.splat ${get("start")}))))`,
          )}
          (if (local.tee $above (i32x4.bitmask (f32x4.ge ${get("scores")} (f32x4.splat ${get("threshold")}))))
            (then
              ${eachRow(
                (row) => `(i32.store ${get("foundRows")} (i32.add ${get("first")} (i32.const ${row})))
              (f32.store ${get("foundScores")} (f32x4.extract_lane ${row} ${get("scores")}))
              ${set("more", `(i32.shl ${isFound(row)} (i32.const 2))`)}
              ${advance("foundRows", get("more"))}
              ${advance("foundScores", get("more"))}`,
              )}))))
      ${advance("halves", get("stepBytes"))}
      ${advance("scales", `(i32.shl ${get("stepRows")} (i32.const 2))`)}
      ${advance("allowed", get("stepRows"))}
      ${advance("first", get("stepRows"))}
      (br_if $fourRows (local.tee $rows (i32.sub ${get("rows")} (i32.const 4)))))
    (; Into the entry that may be overwritten, so that no compiler leaves the reading out. ;)
    (i32.store8 ${get("foundRows")} ${get("fetched")})
    ${get("foundRows")})`;
}

/**
 * `fine` writes the score of each row that `list` names, `count` of them and at least one: (16 x the sum of products with the upper halves + that with the lower
 * ones + `start`) x `queryScale` x the row's scale, in float64 as JavaScript has it, rounded once to float32. `upper` lies as for
 * `coarse`, `lower` row after row.
 */
function fine(variant: Variant): string {
  const half = (which: "upper" | "lower"): string => `${set("bytes", `(v128.load ${get(`${which}At`)})`)}
        ${addProducts(variant, { sum: `${which}Even`, query: "even", halves: LOWER })}
        ${addProducts(variant, { sum: `${which}Odd`, query: "odd", halves: UPPER })}`;
  const sums = ["upperEven", "upperOdd", "lowerEven", "lowerOdd"] as const;
  return `(func (export "fine")
    (param $upper i32) (param $lower i32) (param $rowBytes i32) (param $scales i32)
    (param $query i32) (param $queryEnd i32) (param $start i32) (param $queryScale f64)
    (param $list i32) (param $count i32) (param $scores i32) (param $fifteen i32)
    ${locals(variant)} (local $row i32) (local $upperAt i32) (local $lowerAt i32) (local $sum i32)
    ${sums.map((sum) => `(local $${sum} v128)`).join(" ")}
    ${SET_MASK}
    (loop $rows
      ${sums.map((sum) => set(sum, ZEROS)).join("\n")}
      ${set("row", `(i32.load ${get("list")})`)}
      ${set("lowerAt", `(i32.add ${get("lower")} (i32.mul ${get("row")} ${get("rowBytes")}))`)}
      ${set("upperAt", `(i32.add ${get("upper")} (i32.add (i32.mul (i32.and ${get("row")} (i32.const -4)) ${get("rowBytes")}) (i32.shl (i32.and ${get("row")} (i32.const 3)) (i32.const 4))))`)}
      ${set("q", get("query"))}
      (loop $numbers
        ${LOAD_QUERY}
        ${half("upper")}
        ${half("lower")}
        ${advance("upperAt", "(i32.const 64)")}
        ${advance("lowerAt", "(i32.const 16)")}
        ${NEXT_NUMBERS})
      ${set("bytes", addedLanes(...sums))}
      ${set(
        "sum",
        `(i32.add ${get("start")} (i32.add
        (i32.shl (i32.add (i32x4.extract_lane 0 ${get("bytes")}) (i32x4.extract_lane 1 ${get("bytes")})) (i32.const 4))
        (i32.add (i32x4.extract_lane 2 ${get("bytes")}) (i32x4.extract_lane 3 ${get("bytes")}))))`,
      )}
      (f32.store ${get("scores")} (f32.demote_f64 (f64.mul
        (f64.mul (f64.convert_i32_s ${get("sum")}) ${get("queryScale")})
        (f64.promote_f32 (f32.load (i32.add ${get("scales")} (i32.shl ${get("row")} (i32.const 2))))))))
      ${advance("list", "(i32.const 4)")}
      ${advance("scores", "(i32.const 4)")}
      (br_if $rows (local.tee $count (i32.sub ${get("count")} (i32.const 1))))))`;
}

/** A module with `coarse` and `fine` over an imported memory. */
export function kernelText(variant: Variant): string {
  return `(module
  (import "kernel" "memory" (memory 1))
  ${coarse(variant)}
  ${fine(variant)})
`;
}
