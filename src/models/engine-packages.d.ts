// The parts of two optional packages that are used here: they are not installed where this is compiled.

declare module "@huggingface/transformers" {
  interface Tensor {
    readonly dims: readonly number[];
    readonly data: ArrayLike<number> | ArrayLike<bigint>;
  }
  type Encoded = Readonly<Record<string, Tensor>>;
  interface TokenizerOptions {
    readonly text_pair?: readonly string[];
    readonly padding?: boolean;
    readonly truncation?: boolean;
    readonly max_length?: number;
  }
  interface Tokenizer {
    (texts: readonly string[], options: TokenizerOptions): Encoded;
    encode(text: string, options?: { readonly add_special_tokens?: boolean }): readonly number[];
  }
  interface LoadOptions {
    readonly dtype?: string;
    readonly device?: string;
    readonly local_files_only?: boolean;
  }
  interface Loaded {
    (inputs: Encoded): Promise<Encoded>;
    dispose(): Promise<unknown>;
  }
  export const env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string; useFSCache: boolean };
  export const AutoTokenizer: { from_pretrained(name: string, options: LoadOptions): Promise<Tokenizer> };
  export const AutoModel: { from_pretrained(name: string, options: LoadOptions): Promise<Loaded> };
  export const AutoModelForSequenceClassification: { from_pretrained(name: string, options: LoadOptions): Promise<Loaded> };
}

declare module "node-llama-cpp" {
  type Token = number;
  interface Llama {
    loadModel(options: { readonly modelPath: string; readonly gpuLayers?: number }): Promise<LlamaModel>;
    createGrammarForJsonSchema(schema: unknown): Promise<LlamaGrammar>;
    dispose(): Promise<void>;
  }
  interface LlamaGrammar {
    parse(text: string): unknown;
  }
  interface LlamaModel {
    readonly embeddingVectorSize: number;
    readonly trainContextSize: number;
    tokenize(text: string): readonly Token[];
    createEmbeddingContext(options?: { readonly contextSize?: number | "auto" }): Promise<LlamaEmbeddingContext>;
    createRankingContext(options?: { readonly contextSize?: number | "auto" }): Promise<LlamaRankingContext>;
    createContext(options?: { readonly contextSize?: number | { readonly max: number } }): Promise<LlamaContext>;
    dispose(): Promise<void>;
  }
  interface LlamaEmbeddingContext {
    getEmbeddingFor(text: string): Promise<{ readonly vector: readonly number[] }>;
    dispose(): Promise<void>;
  }
  interface LlamaRankingContext {
    rankAll(query: string, documents: readonly string[]): Promise<readonly number[]>;
    dispose(): Promise<void>;
  }
  interface LlamaContext {
    readonly contextSize: number;
    getSequence(): LlamaContextSequence;
    dispose(): Promise<void>;
  }
  interface TokenMeterState {
    readonly usedInputTokens: number;
    readonly usedOutputTokens: number;
  }
  interface LlamaContextSequence {
    readonly tokenMeter: { getState(): TokenMeterState; diff(before: TokenMeterState): TokenMeterState };
    dispose(): void;
  }
  interface ChatMeta {
    readonly responseText: string;
    readonly stopReason: string;
  }
  interface PromptOptions {
    readonly maxTokens?: number;
    readonly temperature?: number;
    readonly seed?: number;
    readonly signal?: AbortSignal;
    readonly grammar?: LlamaGrammar;
    readonly onTextChunk?: (text: string) => void;
  }
  export class LlamaChatSession {
    constructor(options: { readonly contextSequence: LlamaContextSequence; readonly systemPrompt?: string });
    promptWithMeta(prompt: string, options?: PromptOptions): Promise<ChatMeta>;
    setChatHistory(history: readonly unknown[]): void;
    dispose(): void;
  }
  export function getLlama(options: {
    readonly gpu: false;
    readonly build: "never";
    readonly skipDownload: true;
    readonly logLevel?: string;
    readonly maxThreads?: number;
  }): Promise<Llama>;
}
