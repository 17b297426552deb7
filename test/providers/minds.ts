/** What a model is asked, whatever protocol it came through. */
export interface Asked {
  readonly model: string;
  readonly system: string;
  /** Text of the last message. */
  readonly user: string;
  /** Documents that it may cite. */
  readonly documents: readonly string[];
  readonly tools: readonly string[];
  /** The tool, or the form of JSON, that it must answer with. */
  readonly forced?: string;
}

/** What it says to that. */
export interface Said {
  readonly text?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly input: unknown }[];
  readonly stop?: "end" | "length" | "refusal";
  /** What the text cites, where documents were given: each stands for the sentence that ends there. */
  readonly citations?: readonly { readonly document: number; readonly quote: string; readonly sentence: string }[];
}

/** Thinks for a scripted server. */
export type Mind = (asked: Asked) => Said;

/** Roughly as a tokenizer counts; what matters is that a longer text has more. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}

export function pieces(text: string, length = 9): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, i) => text.slice(i * length, (i + 1) * length));
}
