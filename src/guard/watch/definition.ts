/**
 * The schema of a watch: which series of data is watched, against what, and who is told. One source for types, errors, docs and the JSON
 * Schema of editors.
 *
 * Paths are relative to the file of the watch. Refuses to read it: `node/watch/definition-file.ts` does.
 */
import * as z from 'zod';
import {TIME_SPAN, timeSpanSeconds} from '../../core/text/time-span.ts';
import {languageSchema} from '../../quality/language-schema.ts';
import {readingShape} from '../../quality/reading-schema.ts';
import {SIZES, type SizeName} from '../profile/profile.ts';
import {WATCH_MEASURES} from './measures.ts';
import {LEAST_CALIBRATION} from './rank.ts';
import {leastCalibration, periodsToReach} from './reach.ts';

const sources = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value));
const whole = z.int().min(1);
const unique = (names: readonly string[]): boolean => new Set(names).size === names.length;

const passage = whole
  .optional()
  .describe('Cuts every record into passages of about so many words, at the ends of sentences; each is then a document of its own.');

export const filesSchema = z
  .strictObject({
    files: sources.describe('Files, folders or globs; `-` is standard input, which needs `period: {call: true}`.'),
    ...readingShape,
    passage,
  })
  .describe('Data of files.');

export const corpusSchema = z
  .strictObject({
    corpus: z.literal('speeches').describe('The speeches that ship. Their fields are `year`, `president` and `party`.'),
    unit: readingShape.unit,
    passage,
  })
  .describe('A corpus that ships.');

/** More than any calibration can be asked for. */
const MOST_PERIODS = 1e9;

/** Of the speeches. */
export const CORPUS_FIELDS: readonly string[] = ['year', 'president', 'party'];

/** The place of the name of a period in a path. */
export const PERIOD_PLACE = '{period}';
export const STEPS = ['day', 'week', 'month', 'year', 'decade'] as const;
export type PeriodStep = (typeof STEPS)[number];

export const fieldPeriodSchema = z
  .strictObject({
    field: z.string().min(1).describe('Field that holds the date.'),
    by: z.enum(STEPS).describe('How long a period is: of the date as it is written, in the time zone that it is written in.'),
  })
  .describe('By a date in each record.');

export const pathPeriodSchema = z
  .strictObject({
    path: z
      .string()
      .refine((path) => path.includes(PERIOD_PLACE), `wants ${PERIOD_PLACE} where the name of the period stands`)
      .describe(`Path of the files with ${PERIOD_PLACE} for the name of the period; \`*\` is any part of a name, \`**\` any folders.`),
  })
  .describe('By a part of the path of each file.');

export const callPeriodSchema = z
  .strictObject({call: z.literal(true).describe('`--period NAME` names the period whose data the call reads.')})
  .describe('By a call a period.');

const url = z.string().refine((text) => /^https?:\/\/[^\s/]\S*$/i.test(text), 'wanted an address that begins with http:// or https://');

export const webhookSchema = z
  .strictObject({
    webhook: url.describe('Gets a POST with JSON when an alarm is raised and one when it ends.'),
    headers: z
      .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a name of a header'), z.strictObject({env: z.string().min(1)}))
      .optional()
      .describe('Headers, each with the environment variable that holds its value.'),
  })
  .describe('A webhook.');

export const alertmanagerSchema = z
  .strictObject({
    alertmanager: url.describe('Address of an Alertmanager, without /api/v2/alerts.'),
    expires: z
      .string()
      .refine((text) => timeSpanSeconds(text) !== undefined, `wanted ${TIME_SPAN}`)
      .optional()
      .describe(
        'How long an alert lasts without another call: 36h, 7d. Two days, two weeks or two months unless said, by the length of a period.',
      ),
  })
  .describe('An Alertmanager.');

export const textfileSchema = z
  .strictObject({textfile: z.string().min(1).describe('File for the text collector of a node exporter, or any server of files.')})
  .describe('A file in the text format of Prometheus.');

