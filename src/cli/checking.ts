/** `genloss check`, once it is called: both sides as profiles, the verdict, and what is written of it. What can be left out is loaded when it is asked for. */
import {ConfigError} from '../core/error.ts';
import {plainJson} from '../core/text/terminal.ts';
import {check as checkProfiles} from '../guard/check/check.ts';
import {groupText} from '../guard/check/comparable.ts';
import type {CheckedSlice, CheckReport, Gate, GenerationsPlace, Verdict} from '../guard/check-report.ts';
import {requireCutAlike} from '../guard/profile/cutting.ts';
import type {Profile} from '../guard/profile/profile.ts';
import {loadFormat} from '../node/check/formats.ts';
import {prepareOutput, refuseOverwriting, writeOutput} from '../node/output-file.ts';
import {isProfileFile, profileOf} from '../node/profile/files.ts';
import type {MadeProfile} from '../node/profile/make.ts';
import {version} from '../node/version.ts';
import type {ReadingKeys} from '../quality/reading-schema.ts';
import {REFERENCE_FIELD_NEXT, referenceError} from '../read/reference-error.ts';
import {readingOf} from '../read/request.ts';
import type {CheckFormat} from '../report/formats/check/formats.ts';
import {CHECK_DEFAULTS, type CheckFlags} from './check-options.ts';
import {formatOptions, makeOptionsOf, readOf} from './data-options.ts';
import type {Effects} from './effects.ts';
import {EXIT} from './exit.ts';
import {flagOf} from './options.ts';
import {print, verdictPrinted} from './print.ts';
import {startReadingDisplay} from './reading-picture.ts';

const EXITS: Record<Verdict, number> = {pass: EXIT.done, fail: EXIT.fail, inconclusive: EXIT.inconclusive};
/** Options that say how data is read. */
const OF_DATA = [
  ...(Object.keys(formatOptions) as (keyof typeof formatOptions)[]),
  'maxBad',
  'group',
  'size',
  'language',
  'referenceField',
] as const;
const FILES = ['html', 'markdown', 'junit', 'sarif'] as const;

export async function checkData(flags: CheckFlags, effects: Effects): Promise<number> {
  const {data, reference: references} = flags;
  const gates = flags.gates === undefined ? undefined : (await import('../node/check/gates-file.ts')).readGates(flags.gates);
  await prepareFiles(flags, effects);
  await refuseIdleFlags(flags, effects);
  await refuseSecondReading(flags, effects);
  const reference = await readReference(flags, effects);
  if (!(await areProfiles(data))) requireGroup(reference.profile, flags, 'reference');
  const candidate = await read('candidate', data, flags, effects);
  if (!(await areProfiles(references))) requireGroup(candidate.profile, flags, 'candidate');
  requireCutAlike(reference.profile, candidate.profile, [nameOf(references), nameOf(data)]);
  const format = flags.json ? 'json' : (flags.format ?? CHECK_DEFAULTS.format);
  const forecast = flags.forecast ? await place(flags, effects) : undefined;
  const checked = checkProfiles({
    reference: reference.profile,
    candidate: candidate.profile,
    names: {reference: nameOf(references), candidate: nameOf(data)},
    ...(gates && {gates}),
    broken: {reference: reference.broken, candidate: candidate.broken},
    pictures: flags.bands === true || format === 'html' || flags.html !== undefined,
  });
  const most = flags.examples ?? (shows(flags, format) ? CHECK_DEFAULTS.examples : 0);
  const examples =
    most > 0 || flags.examples !== undefined
      ? await exampled(checked, {reference: reference.profile, candidate: candidate.profile}, flags, most, effects)
      : {};
  const slices = flags.by === undefined ? undefined : await sliced(checked, reference.profile, flags, {gates, by: flags.by}, effects);
  const sides = await sidesAsRead(checked, flags, effects);
  const report: CheckReport = {...checked, ...sides, ...examples, ...(slices && {slices}), ...(forecast && {forecast})};
  await writeFiles(report, flags, effects);
  const {hasColours: colour, isTerminal, columns} = effects.stdout;
  const shown = (await loadFormat(format))(report, {...aboutRun(effects), colour, ...(isTerminal && {width: columns})});
  return verdictPrinted(EXITS[report.verdict], () => print(format === 'json' || format === 'sarif' ? plainJson(shown) : shown, effects));
}

