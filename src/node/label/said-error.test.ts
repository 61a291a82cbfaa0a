import {describe, expect, it} from 'vitest';
import {DataError, OutputError} from '../../core/error.ts';
import {saidError} from './said-error.ts';

const RUN = '/home/ada-b (work)+[x]/runs/mine';

describe('an error for a page', () => {
  it('says what, which file and line, and what to do next, in one text', () => {
    const error = new DataError('not a judgement: wanted an object, got 7', {where: `${RUN}/judgements.jsonl:12`, next: 'Mend the line.'});
    expect(saidError(error, RUN)).toEqual({
      error: 'not a judgement: wanted an object, got 7 (judgements.jsonl:12). Mend the line',
      where: 'judgements.jsonl:12',
      next: 'Mend the line.',
    });
    expect(saidError(new OutputError('the disk is full'), RUN)).toEqual({error: 'the disk is full'});
  });

  it.each([
    [`ENOENT: no such file or directory, open '${RUN}/judgements.jsonl'`, "ENOENT: no such file or directory, open 'judgements.jsonl'"],
    [
      `go on with genloss label ${RUN}, or append to ${RUN}/judgements.jsonl`,
      'go on with genloss label mine, or append to judgements.jsonl',
    ],
    [`cannot read '/srv/data/words.txt' and "/etc/x"`, `cannot read 'words.txt' and "x"`],
    ['cannot read C:\\Users\\ada\\words.txt', 'cannot read words.txt'],
    ['wanted first / second, 3/4 of them, see https://a.example/b', 'wanted first / second, 3/4 of them, see https://a.example/b'],
    ['delete lineages/judged/packed-1.units and run again', 'delete lineages/judged/packed-1.units and run again'],
    ['a name \u001b[31m', 'a name \ufffd[31m'],
  ])('has no place of the machine in it: %j', (message, said) => {
    expect(saidError(new DataError(message), RUN).error).toBe(said);
  });

  it('knows a directory by a relative name, and the directory that it is in', () => {
    const error = new DataError('see runs/mine/asks.jsonl, not myruns/mine/x', {where: 'runs/mine'});
    expect(saidError(error, 'runs/mine').error).toBe('see asks.jsonl, not myruns/mine/x (mine)');
    expect(saidError(new DataError('see ./asks.jsonl. And so on.'), '.').error).toBe('see ./asks.jsonl. And so on');
  });
});