export const calibrationSchema = z
  .union([
    z.int().min(LEAST_CALIBRATION).describe('The first so many periods.'),
    z.strictObject({until: z.string().min(1)}).describe('All periods up to this one, itself included.'),
    z.literal('reference').describe('Parts of the reference in place of past periods: hints only, no alarm.'),
  ])
  .describe('The periods that later ones are held against: what is normal.');

export const watchSchema = z
  .strictObject({
    title: z.string().min(1).describe('What the watch is called in every delivery.'),
    reference: sources.describe('Human text that every period is measured against: a profile, or data that are read as `data` are.'),
    synthetic: sources.optional().describe('Text by models: the share of machine-written text of each period is estimated beside it.'),
    data: z.union([filesSchema, corpusSchema]),
    language: languageSchema.optional(),
    size: z
      .enum(Object.keys(SIZES) as [SizeName, ...SizeName[]])
      .optional()
      .describe('How much the profile of a period keeps; medium unless said.'),
    period: z.union([fieldPeriodSchema, pathPeriodSchema, callPeriodSchema]).describe('What a period is.'),
    open: z.int().min(0).default(0).describe('So many of the newest periods may still grow: they are shown, not judged.'),
    calibration: calibrationSchema,
    falseAlarms: z
      .strictObject({
        periods: z.int().min(2).max(MOST_PERIODS).describe('Of so many independent periods, at most one alarm is false, on average.'),
      })
      .describe('The budget of false alarms, over all measures and slices together.'),
    measures: z
      .array(z.enum(WATCH_MEASURES as [string, ...string[]]))
      .min(1)
      .refine(unique, 'names a measure twice')
      .optional()
      .describe('What is watched; the measures of a check without gates unless said.'),
    slices: z
      .array(z.string().min(1))
      .min(1)
      .refine(unique, 'names a field twice')
      .optional()
      .describe('Fields by whose values every period is also watched part by part.'),
    least: whole.default(8).describe('A period, or a slice of one, of fewer documents is shown, not judged.'),
    alerts: z
      .array(z.union([webhookSchema, alertmanagerSchema, textfileSchema]))
      .min(1)
      .optional()
      .describe('Who is told.'),
  })
  .superRefine(({data, period, slices, calibration, falseAlarms}, context) => {
    const refuse = (path: (string | number)[], message: string): void => context.addIssue({code: 'custom', path, message});
    if (
      typeof calibration === 'number' &&
      calibration >= LEAST_CALIBRATION &&
      periodsToReach(falseAlarms.periods, calibration) === undefined
    )
      refuse(
        ['calibration'],
        `${calibration} periods are too few for one false alarm in ${falseAlarms.periods}: nothing could raise an alarm; ${leastCalibration(falseAlarms.periods)} are the least`,
      );
    if ('corpus' in data) {
      if (!('field' in period)) refuse(['period'], `a corpus that ships is cut by a field: ${CORPUS_FIELDS.join(', ')}`);
      else if (!CORPUS_FIELDS.includes(period.field))
        refuse(['period', 'field'], `the speeches have no field ${JSON.stringify(period.field)}, but ${CORPUS_FIELDS.join(', ')}`);
      slices?.forEach((field, i) => {
        if (!CORPUS_FIELDS.includes(field))
          refuse(['slices', i], `the speeches have no field ${JSON.stringify(field)}, but ${CORPUS_FIELDS.join(', ')}`);
      });
    } else if (data.files.includes('-') && !('call' in period))
      refuse(['data', 'files'], 'standard input is read once, by a call that names its period: wants period: {call: true}');
  });

/** A watch as it was written, with defaults filled in. */
export type WatchDefinition = z.output<typeof watchSchema>;
export type WatchData = WatchDefinition['data'];
export type WatchPeriod = WatchDefinition['period'];
export type WatchCalibration = WatchDefinition['calibration'];
export type WatchAlert = NonNullable<WatchDefinition['alerts']>[number];