/** How the reference is read, where its text has another field. */
const ofReference = (flags: CheckFlags): CheckFlags =>
  flags.referenceField === undefined ? flags : {...flags, field: flags.referenceField};

/** Both sides with how they were read. */
async function sidesAsRead(
  {candidate, reference}: CheckReport,
  flags: CheckFlags,
  effects: Effects,
): Promise<Pick<CheckReport, 'candidate' | 'reference'>> {
  const ofCandidate = await saidOfReading(flags.data, flags, effects);
  const ofHuman = await saidOfReading(flags.reference, ofReference(flags), effects);
  return {
    candidate: {...candidate, ...(ofCandidate && {read: ofCandidate})},
    reference: {...reference, ...(ofHuman && {read: ofHuman})},
  };
}

/** As a recipe would say it. */
async function saidOfReading(sources: readonly string[], flags: CheckFlags, effects: Effects): Promise<ReadingKeys | undefined> {
  if (await areProfiles(sources)) return undefined;
  const read = readOf(flags, effects);
  const {maxBad: _, roles, ...reading} = readingOf(read);
  const said = {...reading, ...(roles !== undefined && {roles: [...roles]}), ...(read.format !== undefined && {format: read.format})};
  return Object.keys(said).length === 0 ? undefined : said;
}

async function sliced(
  whole: CheckReport,
  reference: Profile,
  flags: CheckFlags,
  {gates, by}: {readonly gates: readonly Gate[] | undefined; readonly by: string},
  effects: Effects,
): Promise<CheckedSlice[]> {
  const {sliceProfiles} = await import('../node/check/slices.ts');
  const {checkSlices} = await import('../guard/check/slices.ts');
  const slices = await sliceProfiles(flags.data, by, makeOptionsOf(flags, effects));
  return checkSlices({reference, slices, field: by, whole, ...(gates && {gates})});
}

/** Whether some output is for people, who want to see where. */
const shows = ({html, markdown}: CheckFlags, format: CheckFormat): boolean =>
  html !== undefined || markdown !== undefined || ['text', 'markdown', 'html'].includes(format);

async function exampled(
  report: CheckReport,
  profiles: {readonly reference: Profile; readonly candidate: Profile},
  flags: CheckFlags,
  most: number,
  effects: Effects,
): Promise<Pick<CheckReport, 'examples' | 'withoutExamples'>> {
  const {findExamples} = await import('../node/check/examples.ts');
  return findExamples({
    ...{report, ...profiles, most, language: flags.language},
    sources: {reference: flags.reference, candidate: flags.data},
    read: {reference: readOf(ofReference(flags), effects), candidate: readOf(flags, effects)},
  });
}

/** Before any work: that every file can be written, and that none of them is what is read. */
async function prepareFiles(flags: CheckFlags, effects: Effects): Promise<void> {
  const outputs = FILES.flatMap((format) => (flags[format] === undefined ? [] : [{flag: `--${format}`, path: flags[format]}]));
  for (const {path} of outputs) prepareOutput(path);
  const {data, gates, reference} = flags;
  await refuseOverwriting(outputs, async () => {
    const {inputPaths} = await import('../node/read/input-paths.ts');
    return inputPaths([...data, ...reference, ...(gates === undefined ? [] : [gates])], makeOptionsOf(flags, effects).read);
  });
}

const GENERATIONS = 6;

