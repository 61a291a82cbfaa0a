/**
 * A trained transformer as the files that other programs run: transformers.js, ONNX Runtime, Hugging Face's Python libraries.
 *
 *   config.json, generation_config.json      what it is, and how it is drawn from
 *   tokenizer.json, tokenizer_config.json    text to tokens and back
 *   onnx/model.onnx                          the decoder, weights inside (decoder.ts)
 *   model.safetensors                        the weights alone
 *   README.md                                the model card
 *
 * Refuses to write them: `node/export` does.
 */
import {encodeSafetensors} from '../../../tensor/safetensors.ts';
import type {TransformerOptions} from '../options.ts';
import type {SavedTransformer} from '../save.ts';
import {type Card, cardText} from './card.ts';
import {decoderOnnx} from './decoder.ts';
import {configJson, publishedTensors} from './published.ts';
import {END, tokenizerJson, UNKNOWN} from './tokenizer-json.ts';

export type {Card} from './card.ts';
/** What is asked of a model: a fitted one has it, and one that was loaded. */
export type ExportedModel = SavedTransformer;

/** Contents by path. Throws DomainError where the model is larger than a file of ONNX may be, DataError where its tokens cannot be written down. */
export function transformerFiles({options, tokenizer, weights}: ExportedModel, card: Card = {}): Map<string, Uint8Array> {
  const shape = {...options, V: tokenizer.size};
  const json = (value: object) => bytesOf(`${JSON.stringify(value, undefined, 2)}\n`);
  return new Map([
    ['README.md', bytesOf(cardText(card, shape, options))],
    ['config.json', json(configJson(shape, options, tokenizer.end))],
    ['generation_config.json', json(generationJson(options, tokenizer))],
    ['tokenizer.json', json(tokenizerJson(tokenizer))],
    ['tokenizer_config.json', json(tokenizerConfig(options))],
    ['model.safetensors', encodeSafetensors(publishedTensors(shape, weights), {format: 'pt'})],
    ['onnx/model.onnx', decoderOnnx(shape, weights, tokenizer.end)],
  ]);
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** How samples are drawn. The unknown token is never drawn, and no document ends before it has begun. */
function generationJson(options: TransformerOptions, {end, unknown}: {end: number; unknown: number}): object {
  const {context, temperature = 1, topK = 0, topP = 1, repetitionPenalty = 1, beams} = options;
  return {
    bos_token_id: end,
    eos_token_id: end,
    pad_token_id: end,
    max_length: context,
    ...(beams === undefined
      ? {do_sample: true, temperature, top_k: topK, top_p: topP, repetition_penalty: repetitionPenalty}
      : {do_sample: false, num_beams: beams}),
    suppress_tokens: [unknown],
    begin_suppress_tokens: [end],
  };
}

const tokenizerConfig = ({context}: TransformerOptions): object => ({
  tokenizer_class: 'PreTrainedTokenizerFast',
  bos_token: END,
  eos_token: END,
  pad_token: END,
  unk_token: UNKNOWN,
  add_bos_token: true,
  padding_side: 'left',
  model_max_length: context,
  clean_up_tokenization_spaces: false,
});
