import { FirstfitError } from "../core/errors.ts";
import type { RankingChange, RankingSettings } from "../core/retrieval.ts";

/** The settings with a change laid over them. Throws BAD_INPUT where a number has no meaning. */
export function rankingWith(settings: RankingSettings, change: RankingChange | undefined): RankingSettings {
  if (change === undefined) return settings;
  const ranking = { ...settings, ...change, weights: { ...settings.weights, ...change.weights } };
  checkRanking(ranking);
  return ranking;
}

function checkRanking({ fusion, weights, k1, b, feedback, spelling, abbreviations }: RankingSettings): void {
  for (const [name, value] of Object.entries({ spelling, abbreviations }))
    if (value !== "on" && value !== "off") throw wrong(`${name} ${String(value)}`, "on or off");
  if (!["convex", "rrf", "dbsf"].includes(fusion)) throw wrong(`fusion ${fusion}`, "convex, rrf or dbsf");
  for (const [leg, weight] of Object.entries(weights)) {
    if (!["lexical", "bigram", "heading", "dense", "latent"].includes(leg))
      throw wrong(`the leg ${leg}`, "lexical, bigram, heading, dense or latent");
    if (!(weight >= 0 && Number.isFinite(weight))) throw wrong(`the weight ${weight} of the leg ${leg}`, "a number from 0 on");
  }
  // Pairs of words and headings alone would find nothing: they are looked for among what other legs found.
  if (weights.lexical + weights.dense + weights.latent <= 0)
    throw wrong("no leg that finds anything", "a weight above 0 for lexical, dense or latent");
  if (!(k1 >= 0 && Number.isFinite(k1))) throw wrong(`k1 ${k1}`, "a number from 0 on, 1.2 as a rule");
  if (!(b >= 0 && b <= 1)) throw wrong(`b ${b}`, "a number from 0 to 1, 0.75 as a rule");
  if (feedback === "off") return;
  if (!(Number.isInteger(feedback.documents) && feedback.documents > 0 && Number.isInteger(feedback.terms) && feedback.terms > 0))
    throw wrong("feedback from no documents or terms", "whole numbers from 1 on, 5 documents and 15 terms as a rule");
  if (!(feedback.weight >= 0 && feedback.weight <= 1)) throw wrong(`the feedback weight ${feedback.weight}`, "a number from 0 to 1");
}

function wrong(what: string, instead: string): FirstfitError {
  return new FirstfitError("BAD_INPUT", `The ranking settings have ${what}.`, `Give ${instead}.`);
}
