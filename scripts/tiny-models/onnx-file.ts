// Writes ONNX models. The messages are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, as far as they are needed.

type Part = Uint8Array<ArrayBuffer>;

const join = (...parts: readonly Uint8Array[]): Part => new Uint8Array(Buffer.concat(parts));

function varint(value: number | bigint): Part {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

const number = (field: number, value: number | bigint): Part => join(varint(field << 3), varint(value));
const message = (field: number, ...parts: readonly Uint8Array[]): Part => {
  const body = join(...parts);
  return join(varint((field << 3) | 2), varint(body.length), body);
};
const text = (field: number, value: string): Part => message(field, Buffer.from(value));

/** TensorProto.DataType */
export const TYPES = { float: 1, uint8: 2, int8: 3, int64: 7, float16: 10 } as const;

export interface Tensor {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
}

export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly integers?: Readonly<Record<string, number>>;
  readonly domain?: string;
}

export interface Value {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  /** A text is the name of an open dimension. */
  readonly dims: readonly (number | string)[];
}

export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly tensors: readonly Tensor[];
}

export function tensor(name: string, type: Tensor["type"], dims: readonly number[], values: ArrayBufferView): Tensor {
  return { name, type, dims, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}

export function onnxFile({ inputs, outputs, nodes, tensors }: Graph): Uint8Array {
  const graph = message(
    7,
    ...nodes.map((node) => message(1, nodeOf(node))),
    text(2, "tiny"),
    ...tensors.map(({ name, type, dims, bytes }) =>
      message(5, ...dims.map((dim) => number(1, dim)), number(2, TYPES[type]), text(8, name), message(9, bytes)),
    ),
    ...inputs.map((value) => message(11, valueOf(value))),
    ...outputs.map((value) => message(12, valueOf(value))),
  );
  const opset = (domain: string, version: number): Part => message(8, text(1, domain), number(2, version));
  return join(number(1, 8), text(2, "firstfit-tiny-models"), graph, opset("", 17), opset("com.microsoft", 1));
}

function nodeOf({ op, inputs, outputs, integers = {}, domain }: Node): Part {
  const INT = 2;
  return join(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, outputs[0] ?? op),
    text(4, op),
    ...Object.entries(integers).map(([name, value]) => message(5, text(1, name), number(3, value), number(20, INT))),
    ...(domain === undefined ? [] : [text(7, domain)]),
  );
}

function valueOf({ name, type, dims }: Value): Part {
  const shape = message(2, ...dims.map((dim) => message(1, typeof dim === "number" ? number(1, dim) : text(2, dim))));
  return join(text(1, name), message(2, message(1, number(1, TYPES[type]), shape)));
}
