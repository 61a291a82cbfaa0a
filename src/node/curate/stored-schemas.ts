/** What a curation relies on of the files that it has left in its folder: what does not hold it is damaged. */
import * as z from 'zod';

const count = z.number();
const interval = z.looseObject({value: z.number(), low: z.number(), high: z.number()});

export const stateSchema = z.object({fingerprint: z.string()});

export const auditSchema = z.looseObject({
  reference: z.looseObject({documents: count, words: count}),
  equalWords: count,
  stages: z.array(
    z.looseObject({
      step: z.string().optional(),
      records: count,
      words: count,
      'tail.retention': interval.optional(),
      loss: interval.optional(),
      randomLoss: interval.optional(),
      atEqualSize: z.record(z.string(), interval),
      reason: z.string().optional(),
    }),
  ),
});

export const listedSchema = z.looseObject({
  fingerprint: z.string(),
  files: z.array(z.looseObject({file: z.string(), bytes: count, records: count.optional()})),
  counts: z.looseObject({
    records: count,
    words: count,
    human: count,
    broken: count,
    written: z.looseObject({records: count, words: count}),
  }),
  steps: z.array(z.looseObject({step: z.string(), dropped: count, left: count, words: count})),
  audit: auditSchema.optional(),
});

export const measuredSchema = z.object({
  parts: z.array(z.object({file: z.string(), records: count})),
  broken: z.array(z.object({kind: z.enum(['broken', 'empty']), file: z.string(), line: count.optional(), reason: z.string()})),
  empty: count,
});

/** A line of a command's answers, as they were kept. */
export const answerSchema = z.object({
  keep: z.boolean(),
  reason: z.string().optional(),
  weight: z.number().optional(),
  change: z.string().optional(),
});
