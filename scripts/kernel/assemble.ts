import wabt from "wabt";
import { kernelText } from "./text.ts";
import type { Variant } from "./text.ts";

/** The bytes of one kernel, without names: the same text gives the same bytes. Throws with line and column where the text is wrong. */
async function assembled(variant: Variant): Promise<Uint8Array> {
  const features = { simd: true, relaxed_simd: variant === "relaxed" };
  const module = (await wabt()).parseWat(`${variant}.wat`, kernelText(variant), features);
  try {
    module.resolveNames();
    module.validate();
    return module.toBinary({ write_debug_names: false }).buffer;
  } finally {
    module.destroy();
  }
}

/** What src/search/vector-kernel-bytes.ts must hold. */
export async function kernelBytesSource(): Promise<string> {
  const base64 = async (variant: Variant): Promise<string> => Buffer.from(await assembled(variant)).toString("base64");
  return `// Made by scripts/kernel/ from its WebAssembly text, with wabt, at each build. Do not edit by hand. WebAssembly modules as base64:
// as text of the program they need no file to be read, here, in a bundle or in a browser.

/** Needs relaxed SIMD, which Node has had since version 21. */
export const RELAXED_KERNEL =
  "${await base64("relaxed")}";

/** Needs SIMD, as every WebAssembly engine has it since 2021. */
export const WIDENING_KERNEL =
  "${await base64("widening")}";
`;
}
