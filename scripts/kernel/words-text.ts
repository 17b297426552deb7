// What the built-in embedder does with every character, word and n-gram, as WebAssembly text. Each sum is added up in the order in which src/models/ has it in
// JavaScript, so that both give the same bits. src/models/word-kernel.ts calls it, src/models/word-kernel-layout.ts lays out the memory.
import { AT, CODE_BITS, CODE_MEANINGS, DIMENSIONS, SLOTS, SPELLING_UNITS, WORDS_MAX } from "../../src/models/word-kernel-layout.ts";
import { CONNECTOR, SEPARATOR, SURROGATE, WORD } from "../../src/models/word-tokens.ts";

const int = (value: number): string => `(i32.const ${value})`;
const get = (name: string): string => `(local.get $${name})`;
const set = (name: string, value: string): string => `(local.set $${name} ${value})`;
const advance = (name: string, by: number): string => set(name, `(i32.add ${get(name)} ${int(by)})`);
const locals = (type: string, ...names: readonly string[]): string => names.map((name) => `(local $${name} ${type})`).join(" ");
const read = (address: number): string => `(i32.load ${int(address)})`;
const write = (address: number, value: string): string => `(i32.store ${int(address)} ${value})`;
const isEqual = (a: string, b: string): string => `(i32.eq ${a} ${b})`;
const either = (a: string, b: string): string => `(i32.or ${a} ${b})`;

const FNV_BASIS = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const unitAt = (address: string): string => `(i32.load16_u ${address})`;
const classOf = (unit: string): string => `(i32.load8_u offset=${AT.classes} ${unit})`;
/** FNV-1a: the hash after one more unit. */
const hashed = (hash: string, unit: string): string => `(i32.mul (i32.xor ${hash} ${unit}) ${int(FNV_PRIME)})`;
const isUnknown = (kind: string): string => either(`(i32.eqz ${kind})`, isEqual(kind, int(SURROGATE)));

/** The number of the word that stands from $from to $end and has that hash, or 0. */
const LOOK_UP = `(func $lookUp (param $from i32) (param $end i32) (param $hash i32) (result i32)
  ${locals("i32", "slot", "entry", "number", "word", "a", "b")}
  ${set("slot", `(i32.xor ${get("hash")} (i32.shr_u ${get("hash")} ${int(15)}))`)}
  (loop $probe (result i32)
    ${set("entry", `(i32.add ${int(AT.slots)} (i32.shl (i32.and ${get("slot")} ${int(SLOTS - 1)}) ${int(3)}))`)}
    ${set("number", `(i32.load offset=4 ${get("entry")})`)}
    (if (i32.eqz ${get("number")}) (then (return ${int(0)})))
    (block $other
      (br_if $other (i32.ne (i32.load ${get("entry")}) ${get("hash")}))
      ${set("word", `(i32.add ${int(AT.words)} (i32.shl ${get("number")} ${int(4)}))`)}
      (br_if $other (i32.ne (i32.shl (i32.load offset=4 ${get("word")}) ${int(1)}) (i32.sub ${get("end")} ${get("from")})))
      ${set("a", `(i32.load ${get("word")})`)}
      ${set("b", get("from"))}
      (loop $units
        (if (i32.lt_u ${get("b")} ${get("end")})
          (then
            (br_if $other (i32.ne ${unitAt(get("a"))} ${unitAt(get("b"))}))
            ${advance("a", 2)}
            ${advance("b", 2)}
            (br $units))))
      (return ${get("number")}))
    ${advance("slot", 1)}
    (br $probe)))`;

/** The same for a word whose hash is not known; the hash is left in its cell. */
const FIND = `(func (export "find") (param $from i32) (param $end i32) (result i32)
  ${locals("i32", "at", "hash")}
  ${set("at", get("from"))}
  ${set("hash", int(FNV_BASIS))}
  (loop $units
    (if (i32.lt_u ${get("at")} ${get("end")})
      (then
        ${set("hash", hashed(get("hash"), unitAt(get("at"))))}
        ${advance("at", 2)}
        (br $units))))
  ${write(AT.hash, get("hash"))}
  (call $lookUp ${get("from")} ${get("end")} ${get("hash")}))`;

