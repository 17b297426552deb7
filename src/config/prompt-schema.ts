import { z } from "zod";

const lines = z.array(z.string());

/** `Tool` of core/model.ts. */
export const toolSchema = z.strictObject({ name: z.string(), description: z.string(), inputSchema: z.record(z.string(), z.unknown()) });

/** `PromptDefinition` of core/prompt-definition.ts. */
export const promptSchema = z.strictObject({
  role: z.string().optional(),
  task: z.string().optional(),
  format: lines.optional(),
  constraints: lines.optional(),
  persona: z
    .strictObject({ voice: z.string(), samples: lines.min(3, "needs three samples, to show a voice and not a subject") })
    .optional(),
  examples: z
    .strictObject({
      from: z.array(z.strictObject({ input: z.string(), output: z.string() })).min(1, "needs an example"),
      choose: z.enum(["fixed", "similar"]).optional(),
      count: z.number().int().min(1).optional(),
    })
    .optional(),
  tool: toolSchema.optional(),
  input: z.string().optional(),
  outputTokensMax: z.number().int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  repeats: z.number().int().min(1).optional(),
  webSearch: z.boolean().optional(),
});
