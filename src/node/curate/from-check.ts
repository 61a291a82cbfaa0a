/** `curate --from-check`: reads the JSON of a check and writes the recipe that answers it. */
import {readFileSync, statSync} from 'node:fs';
import {basename, dirname, relative, resolve} from 'node:path';
import {ConfigError, DataError} from '../../core/error.ts';
import {checkDocumentSchema, recipeFromCheck} from '../../guard/curate/from-check.ts';
import {isProfileFile} from '../profile/files.ts';
import {shortageOf} from '../system-error.ts';
import {unreadNext, unreadText} from '../unread.ts';

/** The recipe's text. `output`: where it will lie, which its paths are relative to. Throws DataError and ConfigError. */
export async function recipeOfCheck(file: string, output: string): Promise<string> {
  const document = readDocument(file);
  const parsed = checkDocumentSchema.safeParse(document);
  if (!parsed.success)
    throw new DataError('this is not what genloss check --json prints', {
      where: file,
      next: 'genloss check ... --json > check.json writes it.',
    });
  const human = await humanOf(document, output);
  return recipeFromCheck(parsed.data, {human, title: `What ${basename(file)} asks for`});
}

function readDocument(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const next = unreadNext(file, cause, 'Check --from-check.');
    throw shortageOf(cause) ?? new ConfigError(`the check ${file} ${unreadText(cause)}`, {where: file, cause, next});
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(`not JSON: ${(cause as Error).message}`, {
      where: file,
      cause,
      next: 'genloss check ... --json > check.json writes it.',
    });
  }
}

/** The reference's data, where the check names one file or folder that is there; a profile holds no text. */
async function humanOf(document: unknown, output: string): Promise<string | undefined> {
  const name = (document as {reference?: {name?: unknown}}).reference?.name;
  if (typeof name !== 'string') return undefined;
  if (name.startsWith('corpus:')) return undefined;
  const stats = statSync(name, {throwIfNoEntry: false});
  if (!(stats?.isFile() || stats?.isDirectory()) || (await isProfileFile(name))) return undefined;
  return relative(dirname(resolve(output)), resolve(name));
}
