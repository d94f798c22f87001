import * as z from 'zod';
import { architectureSchema } from '../../catalog/kinds/architecture.ts';
import { catalogId, text } from './fields.ts';

const huggingFaceSchema = z
  .strictObject({ huggingface: text('Path of a config.json, relative to this file', ['./config.json']) })
  .register(z.globalRegistry, {
    description: "A model by its Hugging Face configuration; the file's own number of layers, heads, experts, ...",
  });

export const modelReference = z
  .union([
    catalogId('models', 'Model', ['llama-3.1-70b', 'gpt-3-175b', 'deepseek-v3']),
    huggingFaceSchema,
    architectureSchema,
  ])
  .register(z.globalRegistry, {
    description: 'The model: catalog id, { huggingface: ./config.json }, or an inline architecture',
  });
