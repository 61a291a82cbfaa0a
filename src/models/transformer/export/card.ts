/** The model card of an exported transformer: what it is, what it was trained on, how to run it. */
import {markdownText} from '../../../core/text/plain.ts';
import type {TransformerShape} from '../network.ts';
import type {TransformerOptions} from '../options.ts';
import {isPublished} from './published.ts';

export interface Card {
  /** Its heading. */
  readonly title?: string;
  /** In a sentence or two: data, generation, how the training set came about. */
  readonly trainedOn?: string;
}

const PACKAGE = '@huggingface/transformers';
const UNSAID = 'It was not said what this model was trained on.';

/** The contents of README.md, in the form of Hugging Face's model cards. */
export function cardText(
  {title = 'A transformer trained by genloss', trainedOn = UNSAID}: Card,
  shape: TransformerShape,
  options: TransformerOptions,
): string {
  const {V, width, layers, heads, context, positions, activation} = shape;
  const {epochs, steps, batch, rate} = options;
  const length = steps === undefined ? `${epochs} epoch${epochs === 1 ? '' : 's'}` : `${steps} steps`;
  return `---
library_name: transformers.js
pipeline_tag: text-generation
tags: [genloss, model-collapse]
---

# ${markdownText(title)}

${markdownText(trainedOn)}

A decoder-only transformer: ${V} tokens, width ${width}, ${layers} layers, ${heads} heads, a context of ${context} tokens, ${positions} positions, ${activation}. It was trained by genloss for ${length} with batches of ${batch} and a learning rate of ${rate}. It is made for the study of model collapse: it may have been trained on what other models wrote, and knows no more than its training set.

## Run it

In JavaScript, from the folder that holds this one (\`npm install @huggingface/transformers\`):

\`\`\`js
import {env, pipeline} from ${JSON.stringify(PACKAGE)};

env.localModelPath = './';
const write = await pipeline('text-generation', 'FOLDER', {local_files_only: true});
console.log(await write('The ', {max_new_tokens: 40, do_sample: true}));
\`\`\`

In Python (\`pip install optimum-onnx[onnxruntime]\`):

\`\`\`python
from optimum.onnxruntime import ORTModelForCausalLM
from transformers import AutoTokenizer, pipeline

write = pipeline("text-generation", model=ORTModelForCausalLM.from_pretrained("."), tokenizer=AutoTokenizer.from_pretrained("."))
print(write("The ", max_new_tokens=40))
\`\`\`

${weightsNote(shape)}

## What to know

A document begins behind an end, \`<|endoftext|>\`: the tokenizer puts one before every text. Bytes that the training text did not have become \`<|unknown|>\`, which is never drawn. Where prompt and continuation have filled the ${context} tokens of the context, the model writes an end.
`;
}

const weightsNote = (shape: TransformerShape): string =>
  isPublished(shape)
    ? '`model.safetensors` has the names of the published architecture, so that `AutoModelForCausalLM.from_pretrained` reads it too.'
    : '`model.safetensors` has the names that genloss gives weights: no published architecture has this activation with layers of norm and biases, so PyTorch’s `AutoModelForCausalLM` refuses the folder. The ONNX file is whole by itself.';
