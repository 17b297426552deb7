// What a line about one's own work says of weights. Patterns see lower-case text with straight apostrophes and hyphens.

const MODEL = String.raw`(?:model|llm|llama|mistral|gpt|qwen|gemma|network|weights)\w*`;

/** Methods and deeds that change weights. */
const METHODS = [
  String.raw`(?:pre-? ?|re-?|post-?)?train(?:s|ed|ing)?`,
  "fine[- ]?tun(?:e|es|ed|ing)",
  // vectors before the input that are learned, and no words
  "(?:prompt|prefix|p)-?tun(?:e|ed|ing)|(?:prompt|prefix) tuning|soft prompts?",
  "(?:instruct|instruction|preference|adapter)s?[- ]?tun(?:e|ed|ing)",
  "preference (?:optimi[sz]ation|learning)|reinforcement learning|reward model",
  "q?lora|peft|sft|rlhf|rlaif|rlvr|dpo|grpo|kto|orpo",
  "constitutional ai",
  "distil(?:l|ls|led|ling|lation)?|student model",
  "(?:transfer|contrastive|continual|continuous|federated|(?:self-|semi-)?supervised) learning|domain adaptation",
  "unlearn(?:s|ed|ing)?|(?:model|knowledge) editing",
  "(?:logistic|softmax|linear) regression|xgboost|gradient boosting|random forests?|naive bayes",
  String.raw`adapters?|gradient (?:descent|steps?)|back-?prop\w*`,
].join("|");

/** Deeds of which the object says that they change weights. */
const DEEDS = [
  "learn(?:s|ed|ing)? (?:a|the|new) (?:weights|adapter|head|embedding)",
  String.raw`fit(?:s|ted|ting)? (?:a|an|the|our) (?:[\w-]+ )?(?:classifier|model|softmax|regression|head)`,
  "build (?:our|a|an|my) own (?:model|llm|gpt)|own (?:foundation|language) model",
  String.raw`(?:tun|chang|updat|adjust)(?:e|es|ed|ing) (?:(?:the|its|our|an?|all) )?(?:model'?s? |network'?s? )?weights`,
  String.raw`tun(?:e|es|ed|ing) (?:(?:the|our|an?|my) )?(?:(?:own|base|open|small|local|language|embedding) )*${MODEL}`,
].join("|");

export const TRAINING = new RegExp(String.raw`\b(?:${METHODS}|${DEEDS})\b`);

/** Words that look like those above and mean something else. */
export const OTHER_MEANINGS =
  /\bpost-?training (?:\w+ )?(?=quanti[sz])|\btraining (?:materials?|manuals?|courses?|videos?|documents?|documentation|slides?|handbooks?|sessions?|program(?:me)?s?|plans?|catalogu?e|content|departments?|certificates?|records?)\b|\btrains? (?:stations?|timetables?|tickets?|delays?|schedules?|lines?|drivers?|travel|connections?)\b|\b(?:the|our|your) dpo\b|\bdpo(?:'s)? (?:approval|sign-?off|review|consent|opinion)\b|\b(?:api|database|db|network|power|storage|payment|interface) adapters?\b|\badapters? (?:for|to) (?:the |our |an? )?(?:[\w-]+ )?(?:api|interface|system|database|crm|erp|sharepoint|protocol|endpoint)\b/g;

/** Weights that somebody trained, used as they are. */
export const FROZEN_USE =
  /\b(?:use|uses|using|serve|serves|serving|run|runs|running|call|calls|calling|host|hosts|hosting|deploy|deploys|deployed|switch(?:ed)? to|load|loads|swap|query|evaluate|download|downloaded|buy|rent)\b[^.;]{0,40}\b(?:pre-?trained|trained|fine-?tuned|[a-z]+-tuned|distilled|adapters?)\b|\bpre-?trained (?!on\b|our\b|an?\b|the\b|it\b)/g;

/** Said of what is not done. */
export const DENIED = new RegExp(
  String.raw`\b(?:no|not|never|without|instead of|rather than|stop(?:ped)?|cancel(?:led)?|avoid|drop(?:ped)?|in place of)\b[^.,;]{0,30}?\b(?:${METHODS}|train\w*|adapters?)\b`,
  "g",
);

/** The people, and not a model. */
export const TRAINING_PEOPLE =
  /\b(?:train(?:s|ed|ing)?|retrain\w*|workshops?|teach(?:ing)?|course)\b[^.;]{0,30}\b(?:staff|teams?|colleagues|employees|users|people|customers|agents in support|managers|interns|new hires|raters|annotators|everybody)\b/;

/** A model is to become another, and the line does not say how: by a prompt, or by its weights. */
export const EITHER_WAY = new RegExp(
  String.raw`\b(?:teach|customi[sz]|adapt|speciali[sz]|personali[sz]|improv|updat|optimi[sz]|align)(?:e|es|ed|ing|s)? (?:(?:the|our|an?|its) )?(?:[\w-]+ )?(?:${MODEL}|chatbot|bot|assistant)\b`,
);

export const INFERENCE =
  /\b(?:prompt\w*|(?:few|zero|one)-shot|in-context|context engineering|chain[- ]of[- ]thought|examples?|persona|rag|retriev\w*|search\w*|index\w*|embed\w*|vectors?|rerank\w*|chunk\w*|cach\w*|quanti[sz]\w*|tools?|function calling|agents?|react loop|chat\w*|assistant|bot|api|call(?:s|ing)?|summar\w*|translat\w*|classif\w*|extract\w*|answer\w*|draft\w*|route|routing|web search|structured|json|schema|temperature|top[-_ ][pk]|sampl\w*|self-consistency|judge|eval\w*|inference|gpt\w*|claude|gemini|llama|mistral|qwen|gemma|ollama|copilot|llms?|models?|wiki|moderat\w*|transcri\w*|ocr|generat\w*|speculative|guardrails?|mcp|hyde|citations?)\b/;
