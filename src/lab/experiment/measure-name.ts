/** The name of a measure, as experiments and gates write it. */
import * as z from 'zod';
import {allMeasures, measureNames, measureOf} from '../measure/catalog.ts';

/** Where all of them stand with what they are. */
const LIST = {list: 'docs/reference/measures.md'};

/** One that is known by now; the JSON Schema lists those that ship. */
export const measureName = z
  .string()
  .check((context) => {
    if (measureOf(context.value) !== undefined) return;
    context.issues.push({code: 'invalid_value', values: allMeasures().map(({name}) => name), input: context.value, ...LIST});
  })
  .meta({enum: measureNames});