/** Remembers a word that was looked up in vain: its number, or 0 where the memory is full. */
const ADD = `(func (export "add") (param $from i32) (param $end i32) (param $hash i32) (result i32)
  ${locals("i32", "number", "word", "to", "slot", "entry")}
  ${set("number", `(i32.add ${read(AT.wordCount)} ${int(1)})`)}
  ${set("to", `(i32.add ${int(AT.spelling)} (i32.shl ${read(AT.spellingEnd)} ${int(1)}))`)}
  (if ${either(
    `(i32.gt_u ${get("number")} ${int(WORDS_MAX)})`,
    `(i32.gt_u (i32.add ${get("to")} (i32.sub ${get("end")} ${get("from")})) ${int(AT.spelling + 2 * SPELLING_UNITS)})`,
  )} (then (return ${int(0)})))
  ${write(AT.wordCount, get("number"))}
  ${write(AT.spellingEnd, `(i32.add ${read(AT.spellingEnd)} (i32.shr_u (i32.sub ${get("end")} ${get("from")}) ${int(1)}))`)}
  ${set("word", `(i32.add ${int(AT.words)} (i32.shl ${get("number")} ${int(4)}))`)}
  (i32.store ${get("word")} ${get("to")})
  (i32.store offset=4 ${get("word")} (i32.shr_u (i32.sub ${get("end")} ${get("from")}) ${int(1)}))
  (i32.store offset=8 ${get("word")} ${int(0)})
  (loop $units
    (if (i32.lt_u ${get("from")} ${get("end")})
      (then
        (i32.store16 ${get("to")} ${unitAt(get("from"))})
        ${advance("from", 2)}
        ${advance("to", 2)}
        (br $units))))
  ${set("slot", `(i32.xor ${get("hash")} (i32.shr_u ${get("hash")} ${int(15)}))`)}
  (loop $probe
    ${set("entry", `(i32.add ${int(AT.slots)} (i32.shl (i32.and ${get("slot")} ${int(SLOTS - 1)}) ${int(3)}))`)}
    ${advance("slot", 1)}
    (br_if $probe (i32.load offset=4 ${get("entry")})))
  (i32.store ${get("entry")} ${get("hash")})
  (i32.store offset=4 ${get("entry")} ${get("number")})
  ${get("number")})`;

/** Counts a word of the text at hand. */
const MEET = `(func $meet (export "meet") (param $number i32)
  ${locals("i32", "word", "count")}
  ${set("word", `(i32.add ${int(AT.words)} (i32.shl ${get("number")} ${int(4)}))`)}
  ${set("count", `(i32.load offset=8 ${get("word")})`)}
  (if (i32.eqz ${get("count")})
    (then
      (i32.store offset=${AT.present} (i32.shl ${read(AT.presentCount)} ${int(2)}) ${get("number")})
      ${write(AT.presentCount, `(i32.add ${read(AT.presentCount)} ${int(1)})`)}))
  (i32.store offset=8 ${get("word")} (i32.add ${get("count")} ${int(1)})))`;

/**
 * Counts the words from \`at\` to \`end\` of the text. Returns \`end\`, or where a word begins that was not met before (its end and hash are in their cells), or
 * where a word or a character begins that has a unit whose class is not known by the unit alone: it is in the cell \`stop\`, and \`isWord\` is 0.
 */
const SCAN = `(func (export "scan") (param $at i32) (param $end i32) (result i32)
  ${locals("i32", "p", "kind", "next", "hash", "number")}
  (loop $tokens
    (if (i32.ge_u ${get("at")} ${get("end")}) (then (return ${get("end")})))
    ${set("kind", classOf(unitAt(get("at"))))}
    (if ${isEqual(get("kind"), int(SEPARATOR))}
      (then
        ${advance("at", 2)}
        (br $tokens)))
    (if ${isEqual(get("kind"), int(CONNECTOR))}
      (then
        ${advance("at", 2)}
        (br $tokens)))
    ${set("p", get("at"))}
    (block $unknown
      (br_if $unknown (i32.ne ${get("kind")} ${int(WORD)}))
      ${set("hash", int(FNV_BASIS))}
      (block $whole
        (loop $letters
          ${set("hash", hashed(get("hash"), unitAt(get("p"))))}
          ${advance("p", 2)}
          (br_if $whole (i32.ge_u ${get("p")} ${get("end")}))
          ${set("kind", classOf(unitAt(get("p"))))}
          (br_if $letters ${isEqual(get("kind"), int(WORD))})
          (br_if $unknown ${isUnknown(get("kind"))})
          (br_if $whole (i32.ne ${get("kind")} ${int(CONNECTOR)}))
          (br_if $whole (i32.ge_u (i32.add ${get("p")} ${int(2)}) ${get("end")}))
          ${set("next", classOf(unitAt(`(i32.add ${get("p")} ${int(2)})`)))}
          (br_if $letters ${isEqual(get("next"), int(WORD))})
          (br_if $whole (i32.eqz ${isUnknown(get("next"))}))
          ${advance("p", 2)}
          (br $unknown)))
      ${set("number", `(call $lookUp ${get("at")} ${get("p")} ${get("hash")})`)}
      (if ${get("number")}
        (then
          (call $meet ${get("number")})
          ${set("at", get("p"))}
          (br $tokens)))
      ${write(AT.stop, get("p"))}
      ${write(AT.hash, get("hash"))}
      ${write(AT.isWord, int(1))}
      (return ${get("at")}))
    ${write(AT.stop, get("p"))}
    ${write(AT.isWord, int(0))}
    (return ${get("at")}))
  unreachable)`;

