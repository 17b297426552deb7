import type { Lab } from "../../../core/lab.ts";
import { copy, run, text } from "../parts.ts";

export const LAB_04: Lab = {
  id: "04",
  slug: "embeddings",
  title: "embeddings",
  does: "compare cats, kittens and cars, and find out what an embedding cannot tell",
  goal: "See with your own numbers what an embedding knows and what it does not.",
  why: "Search, clusters, duplicates and retrieval all rest on one idea: texts that mean the same lie close together. What that idea does not carry has to be known before one builds on it.",
  effort: "Ten minutes, no key, no network.",
  background: "[embedding](../embedding.md).",
  files: [
    {
      role: "texts",
      path: "three-texts.txt",
      holds: "three texts, one a line, of which the first two are about the same",
      template: ["Cats sleep for most of the day.", "Kittens nap after they play.", "Cars need oil and new tyres.", ""].join("\n"),
    },
  ],
  steps: [
    {
      title: "Three sentences",
      parts: [
        text("One about cats, one about kittens, one about cars:"),
        run(['firstfit embed "Cats sleep for most of the day." "Kittens nap after they play." "Cars need oil and new tyres."'], {
          shows: ["1 Cats sleep for most of the day. 1.000 0.… …", "2 Kittens nap after they play. 0.… 1.000 …"],
        }),
        text(
          "Read the matrix. Each cell is the cosine of two texts; the diagonal compares each with itself.",
          "Cats and kittens are closer to each other than either is to cars.",
        ),
      ],
    },
    {
      title: "Opposite opinions",
      parts: [
        run(['firstfit embed "cats are great" "cats are terrible"'], { shows: ["1 cats are great 1.000 0.6…"] }),
        text(
          "The two say opposite things and still lie close together, at 0.6 or more. An embedding tells you what a text is about, not whether it is for or against.",
        ),
      ],
    },
    {
      title: "Your own",
      parts: [
        text(
          "Put one text a line into a file, with two that mean the same in other words, two that share words but not the meaning, and one with a part number, then run:",
        ),
        copy(["firstfit embed --file sentences.txt"]),
      ],
    },
    {
      title: "Check it",
      parts: [
        text(
          "`--write` puts the three sentences of step 1 into `three-texts.txt`. Put three of your own in their place, the first two about the same thing, and check them:",
        ),
        run(["firstfit lab 04 --write", "firstfit embed --file three-texts.txt", "firstfit lab check 04"], {
          shows: [
            "made three-texts.txt",
            "✓ the two texts about the same thing are nearest to each other",
            "✓ opposite opinions on one topic lie close together (optional)",
          ],
        }),
      ],
    },
  ],
  withKey: [
    text("With `VOYAGE_API_KEY` or `OPENAI_API_KEY` set, the same sentences go to a neural embedder, and the run says what it cost:"),
    copy([
      'firstfit embed --model voyage/voyage-3 "Cats sleep for most of the day." "Kittens nap after they play." "Cars need oil and new tyres."',
    ]),
    text(
      "The order of the three pairs stays. The numbers themselves do not compare with those above: each embedder has a scale of its own.",
    ),
  ],
  checks: [
    { id: "order", says: "the two texts about the same thing are nearest to each other", kind: "cosine-order", file: "texts" },
    {
      id: "polarity",
      says: "opposite opinions on one topic lie close together",
      isStretch: true,
      kind: "cosine-min",
      texts: ["cats are great", "cats are terrible"],
      min: 0.6,
    },
  ],
  doneWhen: [
    "cats and kittens have the highest cosine of the three pairs;",
    '"great" and "terrible" reach at least 0.6;',
    "you can name one task for which this is enough (finding passages on a topic) and one for which it is not (telling praise from complaint).",
  ],
  stretch: [
    text(
      '`firstfit embed --vectors --json "a cat"` prints the 256 numbers. Compute the cosine of two texts by hand, as the sum of products divided by the two lengths, and compare.',
      "With a stronger embedder in `firstfit.config.ts`, repeat steps 1 and 2: the order stays, the second number hardly falls.",
    ),
  ],
};
