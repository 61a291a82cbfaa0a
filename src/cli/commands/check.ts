/** `genloss check`: a verdict on a corpus against a human reference. */
import {ConfigError} from '../../core/error.ts';
import {plainJson} from '../../core/text/terminal.ts';
import {check as checkProfiles} from '../../guard/check/check.ts';
import {groupText} from '../../guard/check/comparable.ts';
import type {CheckReport, GenerationsPlace, Verdict} from '../../guard/check-report.ts';
import {requireCutAlike} from '../../guard/profile/cutting.ts';
import type {Profile} from '../../guard/profile/profile.ts';
import {loadFormat} from '../../node/check/formats.ts';
import {prepareOutput, refuseOverwriting, writeOutput} from '../../node/output-file.ts';
import {isProfileFile, profileOf} from '../../node/profile/files.ts';
import type {Made} from '../../node/profile/make.ts';
import {refuseIdleDialect} from '../../node/read/idle.ts';
import {inputPaths} from '../../node/read/input-paths.ts';
import {version} from '../../node/version.ts';
import type {CheckFormat} from '../../report/formats/check/formats.ts';
import {type DataFlags, makeOptionsOf, readOf} from '../data-options.ts';
import {EXIT} from '../exit.ts';
import {print} from '../print.ts';
import {startReadingDisplay} from '../reading-display.ts';

export interface CheckFlags extends DataFlags {
  reference: string[];
  gates?: string;
  format?: CheckFormat;
  json?: boolean;
  bands?: boolean;
  html?: string;
  markdown?: string;
  junit?: string;
  sarif?: string;
  forecast?: boolean;
}

const EXITS: Record<Verdict, number> = {pass: EXIT.done, fail: EXIT.fail, inconclusive: EXIT.inconclusive};
const OF_DATA = ['field', 'roles', 'unit', 'inputFormat', 'delimiter', 'quote', 'header', 'maxBad', 'group', 'size', 'language'] as const;
const FILES = ['html', 'markdown', 'junit', 'sarif'] as const;

export async function check(data: readonly string[], flags: CheckFlags): Promise<void> {
  const gates = flags.gates === undefined ? undefined : (await import('../../node/check/gates-file.ts')).readGates(flags.gates);
  await prepareFiles(data, flags);
  await refuseIdleFlags([...data, ...flags.reference], flags);
  const reference = await read('reference', flags.reference, flags);
  if (!(await areProfiles(data))) requireGroup(reference.profile, flags, 'reference');
  const candidate = await read('candidate', data, flags);
  if (!(await areProfiles(flags.reference))) requireGroup(candidate.profile, flags, 'candidate');
  requireCutAlike(reference.profile, candidate.profile, [nameOf(flags.reference), nameOf(data)]);
  const format = flags.json ? 'json' : (flags.format ?? 'text');
  const forecast = flags.forecast ? await place(data, flags) : undefined;
  const checked = checkProfiles({
    reference: reference.profile,
    candidate: candidate.profile,
    names: {reference: nameOf(flags.reference), candidate: nameOf(data)},
    ...(gates && {gates}),
    broken: {reference: reference.broken, candidate: candidate.broken},
    pictures: flags.bands === true || format === 'html' || flags.html !== undefined,
  });
  const report: CheckReport = forecast ? {...checked, forecast} : checked;
  await writeFiles(report, flags);
  const colour = process.stdout.isTTY && process.stdout.hasColors?.() === true && !process.env.NO_COLOR;
  const text = (await loadFormat(format))(report, {...formatOptions(), colour});
  process.exitCode = EXITS[report.verdict];
  print(format === 'json' || format === 'sarif' ? plainJson(text) : text);
}

/** Before any work: that every file can be written, and that none of them is what is read. */
async function prepareFiles(data: readonly string[], flags: CheckFlags): Promise<void> {
  const outputs = FILES.flatMap((format) => (flags[format] === undefined ? [] : [{flag: `--${format}`, path: flags[format]}]));
  for (const {path} of outputs) prepareOutput(path);
  const {gates, reference} = flags;
  await refuseOverwriting(outputs, () =>
    inputPaths([...data, ...reference, ...(gates === undefined ? [] : [gates])], makeOptionsOf(flags).read),
  );
}

const GENERATIONS = 6;

/** Runs the lab on the reference: both sides must be data. */
async function place(data: readonly string[], flags: CheckFlags): Promise<GenerationsPlace> {
  const sources = [...data, ...flags.reference];
  if ((await Promise.all(sources.map(isProfileFile))).includes(true))
    throw new ConfigError('--forecast trains models on the reference: a profile holds no text', {
      next: 'Give the data of both sides, not profiles.',
    });
  const {placeSources} = await import('../../node/forecast/sources.ts');
  const {line, value, low, high, reason} = await placeSources({
    human: flags.reference,
    candidate: data,
    ...readOf(flags),
    language: flags.language,
    generations: GENERATIONS,
  });
  return {line, ...(value !== undefined && {value, low, high}), ...(reason !== undefined && {reason})};
}

const areProfiles = async (sources: readonly string[]): Promise<boolean> => (await Promise.all(sources.map(isProfileFile))).includes(true);

/** Of a profile beside data: the data are grouped by --group, the profile as it was made. */
function requireGroup({groupField}: Profile, {group}: CheckFlags, side: string): void {
  if (groupField === group) return;
  throw new ConfigError(
    `the ${side} is a profile that groups documents ${groupText(groupField)}, the data would be grouped ${groupText(group)}`,
    {
      next: groupField === undefined ? 'Leave --group out, or make the profile again with it.' : `Give --group ${groupField}.`,
    },
  );
}

/** Flags that say how data is read say nothing where both sides are profiles. */
async function refuseIdleFlags(sources: readonly string[], flags: DataFlags): Promise<void> {
  const idle = OF_DATA.filter((flag) => flags[flag] !== undefined && flags[flag] !== true);
  if (idle.length === 0) return;
  const profiles = await Promise.all(sources.map(isProfileFile));
  const data = sources.filter((_, i) => !profiles[i]);
  if (data.length > 0) return refuseIdleDialect(data, readOf(flags));
  const names = idle
    .map((flag) => `--${flag === 'header' ? 'no-' : ''}${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
    .join(', ');
  throw new ConfigError(`${names} says how data is read, but both sides are profiles`, {
    next: 'Leave it out here; give it to genloss profile.',
  });
}

async function read(title: string, sources: readonly string[], flags: DataFlags): Promise<Made> {
  const display = startReadingDisplay(title, {quiet: flags.quiet === true, stream: process.stderr});
  try {
    return await profileOf(sources, {...makeOptionsOf(flags), onProgress: (progress) => display.show(progress)});
  } finally {
    display.end();
  }
}

async function writeFiles(report: CheckReport, flags: CheckFlags): Promise<void> {
  for (const format of FILES) {
    const file = flags[format];
    if (file !== undefined) writeOutput(file, [(await loadFormat(format))(report, formatOptions())]);
  }
}

const formatOptions = () => ({version: version(), root: process.cwd()});

const nameOf = (sources: readonly string[]): string =>
  sources.length <= 2 ? sources.join(', ') : `${sources[0]} and ${sources.length - 1} more`;
