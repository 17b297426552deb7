// The steps of src/search/latent-semantics.ts that take nearly all of its time, as WebAssembly text: two sums at a time in 64 bits, each added up in the order
// in which src/search/dense-steps.ts has it, so that both give the same bits. src/search/factor-kernel.ts lays out the memory.

const get = (name: string): string => `(local.get $${name})`;
const set = (name: string, value: string): string => `(local.set $${name} ${value})`;
const advance = (name: string, by: string): string => set(name, `(i32.add ${get(name)} ${by})`);
const bytes = (count: number): string => `(i32.const ${count})`;
const eachOf = (count: number, of: (i: number) => string): string => Array.from({ length: count }, (_, i) => of(i)).join("\n");
const locals = (type: string, ...names: readonly string[]): string => names.map((name) => `(local $${name} ${type})`).join(" ");
const numbered = (name: string): string[] => [0, 1, 2, 3].map((i) => `${name}${i}`);
const ZEROS = "(v128.const i64x2 0 0)";
const add = (a: string, b: string): string => `(f64x2.add ${a} ${b})`;
const times = (a: string, b: string): string => `(f64x2.mul ${a} ${b})`;
/** Two floats as doubles, and back. */
const loadTwo = (at: string): string => `(f64x2.promote_low_f32x4 (v128.load64_zero ${at}))`;
const storeTwo = (at: string, value: string): string => `(v128.store64_lane 0 ${at} (f32x4.demote_f64x2_zero ${value}))`;

/**
 * Sparse times dense. `starts`: one more than rows, counted in entries; `indices`, `values`: an entry each; `x`: rows of `rowBytes` bytes of floats; `out`: as many
 * rows as `starts` has; from `sums` to `sumsEnd`: room for one row in doubles. At least one row; an even number of floats in each.
 */
const SPARSE_TIMES = `(func (export "sparseTimes")
  (param $starts i32) (param $rows i32) (param $indices i32) (param $values i32)
  (param $x i32) (param $rowBytes i32) (param $out i32) (param $sums i32) (param $sumsEnd i32)
  ${locals("i32", "at", "end", "s", "index", "value", ...numbered("f"))} ${locals("v128", ...numbered("v"))}
  ${set("at", `(i32.load ${get("starts")})`)}
  (loop $row
    ${set("s", get("sums"))}
    (loop $clear
      (v128.store ${get("s")} ${ZEROS})
      ${advance("s", bytes(16))}
      (br_if $clear (i32.ne ${get("s")} ${get("sumsEnd")})))
    ${set("end", `(i32.load offset=4 ${get("starts")})`)}
    (block $few
      (loop $fours
        (br_if $few (i32.gt_u (i32.add ${get("at")} ${bytes(4)}) ${get("end")}))
        ${entries(4)}
        (br $fours)))
    (block $none
      (loop $ones
        (br_if $none (i32.ge_u ${get("at")} ${get("end")}))
        ${entries(1)}
        (br $ones)))
    ${set("s", get("sums"))}
    (loop $store
      ${storeTwo(get("out"), `(v128.load ${get("s")})`)}
      ${advance("out", bytes(8))}
      ${advance("s", bytes(16))}
      (br_if $store (i32.ne ${get("s")} ${get("sumsEnd")})))
    ${advance("starts", bytes(4))}
    (br_if $row (local.tee $rows (i32.sub ${get("rows")} ${bytes(1)})))))`;

/** Adds the next entries to the sums. */
function entries(count: number): string {
  const sum = Array.from({ length: count }, (_, i) => i).reduce(
    (before, i) => add(before, times(get(`v${i}`), loadTwo(get(`f${i}`)))),
    `(v128.load ${get("s")})`,
  );
  return `${set("index", `(i32.add ${get("indices")} (i32.shl ${get("at")} ${bytes(2)}))`)}
        ${set("value", `(i32.add ${get("values")} (i32.shl ${get("at")} ${bytes(2)}))`)}
        ${eachOf(
          count,
          (i) => `${set(`f${i}`, `(i32.add ${get("x")} (i32.mul (i32.load offset=${4 * i} ${get("index")}) ${get("rowBytes")}))`)}
        ${set(`v${i}`, `(f64x2.splat (f64.promote_f32 (f32.load offset=${4 * i} ${get("value")})))`)}`,
        )}
        ${set("s", get("sums"))}
        (loop $numbers
          (v128.store ${get("s")} ${sum})
          ${eachOf(count, (i) => advance(`f${i}`, bytes(8)))}
          ${advance("s", bytes(16))}
          (br_if $numbers (i32.ne ${get("s")} ${get("sumsEnd")})))
        ${advance("at", bytes(count))}`;
}

/** The next four rows of floats, from local `x` on, as doubles in `block`. */
const PROMOTE_BLOCK = `${set("from", get("x"))}
    ${set("to", get("block"))}
    (loop $promote
      (v128.store ${get("to")} ${loadTwo(get("from"))})
      ${advance("from", bytes(8))}
      ${advance("to", bytes(16))}
      (br_if $promote (i32.ne ${get("to")} ${get("blockEnd")})))`;
