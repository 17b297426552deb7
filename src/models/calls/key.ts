import { hash } from "node:crypto";
import type { ModelCall } from "../../core/calls.ts";
import { canonicalJson } from "../../core/canonical-json.ts";

/** Changes when the meaning of a request changes without its text. */
const KEY_VERSION = 1;

/**
 * SHA-256, hex, of all that decides a response: two calls have one key only when operation, provider, model, request and repeat are equal
 * as JSON. Throws TypeError for what JSON cannot say, because two such requests would look alike.
 */
export function callKey({ operation, provider, model, request, repeat }: Omit<ModelCall, "perform" | "expected">): string {
  return hash("sha256", canonicalJson([KEY_VERSION, operation, provider, model, request, repeat]), "hex");
}
