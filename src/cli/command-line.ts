/** A command line, run: from its words and the effects to an exit code. Nothing is thrown. */
import type {Effects} from './effects.ts';
import {describeError, endingOf} from './exit.ts';
import {tell} from './print.ts';
import {callCommand} from './program.ts';

export async function runCommandLine(words: readonly string[], effects: Effects): Promise<number> {
  try {
    return await callCommand(words, effects);
  } catch (error) {
    const said = describeError(error);
    if (said !== undefined) tell(said, effects);
    return endingOf(error);
  }
}
