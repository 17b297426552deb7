import { compileKernel, runKernel } from "../search/web-assembly.ts";
import type { CompiledKernel, RunningKernel } from "../search/web-assembly.ts";
import { GRAM_UNITS, hashText, wholeWordWeight, writeGramUnits } from "./ngram-vectors.ts";
import { type TokenSources, tokenVector } from "./token-vectors.ts";
import { WORD_KERNEL } from "./word-kernel-bytes.ts";
import {
  AT,
  CODE_BITS,
  CODE_MEANINGS,
  DIMENSIONS,
  MEMORY_BYTES,
  SLOTS,
  SPELLING_UNITS,
  TEXT_UNITS_MAX,
  WORDS_MAX,
} from "./word-kernel-layout.ts";
import { classOfUnit, embeddedForm, visitOther } from "./word-tokens.ts";
import type { WordVectors } from "./word-vectors.ts";

/** As scripts/kernel/words-text.ts describes them. */
interface WordExports {
  readonly find: (from: number, end: number) => number;
  readonly add: (from: number, end: number, hash: number) => number;
  readonly meet: (number: number) => void;
  readonly scan: (at: number, end: number) => number;
  readonly sum: () => void;
  readonly grams: (end: number, state: number, whole: number) => void;
  readonly addVector: (sum: number, vector: number, weight: number) => void;
  readonly scale: (vector: number, factor: number) => void;
  readonly unpack: () => void;
}

// A constant of the program in all but name.
let compiled: { readonly kernel: CompiledKernel | undefined } | undefined;

/** Shorter words are written unit by unit, which is sooner done than Buffer is called. */
const SHORT_WORD_UNITS = 24;
/** A word and what may come of it: itself, folded, its parts, and theirs folded. */
const WORDS_PER_UNIT = 4;

/**
 * As `textEncoder`, bit for bit, with all that is done to every character, word and number in WebAssembly: it is quick from the first text, where JavaScript
 * would be compiled when half of a corpus is embedded. Gives undefined for a text that its memory does not hold. Undefined where the kernel cannot be had.
 */
export function kernelEncoder(vectors: WordVectors): ((text: string) => Float32Array | undefined) | undefined {
  const { runs, width } = vectors.packed;
  const isAsBuilt =
    runs.length === CODE_BITS.length &&
    runs.every(({ bits, dimensions }, run) => bits === CODE_BITS[run] && dimensions * runs.length === DIMENSIONS);
  if (vectors.dimensions !== DIMENSIONS || width !== CODE_MEANINGS || !isAsBuilt) return undefined;
  compiled ??= { kernel: compileKernel([WORD_KERNEL]) };
  const running = compiled.kernel && runKernel(compiled.kernel, MEMORY_BYTES);
  return running && encoderWithin(running, vectors);
}

function encoderWithin({ buffer, exports }: RunningKernel, vectors: WordVectors): (text: string) => Float32Array | undefined {
  const kernel = exports as WordExports; // as its text describes them
  const bytes = Buffer.from(buffer);
  /** What stands in one of the cells, which are whole numbers. */
  const cells = new DataView(buffer);
  const cell = (address: number): number => cells.getInt32(address, true);
  const classes = new Uint8Array(buffer, AT.classes, 65_536);
  const slots = new Int32Array(buffer, AT.slots, 2 * SLOTS);
  const gramUnits = new Uint16Array(buffer, AT.gramUnits, GRAM_UNITS);
  const vector = new Float32Array(buffer, AT.vector, DIMENSIONS);
  const wholeWeight = wholeWordWeight(DIMENSIONS);
  const { codes, bytes: codeBytes, meanings } = vectors.packed;
  new Float32Array(buffer, AT.meanings, meanings.length).set(meanings);
  const wordUnits = new Uint16Array(buffer, AT.word, SHORT_WORD_UNITS);
  let plain = "";
  /** Set where a word finds no room: what was made of the text then counts for nothing. */
  let isFull = false;

  const forget = (): void => {
    slots.fill(0);
    for (const address of [AT.wordCount, AT.spellingEnd, AT.presentCount]) cells.setInt32(address, 0, true);
  };
  const rowOf = (number: number): Float32Array => new Float32Array(buffer, AT.rows + 4 * DIMENSIONS * number, DIMENSIONS);
  const writeWord = (word: string): void => {
    if (word.length > SHORT_WORD_UNITS) bytes.write(word, AT.word, "utf16le");
    else for (let at = 0; at < word.length; at += 1) wordUnits[at] = word.charCodeAt(at);
  };
  /** Remembers a word that was just looked up in vain, and returns its number. */
  const remember = (from: number, end: number, word: string): number => {
    const number = kernel.add(from, end, cell(AT.hash));
    if (number === 0) isFull = true;
    else tokenVector(word, rowOf(number), sources);
    return number;
  };
  const sources: TokenSources = {
    vectors,
    scratch: new Float32Array(buffer, AT.scratch, DIMENSIONS),
    remembered: (word) => {
      const end = AT.word + 2 * word.length;
      // Row 0 is nobody's.
      if (word.length > TEXT_UNITS_MAX) isFull = true;
      else writeWord(word);
      return rowOf(isFull ? 0 : kernel.find(AT.word, end) || remember(AT.word, end, word));
    },
    hashed: (word, into) => {
      kernel.grams(2 * writeGramUnits(word, gramUnits), hashText(word, 0, word.length, 0), wholeWeight);
      into.set(vector);
    },
    add: (sum, other, weight) => kernel.addVector(sum.byteOffset, other.byteOffset, weight),
    scale: (other, factor) => kernel.scale(other.byteOffset, factor),
    unpack: (number, into) => {
      const from = number * codeBytes;
      for (let at = 0; at < codeBytes; at += 1) bytes[AT.codes + at] = codes[from + at] ?? 0;
      kernel.unpack();
      into.set(vector);
    },
  };
  const meet = (start: number, end: number): void => {
    const from = AT.text + 2 * start;
    const to = AT.text + 2 * end;
    const number = kernel.find(from, to) || remember(from, to, plain.slice(start, end));
    if (!isFull) kernel.meet(number);
  };
  /** Counts the words of the text. */
  const meetAll = (): void => {
    const end = AT.text + 2 * plain.length;
    for (let at = kernel.scan(AT.text, end); at < end && !isFull; at = kernel.scan(at, end)) {
      const stop = cell(AT.stop);
      const start = (at - AT.text) / 2;
      const stopped = (stop - AT.text) / 2;
      const unit = plain.charCodeAt(stopped);
      if (cell(AT.isWord) !== 0) {
        const number = remember(at, stop, plain.slice(start, stopped));
        if (!isFull) kernel.meet(number);
        at = stop;
      } else if (classes[unit] === 0) classes[unit] = classOfUnit(unit);
      else at = AT.text + 2 * visitOther(plain, start, meet);
    }
  };
  return (text) => {
    plain = embeddedForm(text);
    const most = WORDS_PER_UNIT * plain.length;
    if (plain.length > TEXT_UNITS_MAX) return undefined;
    if (cell(AT.wordCount) + most > WORDS_MAX || cell(AT.spellingEnd) + most > SPELLING_UNITS) forget();
    bytes.write(plain, AT.text, "utf16le");
    isFull = false;
    meetAll();
    if (isFull) {
      forget();
      return undefined;
    }
    if (cell(AT.presentCount) === 0) sources.hashed(plain.trim(), vector);
    else kernel.sum();
    return vector.slice();
  };
}