const two = (address: string): string => `(f64x2.promote_low_f32x4 (v128.load64_zero ${address}))`;
const NAMES = ["a", "b", "c", "d"] as const;

/** Adds the next words to the sums, each as often as the root of its count, and sets the counts back to 0. */
function addWords(names: readonly string[]): string {
  const sum = names
    .map((name) => `(f64x2.mul ${get(`w${name}`)} ${two(get(name))})`)
    .reduce((before, product) => `(f64x2.add ${before} ${product})`);
  return `${names
    .map(
      (name, i) => `${set("number", `(i32.load offset=${AT.present + 4 * i} ${get("at")})`)}
        ${set(name, `(i32.add ${int(AT.rows)} (i32.mul ${get("number")} ${int(4 * DIMENSIONS)}))`)}
        ${set("word", `(i32.add ${int(AT.words)} (i32.shl ${get("number")} ${int(4)}))`)}
        ${set(`w${name}`, `(f64x2.splat (f64.sqrt (f64.convert_i32_u (i32.load offset=8 ${get("word")}))))`)}
        (i32.store offset=8 ${get("word")} ${int(0)})`,
    )
    .join("\n")}
      ${set("s", int(AT.sums))}
      (loop $numbers
        (v128.store ${get("s")} (f64x2.add (v128.load ${get("s")}) ${sum}))
        ${names.map((name) => advance(name, 8)).join("\n")}
        ${advance("s", 16)}
        (br_if $numbers (i32.lt_u ${get("s")} ${int(AT.sums + 8 * DIMENSIONS)})))
      ${advance("at", 4 * names.length)}`;
}

/** The sum of the words counted, at unit length, as the vector; no word is counted any more. */
const SUM = `(func (export "sum")
  ${locals("i32", "at", "end", "number", "word", "s", ...NAMES)} ${locals("v128", ...NAMES.map((name) => `w${name}`))}
  ${set("s", int(AT.sums))}
  (loop $clear
    (v128.store ${get("s")} (v128.const i64x2 0 0))
    ${advance("s", 16)}
    (br_if $clear (i32.lt_u ${get("s")} ${int(AT.sums + 8 * DIMENSIONS)})))
  ${set("end", `(i32.shl ${read(AT.presentCount)} ${int(2)})`)}
  (block $few
    (loop $fours
      (br_if $few (i32.gt_u (i32.add ${get("at")} ${int(16)}) ${get("end")}))
      ${addWords(NAMES)}
      (br $fours)))
  (block $none
    (loop $ones
      (br_if $none (i32.ge_u ${get("at")} ${get("end")}))
      ${addWords(["a"])}
      (br $ones)))
  ${write(AT.presentCount, int(0))}
  ${set("at", int(0))}
  (loop $round
    (f32.store offset=${AT.vector} ${get("at")} (f32.demote_f64 (f64.load offset=${AT.sums} (i32.shl ${get("at")} ${int(1)}))))
    ${advance("at", 4)}
    (br_if $round (i32.lt_u ${get("at")} ${int(4 * DIMENSIONS)})))
  (call $normalise))`;

