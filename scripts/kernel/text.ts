// The vector scan of src/search/vectors.ts as WebAssembly text. src/search/vector-kernel.ts lays out the memory and calls it.

/** Rows that are scanned side by side: neighbours, so that memory is read in order, and one load of the query serves all. */
const ROWS = [0, 1, 2, 3] as const;

/**
 * How sixteen products are summed.
 * `relaxed`: one instruction of the relaxed SIMD proposal, where the processor has one for it. What it may do differently from machine to machine is
 * to read the second operand's top bit as a sign or not, and to saturate or wrap sums of two products beyond 16 bits. Here
 * the second operand is a stored number from 1 to 127 and the first from -127 to 127: neither can happen, so the sum is exact everywhere
 * (https://github.com/WebAssembly/relaxed-simd, overview, "relaxed integer dot product").
 * `widening`: the same sum with instructions that every WebAssembly SIMD has.
 */
export type Variant = "relaxed" | "widening";

const lines = (of: (row: number) => string): string => ROWS.map(of).join("\n");

function loadQuery(variant: Variant): string {
  if (variant === "relaxed") return "(local.set $low (v128.load (local.get $q)))";
  return `(local.set $low (v128.load8x8_s (local.get $q)))
    (local.set $high (v128.load8x8_s offset=8 (local.get $q)))`;
}

function addProducts(variant: Variant, row: number): string {
  if (variant === "relaxed")
    return `(local.set $sum${row} (i32x4.relaxed_dot_i8x16_i7x16_add_s
      (local.get $low) (v128.load align=1 (local.get $row${row})) (local.get $sum${row})))`;
  return `(local.set $sum${row} (i32x4.add (local.get $sum${row}) (i32x4.add
      (i32x4.dot_i16x8_s (v128.load8x8_s align=1 (local.get $row${row})) (local.get $low))
      (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 align=1 (local.get $row${row})) (local.get $high)))))`;
}

/** Lanes of two vectors as one: `first` and `second` number them from 0 to 7. */
const lanes = (places: readonly number[], a: string, b: string): string =>
  `(i8x16.shuffle ${places.flatMap((place) => [0, 1, 2, 3].map((byte) => 4 * place + byte)).join(" ")} ${a} ${b})`;
const get = (name: string): string => `(local.get $${name})`;
const addedPairs = (a: string, b: string): string => `(i32x4.add ${lanes([0, 4, 2, 6], a, b)} ${lanes([1, 5, 3, 7], a, b)})`;
const addedHalves = (a: string, b: string): string => `(i32x4.add ${lanes([0, 1, 4, 5], a, b)} ${lanes([2, 3, 6, 7], a, b)})`;

/** sum x queryScale x scale of two rows, in float64 as JavaScript has it, rounded once to float32. */
const scaled = (sums: string, scales: string): string => `(f32x4.demote_f64x2_zero (f64x2.mul
      (f64x2.mul (f64x2.convert_low_i32x4_s ${sums}) (f64x2.splat (local.get $queryScale)))
      (f64x2.promote_low_f32x4 ${scales})))`;

const MINUS_INFINITIES = "(v128.const f32x4 -inf -inf -inf -inf)";

/**
 * `scan` writes the score of every row as a float32: (start + the sum of products with the query) x queryScale x the row's scale,
 * or -Infinity where the row's byte in `allowed` is 0. All parameters but `queryScale` and `start` are addresses or counts:
 * - `rows`: at least 4 and a multiple of 4, so scales, bytes and room for scores are there for as many;
 * - `rowBytes`: numbers in a row; rows lie one after the other without a gap, and 15 bytes behind the last may be read;
 * - `query` to `queryEnd`: int8 numbers, aligned to 16, zeros up to a multiple of 16: what is read behind a row adds nothing.
 */
export function kernelText(variant: Variant): string {
  return `(module
  (import "kernel" "memory" (memory 1))
  (func (export "scan")
    (param $numbers i32) (param $rows i32) (param $rowBytes i32) (param $scales i32)
    (param $query i32) (param $queryEnd i32) (param $start i32) (param $queryScale f64)
    (param $allowed i32) (param $scores i32)
    (local $q i32) (local $low v128) (local $high v128)
    ${lines((row) => `(local $row${row} i32) (local $sum${row} v128)`)}
    (loop $fourRows
      (if (i32.eqz (i32.load align=1 (local.get $allowed)))
        (then (v128.store align=4 (local.get $scores) ${MINUS_INFINITIES}))
        (else
          ${lines(
            (row) => `(local.set $row${row} ${row === 0 ? get("numbers") : `(i32.add ${get(`row${row - 1}`)} ${get("rowBytes")})`})
          (local.set $sum${row} (i32x4.replace_lane 0 (v128.const i64x2 0 0) (local.get $start)))`,
          )}
          (local.set $q (local.get $query))
          (loop $sixteenNumbers
            ${loadQuery(variant)}
            ${lines((row) => addProducts(variant, row))}
            ${lines((row) => `(local.set $row${row} (i32.add ${get(`row${row}`)} (i32.const 16)))`)}
            (br_if $sixteenNumbers (i32.ne (local.tee $q (i32.add (local.get $q) (i32.const 16))) (local.get $queryEnd))))
          (local.set $low ${addedPairs(get("sum0"), get("sum1"))})
          (local.set $high ${addedPairs(get("sum2"), get("sum3"))})
          (local.set $sum0 ${addedHalves(get("low"), get("high"))})
          (local.set $low ${scaled(get("sum0"), "(v128.load64_zero align=4 (local.get $scales))")})
          (local.set $high ${scaled(lanes([2, 3, 2, 3], get("sum0"), get("sum0")), "(v128.load64_zero offset=8 align=4 (local.get $scales))")})
          (v128.store align=4 (local.get $scores) (v128.bitselect
            ${lanes([0, 1, 4, 5], get("low"), get("high"))}
            ${MINUS_INFINITIES}
            (i32x4.ne (v128.const i64x2 0 0)
              (i32x4.extend_low_i16x8_u (i16x8.extend_low_i8x16_u (v128.load32_zero align=1 (local.get $allowed)))))))))
      (local.set $numbers (i32.add (local.get $numbers) (i32.shl (local.get $rowBytes) (i32.const 2))))
      (local.set $scales (i32.add (local.get $scales) (i32.const 16)))
      (local.set $allowed (i32.add (local.get $allowed) (i32.const 4)))
      (local.set $scores (i32.add (local.get $scores) (i32.const 16)))
      (br_if $fourRows (local.tee $rows (i32.sub (local.get $rows) (i32.const 4)))))))
`;
}
