import type { GlossaryEntry } from "../../core/advice.ts";

/** Terms about learning from examples, and about which model or source is asked. */
export const LEARNING_TERMS: readonly GlossaryEntry[] = [
  {
    term: "classical baseline",
    alias: ["baseline", "classical classifier"],
    says: "A classical baseline is a rule or a small classifier that needs no language model. It learns labels from examples in seconds and answers in milliseconds for nothing. What it gets right is the figure that a language model has to beat.",
    matters: "whenever the output is one of a few labels or a single field",
    here: "`firstfit decide` puts `tf-idf-softmax` and `nearest-neighbours` on the first rungs where the output is a label.",
    source: { title: "Bag of Tricks for Efficient Text Classification (Joulin et al., 2016)", url: "https://arxiv.org/abs/1607.01759" },
  },
  {
    term: "softmax",
    alias: ["softmax regression", "logistic regression", "multinomial logistic regression"],
    says: "Softmax turns a score for each label into shares that add up to one. A softmax regression learns those scores as weighted sums of what a text has, its words for example. It is trained in seconds, and each weight can be read.",
    matters: "for labels, and to see how sure a classifier is",
    here: "It is the head of the rung `tf-idf-softmax`, and of the matcher behind `firstfit advise`.",
    source: {
      title:
        "Probabilistic Interpretation of Feedforward Classification Network Outputs, with Relationships to Statistical Pattern Recognition (Bridle, 1990)",
      url: "https://doi.org/10.1007/978-3-642-76153-9_28",
    },
  },
  {
    term: "nearest neighbours",
    alias: ["nearest neighbors", "k-nearest neighbours", "kNN"],
    says: "Nearest neighbours gives a text the label that the most similar examples have. Nothing is trained: the examples are embedded and compared. A new example counts as soon as it is stored.",
    matters: "for labels of which there are few examples each, or often new ones",
    here: "It is the rung `nearest-neighbours` of `firstfit decide`, and it chooses the examples of a prompt by likeness.",
    source: {
      title: "Introduction to Information Retrieval, 14.3 (Manning et al., 2008)",
      url: "https://nlp.stanford.edu/IR-book/html/htmledition/k-nearest-neighbor-1.html",
    },
  },
  {
    term: "learning curve",
    alias: ["learning curves"],
    says: "A learning curve shows how accuracy grows with the number of labelled examples. One that still rises says that more labels would help. One that is flat says that they would not, with this method.",
    matters: "before anybody labels a thousand more examples or fine-tunes on those there are",
    here: "The gate of fine-tuning in `firstfit decide` measures one of the examples you have, with intervals at each point, where no cheaper rung was adopted.",
    source: { title: "The Shape of Learning Curves: a Review (Viering and Loog, 2021)", url: "https://arxiv.org/abs/2103.10948" },
  },
  {
    term: "continued pre-training",
    alias: ["domain-adaptive pre-training", "domain adaptation"],
    says: "Continued pre-training lets a finished model go on predicting text, this time yours. It picks up the words and the manner of a field. Single facts stay unreliable, and what it could do before may suffer.",
    matters: "when somebody wants the model to read all documents once",
    here: "`firstfit advise map` calls it training, and asks for retrieval over the same texts beside it.",
    source: {
      title: "Don't Stop Pretraining: Adapt Language Models to Domains and Tasks (Gururangan et al., 2020)",
      url: "https://arxiv.org/abs/2004.10964",
    },
  },
  {
    term: "instruction tuning",
    alias: ["instruction-tuned", "instruct model"],
    says: "Instruction tuning is fine-tuning on many tasks that are worded as instructions. It makes a base model do what it is told, also in tasks that it was not tuned on. The models that one calls have had it from their vendors.",
    matters: "when a base model and its instruct version are confused, or somebody wants to tune on instructions again",
    here: "`firstfit advise map` calls it training; serving a model that has had it is inference.",
    source: { title: "Finetuned Language Models Are Zero-Shot Learners (Wei et al., 2021)", url: "https://arxiv.org/abs/2109.01652" },
  },
  {
    term: "DPO",
    alias: ["direct preference optimization", "direct preference optimisation"],
    says: "DPO trains a model directly on pairs of a preferred and a rejected reply. It needs no separate model of preferences, as RLHF does. What it needs is many such pairs, and a base that can nearly do the task.",
    matters: "when thumbs up and down are to improve a model",
    here: "`firstfit advise map` calls it training, and names the comparison that would justify it.",
    source: {
      title: "Direct Preference Optimization: Your Language Model is Secretly a Reward Model (Rafailov et al., 2023)",
      url: "https://arxiv.org/abs/2305.18290",
    },
  },
  {
    term: "frontier model",
    alias: ["strongest model"],
    says: "A frontier model is one of the strongest that can be had at the time. It is dear per call and the best at problems that nobody has put into examples. A fine-tune of a smaller model does not catch up with it on those.",
    matters: "when quality is all that counts and calls are few",
    here: "`firstfit advise` prices such a claim by the dearest model of the dated table, and `firstfit compare` shows whether a cheaper one passes the same cases.",
    source: {
      title: "Frontier AI Regulation: Managing Emerging Risks to Public Safety (Anderljung et al., 2023)",
      url: "https://arxiv.org/abs/2307.03718",
    },
  },
  {
    term: "extended reasoning",
    alias: ["reasoning", "chain of thought", "reasoning model"],
    says: "The model writes out steps before it answers. That helps with problems of several steps and hardly with looking something up. The steps are tokens that are paid and waited for.",
    matters: "for arithmetic, planning and proofs, and for the bill",
    here: "Tokens of reasoning are counted as output, and `firstfit compare` sets quality beside cost and latency.",
    source: {
      title: "Chain-of-Thought Prompting Elicits Reasoning in Large Language Models (Wei et al., 2022)",
      url: "https://arxiv.org/abs/2201.11903",
    },
  },
  {
    term: "local model",
    alias: ["open weights", "open-weight model", "open model", "self-hosted model"],
    says: "A local model runs on your own machine, from weights that its maker has published. No text leaves the machine, and no call has a price. It is weaker than the strongest hosted ones, and its hardware is yours to buy and run.",
    matters: "when data may not leave, or calls are very many",
    here: "Ollama is one line of configuration, a GGUF file runs in the process, and a bar may ask that every model is local.",
    source: {
      title: "LLaMA: Open and Efficient Foundation Language Models (Touvron et al., 2023)",
      url: "https://arxiv.org/abs/2302.13971",
    },
  },
  {
    term: "web search tool",
    alias: ["web search"],
    says: "A web search tool lets the model ask a search engine and read what comes back. So it can answer about this week, with addresses of its sources. The pages are text of strangers, and may be wrong or hold orders.",
    matters: "when the answer is newer than the model",
    here: "`firstfit advise` sends claims about news there, and `web-search` is a rung of `firstfit decide` for such tasks.",
    source: {
      title: "WebGPT: Browser-assisted question-answering with human feedback (Nakano et al., 2021)",
      url: "https://arxiv.org/abs/2112.09332",
    },
  },
  {
    term: "structured wiki",
    alias: ["wiki", "knowledge wiki"],
    says: "A structured wiki is a set of pages by topic that a model writes and revises under review. Each new finding changes a page in place of becoming one more document. Retrieval then finds a conclusion and not only its raw notes.",
    matters: "when what was worked out should add up",
    here: "`firstfit index` reads such pages, and `index --duplicates` shows what is said twice.",
    source: {
      title: "Assisting in Writing Wikipedia-like Articles From Scratch with Large Language Models (Shao et al., 2024)",
      url: "https://arxiv.org/abs/2402.14207",
    },
  },
];
