/** What is used of WebAssembly. Node's types leave it to those of a browser, and `node --jitless` has none at all. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly CompileError: new () => Error;
}

/** A kernel that this machine knows. */
export interface CompiledKernel {
  readonly api: WebAssemblyApi;
  readonly module: object;
}

/** What a kernel exports, and the memory that it works on, all zeros. */
export interface RunningKernel {
  readonly buffer: ArrayBuffer;
  /** Functions, as the kernel's text says. */
  readonly exports: unknown;
}

const PAGE_BYTES = 65_536;
/** 4 GiB, the most that one memory of 32-bit addresses has. */
const PAGES_MAX = 65_536;

/** Compiles the first of the kernels, as base64, whose instructions this machine knows; undefined where there is none, or no WebAssembly. */
export function compileKernel(kernels: readonly string[]): CompiledKernel | undefined {
  // The cast adds what Node's types leave out; absent under --jitless.
  const { WebAssembly: api } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  if (api === undefined) return undefined;
  for (const kernel of kernels) {
    try {
      return { api, module: new api.Module(Uint8Array.from(atob(kernel), (character) => character.charCodeAt(0))) };
    } catch (error) {
      // This machine does not know the instructions; the next kernel needs fewer, and JavaScript none.
      if (!(error instanceof api.CompileError)) throw error;
    }
  }
  return undefined;
}

/** Starts a kernel with a memory of its own, which it imports as `kernel.memory`; undefined where so much is not to be had. */
export function runKernel({ api, module }: CompiledKernel, bytes: number): RunningKernel | undefined {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  const memory = pages > PAGES_MAX ? undefined : newMemory(api, pages);
  return memory && { buffer: memory.buffer, exports: new api.Instance(module, { kernel: { memory } }).exports };
}

function newMemory(api: WebAssemblyApi, pages: number): { readonly buffer: ArrayBuffer } | undefined {
  try {
    return new api.Memory({ initial: pages, maximum: pages });
  } catch (error) {
    // A limit on the address space, of which each memory reserves more than it uses. Plain arrays may still fit.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
