import { compileKernel, runKernel } from "../search/web-assembly.ts";
import type { CompiledKernel, RunningKernel } from "../search/web-assembly.ts";
import { GRAM_UNITS, hashText, wholeWordWeight, writeGramUnits } from "./ngram-vectors.ts";
import { type TokenSources, tokenVector } from "./token-vectors.ts";
import { WORD_KERNEL } from "./word-kernel-bytes.ts";
import { AT, DIMENSIONS, MEMORY_BYTES, SLOTS, SPELLING_UNITS, TEXT_UNITS_MAX, WORDS_MAX } from "./word-kernel-layout.ts";
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
}

// A constant of the program in all but name.
let compiled: { readonly kernel: CompiledKernel | undefined } | undefined;

/** A word and what may come of it: itself, folded, its parts, and theirs folded. */
const WORDS_PER_UNIT = 4;

/**
 * As `textEncoder`, bit for bit, with all that is done to every character, word and number in WebAssembly: it is quick from the first text, where JavaScript
 * would be compiled when half of a corpus is embedded. Gives undefined for a text that its memory does not hold. Undefined where the kernel cannot be had.
 */
export function kernelEncoder(vectors: WordVectors): ((text: string) => Float32Array | undefined) | undefined {
  if (vectors.dimensions !== DIMENSIONS) return undefined;
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
  let plain = "";

  const forget = (): void => {
    slots.fill(0);
    for (const address of [AT.wordCount, AT.spellingEnd, AT.presentCount]) cells.setInt32(address, 0, true);
  };
  const rowOf = (number: number): Float32Array => new Float32Array(buffer, AT.rows + 4 * DIMENSIONS * number, DIMENSIONS);
  /** Remembers a word that was just looked up in vain; 0 where the memory is full. */
  const remember = (from: number, end: number, word: string): number => {
    const number = kernel.add(from, end, cell(AT.hash));
    if (number !== 0) tokenVector(word, rowOf(number), sources);
    return number;
  };
  const sources: TokenSources = {
    vectors,
    remembered: (word) => {
      const end = AT.word + 2 * word.length;
      let number = 0;
      if (word.length <= TEXT_UNITS_MAX) {
        bytes.write(word, AT.word, "utf16le");
        number = kernel.find(AT.word, end) || remember(AT.word, end, word);
      }
      if (number !== 0) return rowOf(number);
      const row = new Float32Array(DIMENSIONS);
      tokenVector(word, row, sources);
      return row;
    },
    hashed: (word, into) => {
      kernel.grams(2 * writeGramUnits(word, gramUnits), hashText(word, 0, word.length, 0), wholeWeight);
      into.set(vector);
    },
  };
  /** False where the memory is full. */
  const meet = (start: number, end: number): boolean => {
    const [from, to] = [AT.text + 2 * start, AT.text + 2 * end];
    const number = kernel.find(from, to) || remember(from, to, plain.slice(start, end));
    if (number !== 0) kernel.meet(number);
    return number !== 0;
  };
  /** Counts the words of the text; false where the memory is full. */
  const meetAll = (): boolean => {
    const end = AT.text + 2 * plain.length;
    let fits = true;
    const visit = (from: number, to: number): void => void (fits = meet(from, to) && fits);
    for (let at = kernel.scan(AT.text, end); at < end && fits; at = kernel.scan(at, end)) {
      const [start, stopped] = [(at - AT.text) / 2, (cell(AT.stop) - AT.text) / 2];
      const unit = plain.charCodeAt(stopped);
      if (cell(AT.isWord) !== 0) {
        visit(start, stopped);
        at = AT.text + 2 * stopped;
      } else if (classes[unit] === 0) classes[unit] = classOfUnit(unit);
      else at = AT.text + 2 * visitOther(plain, start, visit);
    }
    return fits;
  };
  return (text) => {
    plain = embeddedForm(text);
    const most = WORDS_PER_UNIT * plain.length;
    if (plain.length > TEXT_UNITS_MAX) return undefined;
    if (cell(AT.wordCount) + most > WORDS_MAX || cell(AT.spellingEnd) + most > SPELLING_UNITS) forget();
    bytes.write(plain, AT.text, "utf16le");
    if (!meetAll()) {
      forget();
      return undefined;
    }
    if (cell(AT.presentCount) === 0) sources.hashed(plain.trim(), vector);
    else kernel.sum();
    return vector.slice();
  };
}
