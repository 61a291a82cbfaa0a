/** What the state of a watch holds, as it is stored: lines of JSON, keys in this order, so that equal states are equal bytes. */
import * as z from 'zod';
import type {HistoryRow} from '../../guard/watch/history.ts';
import type {FileStamp} from './found.ts';

const FORMAT = 1;

const measuredSchema = z.union([
  z.object({
    value: z.number(),
    low: z.number(),
    high: z.number(),
    expected: z.number(),
    error: z.number(),
    expectedError: z.number(),
  }),
  z.object({reason: z.string()}),
]);
const measuresSchema = z.record(z.string(), measuredSchema);

const sliceSchema = z.object({field: z.string(), value: z.string(), documents: z.number(), words: z.number(), measures: measuresSchema});

/** A row of the history, and the checksum of its profile. */
export const rowSchema = z.object({
  period: z.string(),
  documents: z.number(),
  words: z.number(),
  measures: measuresSchema,
  novelty: measuredSchema,
  synthetic: z.union([z.object({value: z.number(), low: z.number(), high: z.number()}), z.object({reason: z.string()})]).optional(),
  slices: z.array(sliceSchema).optional(),
  profile: z.string(),
});
export type StoredRow = HistoryRow & {readonly profile: string};

const stampSchema = z.object({name: z.string(), size: z.number(), modified: z.string()});

/** A part of a file, its digest, and the periods whose records begin in it. Of what cannot be read twice there is no digest. */
const blockSchema = z.object({digest: z.string().optional(), periods: z.array(z.string())});
export type StoredBlock = z.infer<typeof blockSchema>;

/** What was read: of periods by path or call the files of each, of periods by date the blocks of each file. */
export const readSchema = z.union([
  z.object({period: z.string(), files: z.array(stampSchema), stuck: z.literal(true).optional()}),
  z.object({
    file: stampSchema,
    blocks: z.array(blockSchema),
    stuck: z.array(z.string()).optional(),
    had: z.array(z.string()).optional(),
  }),
]);
export interface ReadPeriodFiles {
  readonly period: string;
  readonly files: readonly FileStamp[];
  /** Its data were gone when all was to be read again. */
  readonly stuck?: true;
}
export interface ReadFileBlocks {
  readonly file: FileStamp;
  readonly blocks: readonly StoredBlock[];
  /** Periods whose profiles are not of this file as it is: others of their data are gone. */
  readonly stuck?: readonly string[];
  /** Those of them whose profiles are of records that this file had. */
  readonly had?: readonly string[];
}

const calibrationSchema = z.union([z.number(), z.object({until: z.string()}), z.literal('reference')]);

/** How the state was made. */
export const madeSchema = z.object({
  format: z.literal(FORMAT, {error: ({input}) => `format ${JSON.stringify(input)}, this genloss reads ${FORMAT}`}),
  /** How records are found and cut into periods: another is another watch. */
  reading: z.record(z.string(), z.unknown()),
  measures: z.array(z.string()),
  slices: z.array(z.string()),
  calibration: calibrationSchema,
  accepted: z.array(z.string()),
  reference: z.array(stampSchema),
  /** Of the synthetic reference: its files, and what is in them. */
  synthetic: z.object({files: z.array(stampSchema), digest: z.string()}).optional(),
});
export type WatchMade = z.infer<typeof madeSchema>;

const wordSchema = z.object({word: z.string(), before: z.number(), after: z.number()});

/** What an alarm is about, kept so that profiles are not opened again. `key`: of all that it follows from. */
export const toldSchema = z.object({
  key: z.string(),
  kind: z.enum(['collapse', 'drift', 'both']),
  words: z.array(wordSchema),
  gained: z.array(wordSchema),
  /** Of an alarm that stands: `key` is of what it follows from. */
  looksLike: z
    .union([
      z.object({key: z.string(), value: z.number(), low: z.number(), high: z.number()}),
      z.object({key: z.string(), reason: z.string()}),
    ])
    .optional(),
});
export type StoredTold = z.infer<typeof toldSchema>;

export const firstMade = (made: Omit<WatchMade, 'format'>): WatchMade => ({format: FORMAT, ...made});