/** Scales the vector to unit length; without a length it becomes the first axis. */
const NORMALISE = `(func $normalise
  ${locals("i32", "at")} ${locals("f64", "value", "squares")}
  (loop $square
    ${set("value", `(f64.promote_f32 (f32.load offset=${AT.vector} ${get("at")}))`)}
    ${set("squares", `(f64.add ${get("squares")} (f64.mul ${get("value")} ${get("value")}))`)}
    ${advance("at", 4)}
    (br_if $square (i32.lt_u ${get("at")} ${int(4 * DIMENSIONS)})))
  ${set("at", int(0))}
  (if (i32.and (f64.gt ${get("squares")} (f64.const 0)) (f64.lt ${get("squares")} (f64.const inf)))
    (then
      ${set("value", `(f64.div (f64.const 1) (f64.sqrt ${get("squares")}))`)}
      (loop $scale
        (f32.store offset=${AT.vector} ${get("at")}
          (f32.demote_f64 (f64.mul (f64.promote_f32 (f32.load offset=${AT.vector} ${get("at")})) ${get("value")})))
        ${advance("at", 4)}
        (br_if $scale (i32.lt_u ${get("at")} ${int(4 * DIMENSIONS)}))))
    (else
      (loop $clear
        (f32.store offset=${AT.vector} ${get("at")} (f32.const 0))
        ${advance("at", 4)}
        (br_if $clear (i32.lt_u ${get("at")} ${int(4 * DIMENSIONS)})))
      (f32.store ${int(AT.vector)} (f32.const 1)))))`;

const storeTwo = (address: string, value: string): string => `(v128.store64_lane 0 ${address} (f32x4.demote_f64x2_zero ${value}))`;

/** sum += weight x vector. */
const ADD_VECTOR = `(func (export "addVector") (param $sum i32) (param $vector i32) (param $weight f64)
  ${locals("i32", "end")} ${locals("v128", "w")}
  ${set("w", `(f64x2.splat ${get("weight")})`)}
  ${set("end", `(i32.add ${get("sum")} ${int(4 * DIMENSIONS)})`)}
  (loop $numbers
    ${storeTwo(get("sum"), `(f64x2.add ${two(get("sum"))} (f64x2.mul ${get("w")} ${two(get("vector"))}))`)}
    ${advance("sum", 8)}
    ${advance("vector", 8)}
    (br_if $numbers (i32.lt_u ${get("sum")} ${get("end")}))))`;

const SCALE = `(func $scale (export "scale") (param $vector i32) (param $factor f64)
  ${locals("i32", "end")} ${locals("v128", "f")}
  ${set("f", `(f64x2.splat ${get("factor")})`)}
  ${set("end", `(i32.add ${get("vector")} ${int(4 * DIMENSIONS)})`)}
  (loop $numbers
    ${storeTwo(get("vector"), `(f64x2.mul ${two(get("vector"))} ${get("f")})`)}
    ${advance("vector", 8)}
    (br_if $numbers (i32.lt_u ${get("vector")} ${get("end")}))))`;

/** The unit vector of the word whose codes lie in \`codes\`. */
const UNPACK = `(func $unpack (export "unpack")
  ${locals("i32", "bit", "at", "meaning")} ${locals("f64", "value", "squares")}
  ${CODE_BITS.map((bits, run) => {
    const end = ((run + 1) * 4 * DIMENSIONS) / CODE_BITS.length;
    return `${run === 0 ? "" : set("bit", int((CODE_BITS.slice(0, run).reduce((sum, before) => sum + before, 0) * DIMENSIONS) / CODE_BITS.length))}
  (loop $run${run}
    ${set(
      "value",
      `(f64.promote_f32 (f32.load offset=${AT.meanings} (i32.add ${get("meaning")} (i32.shl
      (i32.and
        (i32.shr_u (i32.load16_u offset=${AT.codes} (i32.shr_u ${get("bit")} ${int(3)})) (i32.and ${get("bit")} ${int(7)}))
        ${int(2 ** bits - 1)})
      ${int(2)}))))`,
    )}
    ${set("squares", `(f64.add ${get("squares")} (f64.mul ${get("value")} ${get("value")}))`)}
    (f32.store offset=${AT.vector} ${get("at")} (f32.demote_f64 ${get("value")}))
    ${advance("bit", bits)}
    ${advance("meaning", 4 * CODE_MEANINGS)}
    ${advance("at", 4)}
    (br_if $run${run} (i32.lt_u ${get("at")} ${int(end)})))`;
  }).join("\n")}
  (call $scale ${int(AT.vector)} (f64.div (f64.const 1) (f64.sqrt ${get("squares")}))))`;

/** The last step of MurmurHash3. */
const MIX = `(func $mix (param $hash i32) (result i32)
  ${set("hash", `(i32.mul (i32.xor ${get("hash")} (i32.shr_u ${get("hash")} ${int(16)})) ${int(0x85ebca6b | 0)})`)}
  ${set("hash", `(i32.mul (i32.xor ${get("hash")} (i32.shr_u ${get("hash")} ${int(13)})) ${int(0xc2b2ae35 | 0)})`)}
  (i32.xor ${get("hash")} (i32.shr_u ${get("hash")} ${int(16)})))`;

