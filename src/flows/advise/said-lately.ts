import type { RowId } from "../../core/advice.ts";

/** The latest ones, for rows that were taken for others. One text a line. */
export const SAID_LATELY: Readonly<Partial<Record<RowId, string>>> = {
  "cheaper-faster": `
The phone assistant says nothing for ten seconds and people hang up, although what it says then is fine.
Callers hear silence until the answer is ready. Nobody finds fault with the answer.
The wait before the first word kills it; the words themselves are good.
There are no complaints about content, only about the time it takes.`,
  "wrong-passages": `
We connected the assistant to the statutes. Ask about noise and it fetches the chapter on waste, and answers nicely from that.
The bylaws are hooked up to the bot, and it takes the wrong chapter each time.
It answers from the leaflet next to the right one, so the looking up is what fails.
Our assistant reads from the wrong drawer: the search it has brings the neighbour of what was asked.`,
  "vector-database": `
Step one is to purchase an embeddings store, says the consultant. Is he right that nothing goes without?
They want to license a store for embeddings for our little practice.
Do we really have to buy an embedding database before we start?
A consultant put a vector engine for 20,000 a year into the offer.`,
  "better-prompt": `
I paste an essay and ask for feedback; "well structured, add depth" comes back, which helps nobody. Do we need a model tuned for education?
The comments it makes on my students' work would suit any work by anybody. We only say "give feedback".
Worthless advice for somebody at this level; the dean believes a special model is called for.
I give it a plan and ask what it thinks. It thinks that the plan is well thought out, always.`,
  "stubborn-format": `
Our notation for folk dances is valid by the letter after the grammar was added, and nonsense to a dancer. Thirty pieces were in the context.
Bars don't add up in the tune notation although thirty tunes were shown and a grammar file holds it.
It is legal by the rules file and musically garbage; the examples changed nothing.
The syntax checker is happy and the expert is not: our survey code needs more than the samples and the schema we gave.`,
  "makes-things-up": `
It came up with a prize the woman never won and a husband she never had, in the calmest voice.
In the eulogy there was a war medal he never got. Would a larger model be more honest?
The wife it mentions never existed.
It came up with a title, a date and a publisher, and there is no such book.`,
  "plain-labels": `
From each freight letter we want a single thing, the arrival date, printed after "ETA" in the corner. Somebody builds an agent with three prompts for it.
One field per form, always in the same box, and they want a language model.
We need just the invoice total, which always stands after "Total due" at the bottom right.
A single date out of each notice, it's at the same place on all of them.`,
  "hardest-problems": `
One appeal before the highest court, an argument across five statutes. Money isn't the issue, a missed step is.
A single brief decides the case; the associate suggests a cheap tuned model. Cost is not the point, being right is.
The argument has eleven steps over three decades of law and not one of them may be missed.
It's one dossier, everything depends on it, and the fee doesn't matter.`,
  "structured-output": `
We told it "return JSON please" and the night job still dies with an unexpected token every few days. Train on 5,000 good examples?
Unexpected token at position 0, once a week, and the lab's import is dead. We only say "JSON, please".
The parser trips over the word "Certainly" in front of the brace every few days.
Our nightly job stops with a syntax error in what the model sent; somebody proposes to train it on good outputs.`,
  "own-knowledge": `
Guests ask the concierge bot about our own spa rules and get those of hotels in general.
Our volunteers look for the evacuation plan, which is in a binder in the office; the helper has never seen it.
The shop assistant on the site cannot say what our 140 teas taste like, though the cards are all typed up.
How we bill partial deliveries is written in an internal note, and the assistant recites a textbook.`,
  privacy: `
Union members' grievances must not be read by any outside firm.
What the children tell the school nurse stays in the building, says the law.
Our prototype drawings: not one pixel to a third party, it's in the contract with the carmaker.
The lab is behind an air gap and that won't change.`,
  "current-events": `
The tram is replaced by buses this week and the bot still sends people to the stop.
It tells patients that a pharmacy is on duty which closed for good in May.
Our buyers need this morning's cocoa price, what it gives is from when it was trained.
The bot quotes the fare from before the August increase.`,
  "brand-voice": `
Replies for our brewery sound as if an insurance had written them on some days and a teenager on others.
My late mother wrote our Christmas letters and the machine's read like a memo.
The children's library talks to kids like a landlord since the bot writes.
We want people to smell the sea when they read our menus, and they smell office.`,
  "growing-wiki": `
Each season the mountain rescue learns what went wrong, and five years later nobody can say what was learned.
The investigators' findings on each gang should sit on one page that is corrected as we go.
Our translators decide on a term after an hour of debate and decide again next year because nobody kept it.
Everything we find out about a supplier should be added to what we knew, and contradictions shown.`,
  "fixed-habit": `
It must give the room number in every confirmation, and the hotel name only once.
Stop it from recommending competitors' trains.
All replies to schools have to end with the data protection note.
No answer may be longer than the screen of the ticket machine.`,
  "small-student": `
The giant has written 900,000 product tags that we like; something tiny on our own box should learn just that from them.
It's one chore, done perfectly by the most expensive model, a hundred thousand times a day. Have it teach a small one.
We kept every answer the flagship gave on the sorting of returns. A small model could take over from them.
Our big model turns doctors' notes into codes and hardly errs; a little one could study its last million answers.`,
};
