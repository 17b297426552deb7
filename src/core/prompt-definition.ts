import type { Tool } from "./model.ts";

export interface PromptExample {
  readonly input: string;
  readonly output: string;
}

/** A prompt written as data: what it says, without the words that every prompt repeats. All of it is optional but one thing to say. */
export interface PromptDefinition {
  /** Who the model is: "You are a claims clerk." */
  readonly role?: string;
  /** What it has to do with the input. */
  readonly task?: string;
  /** The shape of the answer, one line each. */
  readonly format?: readonly string[];
  /** Rules that the answer hangs on, one each. They stand at both ends. */
  readonly constraints?: readonly string[];
  /** A voice, with three texts in it or more. */
  readonly persona?: { readonly voice: string; readonly samples: readonly string[] };
  readonly examples?: {
    readonly from: readonly PromptExample[];
    /** The first `count`, the same for each input; or those whose inputs are most like it. Default: "fixed" */
    readonly choose?: "fixed" | "similar";
    /** Default: 5 */
    readonly count?: number;
  };
  /** The answer must be one call of this tool. */
  readonly tool?: Tool;
  /** Places: {{input}}, {{context}} where it belongs into the text, and names of your own. Default: "{{input}}" */
  readonly input?: string;
  readonly outputTokensMax?: number;
  /** Where the model takes one. Default: 0 */
  readonly temperature?: number;
  /** Requests with one input where the model takes no temperature, to be answered by most of them. Default: 3 */
  readonly repeats?: number;
  /** Let the provider's own web search help. Default: false */
  readonly webSearch?: boolean;
}
