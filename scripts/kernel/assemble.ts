import wabt from "wabt";
import { factorText } from "./factor-text.ts";
import { PROBE_TEXT, kernelText } from "./text.ts";
import { wordsText } from "./words-text.ts";

/** The bytes of one kernel as base64, without names: the same text gives the same bytes. Throws with line and column where the text is wrong. */
async function assembled(name: string, text: string): Promise<string> {
  const features = { simd: true, relaxed_simd: text.includes(".relaxed_") };
  const module = (await wabt()).parseWat(`${name}.wat`, text, features);
  try {
    module.resolveNames();
    module.validate();
    return Buffer.from(module.toBinary({ write_debug_names: false }).buffer).toString("base64");
  } finally {
    module.destroy();
  }
}

/** What src/search/vector-kernel-bytes.ts must hold. */
export async function kernelBytesSource(): Promise<string> {
  return `// Made by scripts/kernel/ from its WebAssembly text, with wabt, at each build. Do not edit by hand. WebAssembly modules as base64:
// as text of the program they need no file to be read, here, in a bundle or in a browser.

/** Needs relaxed SIMD, which Node has had since version 21. */
export const RELAXED_KERNEL =
  "${await assembled("relaxed", kernelText("relaxed"))}";

/** The same, for processors that take several instructions for the sum of sixteen products. */
export const PAIRED_KERNEL =
  "${await assembled("paired", kernelText("paired"))}";

/** Tells which of the two is the quicker. */
export const PROBE_KERNEL = "${await assembled("probe", PROBE_TEXT)}";

/** Needs SIMD, as every WebAssembly engine has it since 2021. */
export const WIDENING_KERNEL =
  "${await assembled("widening", kernelText("widening"))}";
`;
}

/** What src/search/factor-kernel-bytes.ts must hold. */
export async function factorBytesSource(): Promise<string> {
  return `// Made by scripts/kernel/ from its WebAssembly text, with wabt, at each build. Do not edit by hand. A WebAssembly module as base64.

/** Needs SIMD, as every WebAssembly engine has it since 2021. */
export const FACTOR_KERNEL =
  "${await assembled("factor", factorText())}";
`;
}

/** What src/models/word-kernel-bytes.ts must hold. */
export async function wordBytesSource(): Promise<string> {
  return `// Made by scripts/kernel/ from its WebAssembly text, with wabt, at each build. Do not edit by hand. A WebAssembly module as base64.

/** Needs SIMD, as every WebAssembly engine has it since 2021. */
export const WORD_KERNEL =
  "${await assembled("words", wordsText())}";
`;
}