const BLOCK_SIGNS = 32;
const BLOCKS = DIMENSIONS / BLOCK_SIGNS;
const GOLDEN = 0x9e3779b9 | 0;
/** The bit of each of four lanes. */
const bitsFrom = (first: number): string => `(v128.const i32x4 ${[0, 1, 2, 3].map((lane) => (1 << (first + lane)) | 0).join(" ")})`;
/** 1 in the lanes whose bit is set in local \`bits\`, -1 in the others. */
const signs = (first: number): string =>
  `(v128.or (i32x4.eq (v128.and ${get("bits")} ${bitsFrom(first)}) (v128.const i32x4 0 0 0 0)) (v128.const i32x4 1 1 1 1))`;
const FOURS = Array.from({ length: BLOCK_SIGNS / 4 }, (_, i) => 4 * i);

/**
 * The vector of a word's hashed n-grams. Its units, the first 64 at most, lie in \`gramUnits\` with a mark before and behind, \`end\` bytes in all; \`state\` is the
 * hash of the whole word, \`whole\` what each of its signs weighs.
 */
const GRAMS = `(func (export "grams") (param $end i32) (param $state i32) (param $whole f64)
  ${locals("i32", "start", "at", "stop", "prefix", "hash", "sum", "bit")} ${locals("v128", "bits")}
  (loop $clear
    (v128.store offset=${AT.signs} ${get("at")} (v128.const i64x2 0 0))
    ${advance("at", 16)}
    (br_if $clear (i32.lt_u ${get("at")} ${int(4 * DIMENSIONS)})))
  (block $done
    (loop $starts
      (br_if $done (i32.gt_u (i32.add ${get("start")} ${int(6)}) ${get("end")}))
      ${set("prefix", hashed(hashed(int(FNV_BASIS), `(i32.load16_u offset=${AT.gramUnits} ${get("start")})`), `(i32.load16_u offset=${AT.gramUnits + 2} ${get("start")})`))}
      ${set("at", `(i32.add ${get("start")} ${int(4)})`)}
      ${set("stop", `(i32.add ${get("start")} ${int(10)})`)}
      (if (i32.gt_u ${get("stop")} ${get("end")}) (then ${set("stop", get("end"))}))
      (loop $lengths
        ${set("prefix", hashed(get("prefix"), `(i32.load16_u offset=${AT.gramUnits} ${get("at")})`))}
        ${set("hash", `(call $mix ${get("prefix")})`)}
        ${set("bits", `(i32x4.splat (call $mix (i32.add ${get("hash")} ${int(GOLDEN)})))`)}
        ${set("sum", `(i32.mul (i32.rem_u ${get("hash")} ${int(BLOCKS)}) ${int(4 * BLOCK_SIGNS)})`)}
        ${FOURS.map(
          (first) =>
            `(v128.store offset=${AT.signs + 4 * first} ${get("sum")} (i32x4.add (v128.load offset=${AT.signs + 4 * first} ${get("sum")}) ${signs(first)}))`,
        ).join("\n")}
        ${advance("at", 2)}
        (br_if $lengths (i32.lt_u ${get("at")} ${get("stop")})))
      ${advance("start", 2)}
      (br $starts)))
  ${set("at", int(0))}
  (loop $blocks
    ${set("bit", int(0))}
    (loop $eachBit
      (f32.store offset=${AT.vector} ${get("at")}
        (f32.demote_f64 (f64.add
          (f64.convert_i32_s (i32.load offset=${AT.signs} ${get("at")}))
          (f64.mul
            (f64.convert_i32_s (i32.sub (i32.shl (i32.and (i32.shr_u ${get("state")} ${get("bit")}) ${int(1)}) ${int(1)}) ${int(1)}))
            ${get("whole")}))))
      ${advance("at", 4)}
      ${advance("bit", 1)}
      (br_if $eachBit (i32.lt_u ${get("bit")} ${int(BLOCK_SIGNS)})))
    ${set("state", `(call $mix (i32.add ${get("state")} ${int(GOLDEN)}))`)}
    (br_if $blocks (i32.lt_u ${get("at")} ${int(4 * DIMENSIONS)})))
  (call $normalise))`;

/** A module with the steps over an imported memory. */
export function wordsText(): string {
  return `(module
  (import "kernel" "memory" (memory 1))
  ${LOOK_UP}
  ${FIND}
  ${ADD}
  ${MEET}
  ${SCAN}
  ${NORMALISE}
  ${SUM}
  ${ADD_VECTOR}
  ${SCALE}
  ${UNPACK}
  ${MIX}
  ${GRAMS})
`;
}
