/** A command line, run: from its words and the effects to an exit code. Nothing is thrown. */
import {plainJson} from '../core/text/terminal.ts';
import type {Effects} from './effects.ts';
import {describeError, endingOf, errorDocument} from './exit.ts';
import {tell} from './print.ts';
import {callCommand, usageHint} from './program.ts';

export async function runCommandLine(words: readonly string[], effects: Effects): Promise<number> {
  try {
    return await callCommand(words, effects);
  } catch (error) {
    const said = describeError(error);
    if (said !== undefined) tell(said, effects);
    const code = endingOf(error);
    if (code !== 0 && asksForJson(words)) {
      const document = errorDocument(error, code, usageHint(words[0]));
      if (document) tell(plainJson(`${JSON.stringify(document)}\n`), effects);
    }
    return code;
  }
}

/** Whether programs read the result. What stands behind `--` is data. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  const flags = end < 0 ? words : words.slice(0, end);
  return flags.some((word, i) => word === '--json' || word === '--format=json' || (word === 'json' && flags[i - 1] === '--format'));
}