/** Where row `row` of the block has the number whose place in bytes is in a local. */
const inBlock = (row: number, place: string): string =>
  row === 0 ? `(i32.add ${get("block")} ${get(place)})` : `(i32.add ${get(`row${row}`)} ${get(place)})`;
/** Addresses of the block's other rows; \`width\` in bytes of doubles. */
const SET_ROWS = `${set("row1", `(i32.add ${get("block")} ${get("width")})`)}
  ${set("row2", `(i32.add ${get("row1")} ${get("width")})`)}
  ${set("row3", `(i32.add ${get("row2")} ${get("width")})`)}
  ${set("blockEnd", `(i32.add ${get("row3")} ${get("width")})`)}`;
const BLOCK_LOCALS = locals("i32", "from", "to", "row1", "row2", "row3", "blockEnd");

/**
 * Adds X^T X to the upper half of `sums`. `x`: `blocks` times four rows of floats; `width`: what a row of as many doubles takes in bytes; `block`: room for four
 * of these. At least one block; an even number of floats in a row.
 */
const GRAM = `(func (export "gram") (param $x i32) (param $blocks i32) (param $width i32) (param $sums i32) (param $block i32)
  ${BLOCK_LOCALS} ${locals("i32", "i", "j", "left", "right", "sum")} ${locals("v128", ...numbered("a"), ...numbered("b"), ...numbered("x"))}
  ${SET_ROWS}
  (loop $blocks
    ${PROMOTE_BLOCK}
    ${set("x", get("from"))}
    ${set("i", bytes(0))}
    ${set("left", get("sums"))}
    (loop $rows
      ${eachOf(
        4,
        (row) => `${set(`a${row}`, `(v128.load64_splat ${inBlock(row, "i")})`)}
      ${set(`b${row}`, `(v128.load64_splat offset=8 ${inBlock(row, "i")})`)}`,
      )}
      ${set("right", `(i32.add ${get("left")} ${get("width")})`)}
      ${set("j", get("i"))}
      (loop $columns
        ${eachOf(4, (row) => set(`x${row}`, `(v128.load ${inBlock(row, "j")})`))}
        ${["a", "b"]
          .map((side) => {
            const at = `(i32.add ${get(side === "a" ? "left" : "right")} ${get("j")})`;
            const sum = [0, 1, 2, 3].reduce(
              (before, i) => add(before, times(get(`${side}${i}`), get(`x${i}`))),
              `(v128.load ${get("sum")})`,
            );
            return `${set("sum", at)} (v128.store ${get("sum")} ${sum})`;
          })
          .join("\n")}
        ${advance("j", bytes(16))}
        (br_if $columns (i32.ne ${get("j")} ${get("width")})))
      ${advance("left", `(i32.shl ${get("width")} ${bytes(1)})`)}
      ${advance("i", bytes(16))}
      (br_if $rows (i32.ne ${get("i")} ${get("width")})))
    (br_if $blocks (local.tee $blocks (i32.sub ${get("blocks")} ${bytes(1)})))))`;

/**
 * X becomes X U with an upper triangle U, row after row of doubles in `triangle`. Parameters as for `gram`. A sum ends behind the diagonal of its pair of columns.
 */
const TIMES_TRIANGLE = `(func (export "timesTriangle") (param $x i32) (param $blocks i32) (param $width i32) (param $triangle i32) (param $block i32)
  ${BLOCK_LOCALS} ${locals("i32", "i", "k", "end", "factor", "out", "rowBytes")} ${locals("v128", "t", ...numbered("a"))}
  ${SET_ROWS}
  ${set("rowBytes", `(i32.shr_u ${get("width")} ${bytes(1)})`)}
  (loop $blocks
    ${PROMOTE_BLOCK}
    ${set("i", bytes(0))}
    (loop $columns
      ${eachOf(4, (row) => set(`a${row}`, ZEROS))}
      ${set("k", bytes(0))}
      ${set("end", `(i32.add ${get("i")} ${bytes(16)})`)}
      ${set("factor", `(i32.add ${get("triangle")} ${get("i")})`)}
      (loop $products
        ${set("t", `(v128.load ${get("factor")})`)}
        ${eachOf(4, (row) => set(`a${row}`, add(get(`a${row}`), times(`(v128.load64_splat ${inBlock(row, "k")})`, get("t")))))}
        ${advance("factor", get("width"))}
        ${advance("k", bytes(8))}
        (br_if $products (i32.ne ${get("k")} ${get("end")})))
      ${set("out", `(i32.add ${get("x")} (i32.shr_u ${get("i")} ${bytes(1)}))`)}
      ${eachOf(4, (row) => `${storeTwo(get("out"), get(`a${row}`))} ${advance("out", get("rowBytes"))}`)}
      ${advance("i", bytes(16))}
      (br_if $columns (i32.ne ${get("i")} ${get("width")})))
    ${set("x", get("from"))}
    (br_if $blocks (local.tee $blocks (i32.sub ${get("blocks")} ${bytes(1)})))))`;

/** A module with the three steps over an imported memory. */
export function factorText(): string {
  return `(module
  (import "kernel" "memory" (memory 1))
  ${SPARSE_TIMES}
  ${GRAM}
  ${TIMES_TRIANGLE})
`;
}
