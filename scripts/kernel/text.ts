// The two passes over vectors of src/search/vectors.ts as WebAssembly text. src/search/vector-kernel.ts lays out the memory and calls them.

/** Rows that the first pass takes side by side, so that one load of the query serves all. Their bytes lie interleaved: one stream is read faster than four. */
const ROWS = [0, 1, 2, 3] as const;

/**
 * How sixteen products are summed.
 * `relaxed`: into four lanes of 32 bits by one instruction of the relaxed SIMD proposal, where the processor has one for it. What it may do differently from
 * machine to machine is to read the second operand's top bit as a sign or not, and to saturate or wrap sums of two products beyond 16 bits. Here
 * the second operand is half a byte, from 0 to 15, and the first from -127 to 127: neither can happen, so the sum is exact everywhere
 * (https://github.com/WebAssembly/relaxed-simd, overview, "relaxed integer dot product").
 * `paired`: for processors that take three instructions for that one. In the first pass two products at a time go by the proposal's shorter instruction into
 * eight lanes of 16 bits, and these into 32 bits now and then only.
 * `widening`: the same with instructions that every WebAssembly SIMD has.
 */
export type Variant = "relaxed" | "paired" | "widening";

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

interface Products {
  readonly sum: string;
  readonly query: string;
  readonly halves: string;
}

/** sum += sixteen numbers of the query times sixteen halves of bytes, in four lanes of 32 bits. */
function addProducts(variant: Variant, { sum, query, halves }: Products): string {
  if (variant !== "widening") return set(sum, `(i32x4.relaxed_dot_i8x16_i7x16_add_s ${get(query)} ${halves} ${get(sum)})`);
  return `${set("half", halves)}
    ${set(sum, `(i32x4.add ${get(sum)} (i32x4.extadd_pairwise_i16x8_s ${widenedPairs(query)}))`)}`;
}

/** The same in eight lanes of 16 bits: two products are 3,810 at most, so that a lane holds those of eight calls. */
function addPairs(variant: Exclude<Variant, "relaxed">, { sum, query, halves }: Products): string {
  if (variant === "paired") return set(sum, `(i16x8.add ${get(sum)} (i16x8.relaxed_dot_i8x16_i7x16_s ${get(query)} ${halves}))`);
  return `${set("half", halves)}
    ${set(sum, `(i16x8.add ${get(sum)} ${widenedPairs(query)})`)}`;
}

/** Products with the bytes in local `half`, two in each of eight lanes. */
const widenedPairs = (query: string): string =>
  `(i16x8.add ${["low", "high"].map((which) => `(i16x8.extmul_${which}_i8x16_s ${get(query)} ${get("half")})`).join(" ")})`;

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
const nextNumbers = (end: string): string => `(br_if $numbers (i32.ne (local.tee $q (i32.add ${get("q")} (i32.const 32))) ${get(end)}))`;
const locals = (variant: Variant): string =>
  `(local $q i32) (local $even v128) (local $odd v128) (local $bytes v128) (local $mask v128) ${variant === "widening" ? "(local $half v128)" : ""}`;

/** So many bytes ahead of the numbers at hand one byte of every 64 is read: a page ahead the two streams cost more than they bring. */
const FETCHED_AHEAD = 256;

/** Thirty-two numbers of four rows, added to the locals that `sums` names for each row. */
const eachSixteen = (
  add: (products: Products) => string,
  sums: (row: number) => readonly [even: string, odd: string],
): string => `${LOAD_QUERY}
            ${eachRow((row) => {
              const [even, odd] = sums(row);
              return `${set("bytes", `(v128.load offset=${16 * row} ${get("at")})`)}
            ${add({ sum: even, query: "even", halves: LOWER })}
            ${add({ sum: odd, query: "odd", halves: UPPER })}`;
            })}
            ${set("fetched", `(i32.or ${get("fetched")} (i32.load8_u offset=${FETCHED_AHEAD} ${get("at")}))`)}
            ${advance("at", "(i32.const 64)")}`;

/** Numbers of the query that a lane of 16 bits holds the products with: eight calls of `addPairs`. */
const PAIRED_NUMBERS = 128;

