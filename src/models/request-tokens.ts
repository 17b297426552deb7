import type { CompletionRequest } from "../core/model.ts";
import { estimateTokens } from "../text/tokens.ts";

/** What surrounds a message in a chat template. */
const MESSAGE_TOKENS = 8;
/** A tokenizer may cut finer than the estimate: Claude 4.7 and later count some 30 percent more than their predecessors. */
const ESTIMATE_SLACK = 1.5;

/** Input tokens of a request by this counter of texts, estimated where none is given: its texts, its tools and the frame of each message. */
export function estimateRequestTokens(request: CompletionRequest, count: (text: string) => number = estimateTokens): number {
  const tools = [...(request.tool === undefined ? [] : [request.tool]), ...(request.tools ?? [])];
  const parts = [
    request.system,
    ...request.messages.map(({ text }) => text),
    ...(request.texts ?? []).map(({ title, text }) => `${title}\n${text}`),
    ...tools.map((tool) => JSON.stringify(tool)),
  ];
  return parts.reduce((sum, part) => sum + count(part) + MESSAGE_TOKENS, 0);
}

/** More input tokens than a provider will count, for a cap that must hold. */
export function inputTokensAtMost(request: CompletionRequest): number {
  return Math.ceil(estimateRequestTokens(request) * ESTIMATE_SLACK);
}