/** Runs the lab on the reference: both sides must be data. */
async function place(flags: CheckFlags, effects: Effects): Promise<GenerationsPlace> {
  const {data} = flags;
  const sources = [...data, ...flags.reference];
  if ((await Promise.all(sources.map(isProfileFile))).includes(true))
    throw new ConfigError('--forecast trains models on the reference: a profile holds no text', {
      next: 'Give the data of both sides, not profiles.',
    });
  const {placeSources} = await import('../node/forecast/sources.ts');
  const {line, value, low, high, reason} = await placeSources({
    human: flags.reference,
    candidate: data,
    ...readOf(flags, effects),
    humanField: flags.referenceField,
    language: flags.language,
    generations: GENERATIONS,
  });
  return {line, ...(value !== undefined && {value, low, high}), ...(reason !== undefined && {reason})};
}

const allProfiles = async (sources: readonly string[]): Promise<boolean> =>
  !(await Promise.all(sources.map(isProfileFile))).includes(false);

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

/** Before any work: that what can be read but once, a pipe, is not asked for twice. */
async function refuseSecondReading(flags: CheckFlags, effects: Effects): Promise<void> {
  const {data, reference, by, forecast} = flags;
  // a profile is a regular file
  if (by === undefined && (await allProfiles([...data, ...reference]))) return;
  const read = readOf(flags, effects);
  const {refuseReadOnce, refuseSharedOnce} = await import('../node/read/once.ts');
  await refuseSharedOnce([reference, data], read);
  if (forecast) await refuseReadOnce([...reference, ...data], read, '--forecast reads both sides once more');
  if (by !== undefined) await (await import('../node/check/slices.ts')).requireSliceable(data, read);
}

/** Flags that say how data is read say nothing where both sides are profiles. */
async function refuseIdleFlags(flags: CheckFlags, effects: Effects): Promise<void> {
  const idle = OF_DATA.filter((key) => flags[key] !== undefined);
  if (idle.length === 0) return;
  const sources = [...flags.data, ...flags.reference];
  const profiles = await Promise.all(sources.map(isProfileFile));
  const data = sources.filter((_, i) => !profiles[i]);
  if (data.length > 0) return (await import('../node/read/idle.ts')).refuseIdleDialect(data, readOf(flags, effects));
  throw new ConfigError(
    `${idle.map((key) => flagOf(key, {negated: key === 'header'})).join(', ')} says how data is read, but both sides are profiles`,
    {
      next: 'Leave it out here; give it to genloss profile.',
    },
  );
}

async function readReference(flags: CheckFlags, effects: Effects): Promise<MadeProfile> {
  const {reference: sources, referenceField} = flags;
  if (referenceField !== undefined && (await areProfiles(sources)))
    throw new ConfigError('--reference-field says how the reference is read, and it is a profile', {next: 'Leave it out.'});
  return read('reference', sources, ofReference(flags), effects).catch((error) => {
    throw referenceField === undefined ? referenceError(error, REFERENCE_FIELD_NEXT) : error;
  });
}

async function read(title: string, sources: readonly string[], flags: CheckFlags, effects: Effects): Promise<MadeProfile> {
  const display = startReadingDisplay(title, {quiet: flags.quiet === true}, effects);
  const making = profileOf(sources, {...makeOptionsOf(flags, effects), onProgress: (progress) => display.show(progress)});
  return making.finally(() => display.end());
}

async function writeFiles(report: CheckReport, flags: CheckFlags, effects: Effects): Promise<void> {
  for (const format of FILES) {
    const file = flags[format];
    if (file !== undefined) writeOutput(file, [(await loadFormat(format))(report, aboutRun(effects))]);
  }
}

/** What formats say of the run. */
const aboutRun = ({workingDirectory}: Effects) => ({version: version(), root: workingDirectory});

const nameOf = (sources: readonly string[]): string =>
  sources.length <= 2 ? sources.join(', ') : `${sources[0]} and ${sources.length - 1} more`;
