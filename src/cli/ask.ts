/** Questions to a person at a terminal, on standard error: the answer is a line of standard input. */
import type {Effects} from './effects.ts';
import {tell} from './print.ts';

export interface Asking {
  /** The answer, or `fallback` where it is empty or standard input has ended. */
  ask(question: string, fallback: string): Promise<string>;
  close(): Promise<void>;
}

export function asking(effects: Pick<Effects, 'stdin' | 'stderr'>): Asking {
  const lines = linesOf(effects.stdin);
  return {
    async ask(question, fallback) {
      tell(`${question} [${fallback}] `, effects);
      const {value, done} = await lines.next();
      const answer = done ? '' : value.trim();
      return answer === '' ? fallback : answer;
    },
    close: async () => void (await lines.return(undefined)),
  };
}

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    rest += decoder.decode(chunk, {stream: true});
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
  }
  if (rest !== '') yield rest;
  return undefined;
}
