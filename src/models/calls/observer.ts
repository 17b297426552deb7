import type { CallFacts, Json, ModelCall } from "../../core/calls.ts";
import type { Usage } from "../../core/answer.ts";

/** How an observed call ended. */
export type CallEnd =
  | { readonly kind: "answered"; readonly response: Json; readonly usage: Usage; readonly facts: CallFacts }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** Watches calls and changes none; what it returns is told the end. */
export type CallObserver = (call: ModelCall) => (end: CallEnd) => void;
