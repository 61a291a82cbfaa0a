/** The language of a text, as a recipe or an experiment names it. */
import * as z from 'zod';
import {languageOf} from '../core/text/language.ts';

export const languageSchema = z
  .string()
  .transform((tag, context) => {
    try {
      return languageOf(tag);
    } catch (error) {
      context.addIssue({code: 'custom', message: (error as Error).message});
      return z.NEVER;
    }
  })
  .describe('Language whose case is folded, as a tag: tr or az; all others fold alike.');
