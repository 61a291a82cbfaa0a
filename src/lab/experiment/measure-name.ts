/** The name of a measure, as experiments and gates write it. */
import {z} from 'zod';
import {allMeasures, measureNames, measureOf} from '../measure/catalog.ts';

/** One that is known by now; the JSON Schema lists those that ship. */
export const measureName = z
  .string()
  .check((context) => {
    if (measureOf(context.value) !== undefined) return;
    context.issues.push({code: 'invalid_value', values: allMeasures().map(({name}) => name), input: context.value});
  })
  .meta({enum: measureNames});
