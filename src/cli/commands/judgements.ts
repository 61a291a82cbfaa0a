/** `genloss judgements`: what people's judgements tell of them, and the judgements for others. */
import {join} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import {counted, shortNumber} from '../../core/text/numbers.ts';
import {visible} from '../../core/text/plain.ts';
import type {AnnotatorSummary, PeopleSummary, RunJudgements} from '../../node/people/summary.ts';
import type {Stated} from '../../quality/preference/stated.ts';
import {command, one} from '../command.ts';
import type {Effects} from '../effects.ts';
import {EXIT} from '../exit.ts';
import {choice, jsonOption, text} from '../options.ts';
import {printJson, say, tell} from '../print.ts';

export const judgementsCommand = command({
  positional: {directory: one('a run directory')},
  options: {
    asAnnotator: text(
      'name',
      'print an annotator for experiments that chooses as this person does, and write the pairs that it learns from',
    ),
    export: choice('format', 'write the judgements for trainers', ['trl', 'argilla']),
    output: text('file', 'the JSONL file of pairs to write', {
      short: 'o',
      otherwise: 'with --as-annotator pairs-<name>.jsonl in the run directory',
    }),
    json: jsonOption,
  },
  examples: [
    {line: 'genloss judgements runs/mine', does: 'how noisy and how biased each annotator is, and how far they agree'},
    {line: 'genloss judgements runs/mine --as-annotator ada -o ada.jsonl', does: 'an annotator like ada, to ask as often as you like'},
    {line: 'genloss judgements runs/mine --export trl -o pairs.jsonl', does: 'the judgements as pairs to train on'},
  ],
  async run({directory, asAnnotator, export: format, output, json}, effects) {
    const {readRunJudgements, summaryOfPeople} = await import('../../node/people/summary.ts');
    const {pairsNameOf} = await import('../../node/people/give-away.ts');
    const {refuseOwnFile} = await import('../../node/run/own-files.ts');
    if (asAnnotator !== undefined && format !== undefined)
      throw new ConfigError('--export and --as-annotator write two files', {where: '--export', next: 'call it twice'});
    if (format !== undefined && output === undefined)
      throw new ConfigError('--export wants a file', {where: '--export', next: 'say which: -o pairs.jsonl'});
    if (asAnnotator === undefined && format === undefined && output !== undefined)
      throw new ConfigError('there is nothing to write', {where: '--output', next: 'give --export or --as-annotator beside it'});
    const path = output ?? (asAnnotator === undefined ? undefined : join(directory, pairsNameOf(asAnnotator)));
    if (path !== undefined) refuseOwnFile(directory, {flag: '--output', path});
    const judgements = readRunJudgements(directory);
    warnOfUnknown(judgements.unknown, effects);
    if (format !== undefined) await exportTo({path: path!, format, json}, judgements, effects);
    else if (asAnnotator === undefined) {
      const summary = summaryOfPeople(judgements);
      if (json) printJson(summary, effects);
      else say(textOfPeople(summary), effects);
    } else await likeOf(asAnnotator, path!, judgements, effects);
    return EXIT.done;
  },
});

const MOST_NAMED = 10;

function warnOfUnknown(unknown: readonly string[], effects: Effects): void {
  for (const ask of unknown.slice(0, MOST_NAMED))
    tell(`genloss: warning: a judgement of ${visible(ask)}, which was never asked\n`, effects);
  const more = unknown.length - MOST_NAMED;
  if (more > 0) tell(`genloss: warning: and of ${more} more that ${more === 1 ? 'was' : 'were'} never asked\n`, effects);
}

interface Exported {
  readonly path: string;
  readonly format: 'trl' | 'argilla';
  readonly json?: boolean;
}

async function exportTo({path, format, json}: Exported, judgements: RunJudgements, effects: Effects): Promise<void> {
  const {writePairs, writeRankings} = await import('../../node/people/give-away.ts');
  const {counted: all} = judgements;
  const count = format === 'trl' ? writePairs(path, judgements) : writeRankings(path, judgements);
  const even = all.filter((judgement) => judgement.choice === 'tie' || judgement.choice === 'neither').length;
  const left = format === 'trl' ? even : 0;
  if (json) {
    printJson({file: path, format, pairs: count, leftOut: left}, effects);
    return;
  }
  const ties =
    left > 0
      ? `; ${counted(left, 'judgement')} that ${left === 1 ? 'prefers' : 'prefer'} neither text ${left === 1 ? 'is' : 'are'} left out`
      : '';
  tell(`${visible(path)} is written: ${counted(count, 'pair')}${ties}\n`, effects);
}

async function likeOf(name: string, path: string, judgements: RunJudgements, effects: Effects): Promise<void> {
  const {annotatorLike, writePairs} = await import('../../node/people/give-away.ts');
  const {summaryOfPeople} = await import('../../node/people/summary.ts');
  const annotator = annotatorLike(name, summaryOfPeople(judgements).annotators, path);
  const count = writePairs(path, judgements, name);
  printJson(annotator, effects);
  tell(`${visible(path)} is written: ${counted(count, 'pair')}\n`, effects);
}

function textOfPeople({annotators, agreement}: PeopleSummary): string {
  if (annotators.length === 0) return 'nobody has judged anything yet\n';
  const agreed = 'reason' in agreement ? [`agreement  ${agreement.reason}`] : agreementLines(agreement);
  return `${[...annotators.flatMap(annotatorLines), ...agreed].join('\n')}\n`;
}

function annotatorLines({annotator, judgements, reported, unknown, noise, bias, repeats}: AnnotatorSummary): string[] {
  return [
    `${visible(annotator)}: ${counted(judgements, 'judgement')}`,
    `  noise   ${statedText(noise, 'the share that a coin decides')}`,
    `  left    ${statedText(bias.left, 'log-odds for the text on the left')}`,
    `  length  ${statedText(bias.length, 'log-odds for each e-fold of length')}`,
    ...(reported > 0 ? [`  reported ${counted(reported, 'pair')}`] : []),
    ...(unknown === undefined ? [] : [`  unknown ${counted(unknown, 'judgement')} of what was never asked`]),
    ...(repeats ? [`  again   ${statedText(repeats.alike, `of ${counted(repeats.count, 'repeat')} answered alike`)}`] : []),
  ];
}

function agreementLines({alpha, kappa}: Exclude<PeopleSummary['agreement'], {reason: string}>): string[] {
  return [
    `agreement  ${statedText(alpha, "Krippendorff's alpha")}`,
    ...kappa.map(({annotators: [a, b], ...stated}) => `  ${visible(a)}, ${visible(b)}  ${statedText(stated, "Cohen's kappa")}`),
  ];
}

const statedText = (stated: Stated, what: string): string =>
  'reason' in stated
    ? `unknown: ${stated.reason}`
    : `${shortNumber(stated.value)} (${shortNumber(stated.low)} to ${shortNumber(stated.high)})  ${what}`;