/** The products of four rows with the whole query, in the locals `sum0` to `sum3`. */
function rowSums(variant: Variant): string {
  const zeros = (name: string): string => eachRow((row) => set(`${name}${row}`, ZEROS));
  if (variant === "relaxed")
    return `${zeros("sum")} ${zeros("odd")}
          (loop $numbers
            ${eachSixteen(
              (products) => addProducts(variant, products),
              (row) => [`sum${row}`, `odd${row}`],
            )}
            ${nextNumbers("queryEnd")})
          ${eachRow((row) => set(`sum${row}`, `(i32x4.add ${get(`sum${row}`)} ${get(`odd${row}`)})`))}`;
  return `${zeros("sum")}
          (loop $some
            ${zeros("pairs")}
            ${set("end", `(i32.add ${get("q")} (i32.const ${PAIRED_NUMBERS}))`)}
            (if (i32.gt_u ${get("end")} ${get("queryEnd")}) (then ${set("end", get("queryEnd"))}))
            (loop $numbers
              ${eachSixteen(
                (products) => addPairs(variant, products),
                (row) => [`pairs${row}`, `pairs${row}`],
              )}
              ${nextNumbers("end")})
            ${eachRow((row) => set(`sum${row}`, `(i32x4.add ${get(`sum${row}`)} (i32x4.extadd_pairwise_i16x8_s ${get(`pairs${row}`)}))`))}
            (br_if $some (i32.ne ${get("q")} ${get("queryEnd")})))`;
}

/**
 * `coarse` looks at one half of each number. It writes number and score of every row that scores `threshold` or more and whose byte
 * in `allowed` is not 0, in their order, and returns the address behind the last number; one entry more may be overwritten.
 * A score is (32 x the sum of products with the query + `start`) x the row's scale, in float32.
 * `rows`: how many are looked at, a multiple of 4 and at least 4; `first`: number of the first of them. All others are addresses or counts of bytes:
 * `query` to `queryEnd`: int8 numbers, a multiple of 32; `halves`: `rowBytes` a row, half as many as the query has, in which the lower halves of sixteen bytes
 * belong to the first sixteen of 32 numbers and the upper ones to the others; four rows lie together, sixteen bytes of each in turn. `fifteen`: 15.
 * What is fetched ahead is used for nothing, and so much behind the last numbers must belong to the memory: a processor fetches ahead by itself, but only where it sees
 * a pattern, and only up to the end of a page.
 */
function coarse(variant: Variant): string {
  const isFound = (row: number): string => `(i32.and (i32.shr_u ${get("above")} (i32.const ${row}))
                (i32.ne (i32.load8_u offset=${row} ${get("allowed")}) (i32.const 0)))`;
  return `(func (export "coarse")
    (param $halves i32) (param $rows i32) (param $rowBytes i32) (param $scales i32) (param $allowed i32)
    (param $query i32) (param $queryEnd i32) (param $start i32) (param $threshold f32)
    (param $first i32) (param $foundRows i32) (param $foundScores i32) (param $fifteen i32)
    (result i32)
    ${locals(variant)} (local $scores v128) (local $above i32) (local $more i32)
    (local $at i32) (local $fetched i32) (local $fourBytes i32) (local $end i32)
    ${eachRow((row) => `(local $sum${row} v128) (local $${variant === "relaxed" ? "odd" : "pairs"}${row} v128)`)}
    ${SET_MASK}
    ${set("fourBytes", `(i32.shl ${get("rowBytes")} (i32.const 2))`)}
    (loop $fourRows
      (if (i32.load align=1 ${get("allowed")})
        (then
          ${set("at", get("halves"))}
          ${set("q", get("query"))}
          ${rowSums(variant)}
          ${set(
            "scores",
            `(f32x4.mul (v128.load ${get("scales")}) (f32x4.convert_i32x4_s
              (i32x4.add (i32x4.shl ${addedLanes("sum0", "sum1", "sum2", "sum3")} (i32.const 5)) (i32x4.splat ${get("start")}))))`,
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
      ${advance("halves", get("fourBytes"))}
      ${advance("scales", "(i32.const 16)")}
      ${advance("allowed", "(i32.const 4)")}
      ${advance("first", "(i32.const 4)")}
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
        ${nextNumbers("queryEnd")})
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

/**
 * A module with `lane`: a lane of the relaxed sum where its instruction is left free, 127 times 255, so that the result tells what the engine makes of it. 65,534 is twice what
 * 16 bits hold: the products went through pairs of 16 bits, as on processors that have no one instruction for the sum.
 */
export const PROBE_TEXT = `(module
  (func (export "lane") (result i32)
    (i32x4.extract_lane 0
      (i32x4.relaxed_dot_i8x16_i7x16_add_s (i8x16.splat (i32.const 127)) (i8x16.splat (i32.const 255)) ${ZEROS}))))
`;
