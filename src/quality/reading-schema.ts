/**
 * How the text of data files is found: one source for experiments and recipes. The command line has the same as flags.
 *
 * Refuses to read anything: `read` does.
 */
import * as z from 'zod';
import {FORMATS, RECORD_UNITS} from '../core/reading.ts';

/** What is said of how the text of data files is found. */
export type ReadingKeys = z.infer<z.ZodObject<typeof readingShape>>;

const character = z.string().refine((text) => [...text].length === 1, 'wanted one character');

export const readingShape = {
  format: z.enum(FORMATS).optional().describe('Format of all files, whatever they are called; as their names say unless said.'),
  field: z
    .string()
    .min(1)
    .optional()
    .describe('Column or key that holds the text, or a path such as `messages.content`; `text` unless said.'),
  roles: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .optional()
    .describe('Of conversations, whose turns are kept, as the data write it (`role` or `from`); everybody’s unless said.'),
  unit: z.enum(RECORD_UNITS).optional().describe('What one record of a text is; `file` unless said.'),
  delimiter: character.optional().describe('What stands between columns of CSV and TSV; a comma, in TSV a tab, unless said.'),
  quote: z
    .union([z.literal('none'), character])
    .optional()
    .describe('What values of CSV and TSV are quoted with, or `none`; double quotes, in TSV none, unless said.'),
  maxBad: z.int().min(0).optional().describe('Broken records that may be passed over; 0 unless said.'),
  header: z.boolean().optional().describe('Whether the first row of CSV and TSV names the columns; if not, `field` is a number, from 1.'),
};
