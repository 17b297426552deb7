import type { GlossaryEntry } from "../../core/advice.ts";

/** Terms of a decision. Many are everyday words, so that a claim that uses one does not ask for its explanation. */
export const DECISION_TERMS: readonly GlossaryEntry[] = [
  {
    term: "decision table",
    alias: ["row of the decision table"],
    says: "A decision table lists problems, and beside each the first thing to try. Here it has a row for each kind of problem, from a better prompt to training. In a study people answered faster and more surely from such tables than from trees or rules.",
    matters: "when a claim in a meeting needs an answer at once",
    here: "`firstfit advise` finds the row of a claim, and `firstfit decide` the row of a configured task.",
    source: {
      title:
        "An empirical evaluation of the comprehensibility of decision table, tree and rule based predictive models (Huysmans et al., 2011)",
      url: "https://doi.org/10.1016/j.dss.2010.12.003",
    },
  },
  {
    term: "bar",
    alias: ["target", "requirement", "requirements"],
    says: "The bar is what good enough means, written down before anything is run. It may ask for a pass rate, a latency, a cost, and that models are local. Between its least pass rate and its target either decision is right, which is what makes a decision affordable.",
    matters: "before the first result is seen, because afterwards everybody finds a bar that was met",
    here: "It stands in `task.bar`; `firstfit eval --bar` checks it and `firstfit decide` decides by it.",
    source: { title: "The preregistration revolution (Nosek et al., 2018)", url: "https://doi.org/10.1073/pnas.1708274114" },
  },
  {
    term: "rung",
    alias: ["ladder", "mechanism"],
    says: "A rung is one mechanism that could do the task: a prompt, retrieval, a small classifier, a fine-tune. The rungs make a ladder from the cheapest to own to the dearest. The first that is proved to meet the bar is taken, and the dearer ones are not run.",
    matters: "whenever a dear mechanism is proposed before a cheap one was measured",
    here: "`firstfit decide` walks the ladder, and says of each rung why it was or was not run.",
    source: {
      title: "FrugalGPT: How to Use Large Language Models While Reducing Cost and Improving Performance (Chen et al., 2023)",
      url: "https://arxiv.org/abs/2305.05176",
    },
  },
  {
    term: "gate",
    alias: ["gates"],
    says: "A gate is a condition that has to hold before a dear mechanism is worth its cost. For fine-tuning the gates are a prompt that was tried and fails, enough labelled examples, and cleared personal data. A closed gate says what would open it.",
    matters: "before fine-tuning, distillation and anything else that has to be kept up",
    here: "`firstfit advise` lists the gates of a row, and `firstfit decide` checks those of a rung and prints each with its reason.",
    source: {
      title: "Fine-Tuning or Retrieval? Comparing Knowledge Injection in LLMs (Ovadia et al., 2023)",
      url: "https://arxiv.org/abs/2312.05934",
    },
  },
  {
    term: "pass rate",
    alias: ["accuracy", "success rate"],
    says: "The pass rate is the share of cases whose output every grader accepts. Where the output is a label it is the accuracy. It is an estimate, and without its interval it says little.",
    matters: "in every comparison, together with the number of cases",
    here: "Every pass rate is printed with its interval and its number of cases, also by tag.",
    source: {
      title: "Adding Error Bars to Evals: A Statistical Approach to Language Model Evaluations (Miller, 2024)",
      url: "https://arxiv.org/abs/2411.00640",
    },
  },
  {
    term: "percentile",
    alias: ["p95", "p50", "latency", "tail latency"],
    says: "The 95th percentile of latency (p95) is the wait that 95 of 100 calls stay within. The median (p50) is the wait of an ordinary call, and the mean hides the slow ones. Users remember the slow ones.",
    matters: "when somebody promises an answer within two seconds",
    here: "Reports show p50 and p95, and a bar may ask for a p95.",
    source: { title: "The Tail at Scale (Dean and Barroso, 2013)", url: "https://doi.org/10.1145/2408776.2408794" },
  },
  {
    term: "sequential test by betting",
    alias: ["test by betting", "betting", "confidence sequence"],
    says: "A test by betting plays a fair game against the claim that a rate is not above the bar. If the claim is true, the stake hardly ever grows twentyfold, whenever one looks. So it may stop after any case, with an error that was set beforehand.",
    matters: "when cases are run one by one and should end as soon as possible",
    here: "It decides each rung of `firstfit decide`, and its interval holds although the test stops early.",
    source: {
      title: "Estimating means of bounded random variables by betting (Waudby-Smith and Ramdas, 2024)",
      url: "https://doi.org/10.1093/jrsssb/qkad009",
    },
  },
  {
    term: "error probability",
    alias: ["alpha", "beta", "type I error", "false positive rate"],
    says: "A test can err in two ways: adopt what does not meet the bar, or reject what does. How often each may happen is set before the test. Less error costs more cases.",
    matters: "when a decision will be repeated for many tasks, and when a wrong one is dear",
    here: "`task.alpha` and `task.beta` set both for `firstfit decide`; `npm run bench:ladder` shows on 10,000 simulated ladders a setting that they hold.",
    source: {
      title: "On the problem of the most efficient tests of statistical hypotheses (Neyman and Pearson, 1933)",
      url: "https://doi.org/10.1098/rsta.1933.0009",
    },
  },
  {
    term: "proved",
    alias: ["refuted", "rejected", "met"],
    says: "Proved means that chance alone would hardly show such figures if the bar were not met. Refuted means the same of the other side. Met and not proved means that what was observed is good enough, and the cases are too few to rely on it.",
    matters: "before a figure above the bar is called good enough",
    here: "`firstfit decide` adopts only what is proved, and `firstfit eval --bar` says of each requirement which it is.",
    source: {
      title: "The use of confidence or fiducial limits illustrated in the case of the binomial (Clopper and Pearson, 1934)",
      url: "https://doi.org/10.1093/biomet/26.4.404",
    },
  },
  {
    term: "undecided",
    alias: ["not proved", "provisional choice", "cannot tell"],
    says: "Undecided means that the cases prove neither that the bar is met nor that it is not. It is a result, and no failure. More cases settle it, and about how many can be said.",
    matters: "when a rate looks good on twenty cases",
    here: "`firstfit decide` ends with exit code 4 then, names a provisional choice where there is one, and says how many more cases would probably settle it.",
    source: {
      title: "Absence of evidence is not evidence of absence (Altman and Bland, 1995)",
      url: "https://doi.org/10.1136/bmj.311.7003.485",
    },
  },
  {
    term: "ungraded",
    alias: ["errors and ungraded", "error"],
    says: "An output is ungraded when its grader could not give a grade, and a trial is an error when there was no output. Neither is a fail of the candidate, and neither is a zero in any rate. Where many are missing, the rest says little.",
    matters: "when a provider was down, or a judge did not answer in its form",
    here: "Both are counted apart, stand in no rate, and a bar limits their share.",
    source: { title: "Inference and missing data (Rubin, 1976)", url: "https://doi.org/10.1093/biomet/63.3.581" },
  },
  {
    term: "judge correction",
    alias: ["corrected for the judge", "Rogan-Gladen", "sensitivity", "specificity"],
    says: "A judge passes some bad outputs and fails some good ones. From how often it does so on outputs that people graded, the pass rate can be put right. The interval then carries the judge's errors too.",
    matters: "whenever a model grades",
    here: "`firstfit judge calibrate --write` measures the errors, and rates are corrected by them from then on.",
    source: {
      title: "Estimating prevalence from the results of a screening test (Rogan and Gladen, 1978)",
      url: "https://doi.org/10.1093/oxfordjournals.aje.a112510",
    },
  },
  {
    term: "seed",
    alias: ["random seed"],
    says: "A seed fixes all that is drawn at random, so that a run can be repeated to the byte. Another seed draws other orders, and may show another rate. A difference that hangs on the seed is none.",
    matters: "when two people run the same thing and disagree",
    here: "Every verb has `--seed`, and a decision prints the seed that its cases were ordered with.",
    source: {
      title: "Fine-Tuning Pretrained Language Models: Weight Initializations, Data Orders, and Early Stopping (Dodge et al., 2020)",
      url: "https://arxiv.org/abs/2002.06305",
    },
  },
  {
    term: "group",
    alias: ["groups", "clustered cases"],
    says: "Cases of one group belong together: variants of one question, or questions about one document. They pass or fail together more often than others, so that they count for less than so many single ones. Intervals that ignore it are too narrow.",
    matters: "when cases were made from templates, or many ask about the same page",
    here: "Cases have a field `group`, and intervals and tests treat a group as one.",
    source: {
      title: "Adding Error Bars to Evals: A Statistical Approach to Language Model Evaluations (Miller, 2024)",
      url: "https://arxiv.org/abs/2411.00640",
    },
  },
  {
    term: "labelled example",
    alias: ["label", "labelled examples", "labeled examples", "annotated examples"],
    says: "A labelled example is an input with the output that a person calls right. A model learns from it, or is tested with it, and never both. Public test sets have a few percent of wrong labels, and yours may have more.",
    matters: "before anything is learned, and when two people would label differently",
    here: "`firstfit dataset stats` finds duplicates, contradictions and leaks among them.",
    source: {
      title: "Pervasive Label Errors in Test Sets Destabilize Machine Learning Benchmarks (Northcutt et al., 2021)",
      url: "https://arxiv.org/abs/2103.14749",
    },
  },
  {
    term: "held-out cases",
    alias: ["held out", "held-out", "holdout", "cross-validation", "folds"],
    says: "Held-out cases are kept away from everything that was learned or tuned. Only they say what new inputs will get. In cross-validation each part is held out once in turn.",
    matters: "whenever a setting, a prompt or a weight was chosen by looking at results",
    here: "`firstfit tune retrieval` adopts only what is better on folds that it was not fitted on, and `firstfit decide` leaves out cases that a rung has learned.",
    source: {
      title: "A survey of cross-validation procedures for model selection (Arlot and Celisse, 2009)",
      url: "https://arxiv.org/abs/0907.4728",
    },
  },
];
