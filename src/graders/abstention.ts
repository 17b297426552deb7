import type { CandidateOutput } from "../core/evaluation.ts";

/** "Not found in sources", "the documents do not say", "I don't know": at the start, and short of an answer. */
const SAYS_SO =
  /\b(?:not found in (?:the )?(?:sources?|documents?|context)|(?:sources?|documents?|context|text|passages?|provided information|notes) (?:do(?:es)? not|don't|doesn't) (?:say|mention|contain|provide|include|specify|hold|state|answer)|(?:is|are) not (?:mentioned|stated|specified|provided|given|covered|included) in|(?:i|we) (?:do not|don't) (?:know|have (?:enough |any |that |this )?(?:information|data))|(?:cannot|can't|could not|couldn't) (?:find|answer|determine|tell)|no (?:information|mention|answer) (?:about|on|of|is|was|in|found))/;
const OPENING = 300;

/** Does the system say that it has no answer? What it reports goes first; otherwise the start of its text is read, in English. */
export function abstains({ text, abstained }: Pick<CandidateOutput, "text" | "abstained">): boolean {
  return abstained ?? SAYS_SO.test(text.replaceAll("’", "'").trim().slice(0, OPENING).toLowerCase());
}
