import { describe, expect, it } from "vitest";
import { trainingMap } from "./map.ts";

describe("trainingMap", () => {
  const nothing = { candidates: [], models: [], hasQueryAdapter: false };
  it.for([
    ["Fine-tune Llama on our tickets", "training"],
    ["Distill GPT into a small router", "training"],
    ["Continue pre-training on case law", "training"],
    ["QLoRA on the claims form", "training"],
    ["Fit a classifier on labelled mails", "training"],
    ["Serve the fine-tuned adapter", "inference"],
    ["RAG over the wiki", "inference"],
    ["Quantize the local model", "inference"],
    ["Better prompts instead of fine-tuning", "inference"],
    ["Train the support team on prompts", "inference"],
    ["New chairs for the office", "unsure"],
    ["prompt tuning for the claims classifier", "training"],
    ["prefix tuning on our mails", "training"],
    ["learn soft prompts for each tenant", "training"],
    ["continued pre-training on our case law", "training"],
    ["RLHF with our agents' ratings", "training"],
    ["DPO on preferred replies", "training"],
    ["instruction tuning on 2,000 pairs", "training"],
    ["prompt engineering for the support bot", "inference"],
    ["few-shot examples in the prompt", "inference"],
    ["instruction-tune a 7B model", "training"],
    ["preference optimisation with pairs of answers", "training"],
    ["Preference tuning on thumbs up and down", "training"],
    ["reinforcement learning from human feedback", "training"],
    ["reinforcement fine-tuning with a grader", "training"],
    ["GRPO on our maths problems", "training"],
    ["PPO against a reward model", "training"],
    ["P-tuning v2", "training"],
    ["domain adaptation of the embedding model on our tickets", "training"],
    ["domain-adaptive pretraining", "training"],
    ["supervised finetuning of Mistral", "training"],
    ["fine tune llama on the FAQ", "training"],
    ["we tune the model's weights on our data", "training"],
    ["adapter tuning for the German market", "training"],
    ["knowledge distillation into a phone model", "training"],
    ["train a tokenizer and a model from scratch", "training"],
    ["Retrain the spam classifier every month", "training"],
    ["quantization-aware training", "training"],
    ["LoRA adapters per customer", "training"],
    ["contrastive learning for our product search", "training"],
    ["update the weights on user feedback", "training"],
    ["unlearn personal data from the model", "training"],
    ["model editing with ROME", "training"],
    ["merge two LoRA models", "training"],
    ["constitutional AI on our own policy", "training"],
    ["transfer learning from a news model", "training"],
    ["alignment on our style guide with KTO", "training"],
    ["ORPO with chosen and rejected replies", "training"],
    ["hyperparameter search for the fine-tune", "training"],
    ["logistic regression on embeddings", "training"],
    ["pruning and retraining the speech model", "training"],
    ["prompt optimisation with DSPy", "inference"],
    ["tune the prompt", "inference"],
    ["prompt chaining", "inference"],
    ["in-context learning with ten examples", "inference"],
    ["zero-shot classification", "inference"],
    ["chain of thought prompts", "inference"],
    ["RAG over our wiki", "inference"],
    ["4-bit quantisation of Llama", "inference"],
    ["post-training quantization", "inference"],
    ["GPTQ of the local model", "inference"],
    ["prompt caching", "inference"],
    ["tune the temperature to 0.2", "inference"],
    ["hyperparameter: top_p 0.9", "inference"],
    ["retrieval with reranking", "inference"],
    ["function calling for order status", "inference"],
    ["use a pre-trained embedding model", "inference"],
    ["speculative decoding", "inference"],
    ["KV cache", "inference"],
    ["batch inference at night", "inference"],
    ["use the instruction-tuned Llama", "inference"],
    ["serve an RLHF-tuned model from a vendor", "inference"],
    ["tune retrieval weights on judged questions", "inference"],
    ["semantic search over the manuals", "inference"],
    ["web search tool", "inference"],
    ["guardrails against prompt injection", "inference"],
    ["Persona with three style samples", "inference"],
    ["self-consistency with five samples", "inference"],
    ["context engineering", "inference"],
    ["system prompt per customer", "inference"],
    ["structured outputs with a JSON schema", "inference"],
    ["tool use", "inference"],
    ["agent with memory", "inference"],
    ["model routing: small first, then large", "inference"],
    ["LLM as judge", "inference"],
    ["ask Claude", "inference"],
    ["buy a fine-tuned model", "inference"],
    ["inference on our own GPUs", "inference"],
    ["evaluate GPT and Claude on our cases", "inference"],
    ["an ensemble of three prompts", "inference"],
    ["nearest neighbour lookup over embeddings", "inference"],
    ["HyDE query expansion", "inference"],
    ["ReAct loop", "inference"],
    ["no training, prompts only", "inference"],
    ["train our staff to write prompts", "inference"],
    ["write an adapter for the SharePoint API", "inference"],
    ["RAG over our training manuals", "inference"],
    ["ask the DPO for approval of the chatbot", "inference"],
    ["teach the model our products", "unsure"],
    ["customise the LLM for our field", "unsure"],
    ["train timetable chatbot", "inference"],
    ["pre\u2011trained embeddings are used for search", "inference"],
    ["pre\u2011training on our corpus", "training"],
    ["prompt-tune a frozen T5", "training"],
    ["no prompt tuning, only prompt engineering", "inference"],
    ["prompts instead of DPO", "inference"],
    ["tune Llama on our data", "training"],
    ["tuning the embedding model", "training"],
    ["Improve the model", "unsure"],
  ] as const)("%s", ([line, side]) => {
    const { items } = trainingMap(nothing, [line]);
    expect(items[0]?.side).toBe(side);
    expect(items[0]?.measurement === undefined).toBe(side !== "training");
  });

  it.for([
    ["prompt tuning for each tenant", "beside a written prompt with five examples"],
    ["continued pre-training on our case law", "beside its own base with retrieval over the same texts"],
    ["DPO on preferred replies", "readers who do not know which is which"],
    ["logistic regression on embeddings", "its accuracy on held-out rows beside a well-prompted model"],
    ["contrastive learning for our product search", "recall and nDCG at ten"],
    ["pre-train a model of our own from scratch", "an open-weight model with retrieval"],
  ] as const)("%s is to be measured by what would prove it", ([line, measurement]) => {
    expect(trainingMap(nothing, [line]).items[0]?.measurement).toContain(measurement);
  });

  it("calls nothing healthy of which it does not know what it does", () => {
    const verdict = (...plans: readonly string[]): string => trainingMap(nothing, plans).verdict;
    expect(verdict("RAG over the wiki")).toMatch(/^Nothing here trains a model, and that is the expected, healthy result/);
    expect(verdict("RAG over the wiki", "New chairs")).toMatch(/^Nothing here says that it trains a model, and 1 of 2 do not say/);
    expect(verdict("New chairs")).toMatch(/^Nothing here says whether it trains a model/);
    expect(verdict("LoRA for the form", "New chairs", "RAG over the wiki", "a tool")).toMatch(
      /^1 of 4 updates weights\..* 1 more does not say whether it does\.$/,
    );
    expect(verdict()).toMatch(/^Nothing is listed yet/);
  });

  it("sorts what the configuration names, and says that nothing in training is healthy", () => {
    const { items, verdict } = trainingMap(
      { candidates: [{ name: "short", kind: "prompt" }], models: [{ role: "model", name: "ollama/llama3.1" }], hasQueryAdapter: false },
      [],
    );
    expect(items.map(({ side }) => side)).toEqual(["inference", "inference"]);
    expect(verdict).toContain("healthy");
  });

  it("knows a tuned model by its name, and a learned adapter", () => {
    const { training } = trainingMap(
      {
        candidates: [{ name: "own", kind: "prompt", model: "openai/ft:gpt-4o-mini:acme" }],
        models: [{ role: "model", name: "gguf/llama-8b-lora-claims.gguf" }],
        hasQueryAdapter: true,
      },
      [],
    );
    expect(training).toBe(3);
  });
});
