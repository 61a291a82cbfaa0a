/** What `genloss check` may be given. */
import {CHECK_FORMATS, type CheckFormat} from '../report/formats/check/formats.ts';
import {type GivenTo, many} from './command.ts';
import {profileOptions} from './data-options.ts';
import {choice, dataTexts, flag, text, wholeNumberFrom0} from './options.ts';

/** `examples`: of each gate. */
export const CHECK_DEFAULTS: {readonly format: CheckFormat; readonly examples: number} = {format: 'text', examples: 3};
const positional = {data: many('the candidate: data, or its profile')};
const options = {
  ...profileOptions,
  reference: dataTexts('data', 'the human reference: data or a profile; repeatable', {required: true}),
  referenceField: text('name', 'field or column that holds the text of the reference, where it is another', {otherwise: 'as --field'}),
  gates: text('file', 'YAML with the gates that must hold', {otherwise: 'calibrated ones'}),
  format: choice('format', 'what is printed', CHECK_FORMATS, {otherwise: CHECK_DEFAULTS.format}),
  json: flag('the same as --format json'),
  forecast: flag('also say how many generations of a lab on the reference the candidate looks like; takes a minute'),
  by: text('field', 'also each part of the candidate by the value of this field, or field:year, :month or :day of dates'),
  examples: wholeNumberFrom0('n', 'of every gate that does not pass, so many places in the data; reads them once more', {
    otherwise: `${CHECK_DEFAULTS.examples} in text, Markdown and pages, else none`,
  }),
  bands: flag('also report by band what pictures are made of (html always does)'),
  html: text('file', 'write a page with pictures too'),
  markdown: text('file', 'write Markdown for a pull request too'),
  junit: text('file', 'write JUnit XML too'),
  sarif: text('file', 'write SARIF too'),
};
export const checkGiven = {positional, options};
export type CheckFlags = GivenTo<typeof positional, typeof options>;
