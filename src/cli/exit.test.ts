import {describe, expect, it} from 'vitest';
import {
  ConfigError,
  DataError,
  DivergenceError,
  DomainError,
  GenlossError,
  OutputError,
  ResourceError,
  UnfinishedError,
} from '../core/error.ts';
import {errorOf, plainError} from '../node/plain-error.ts';
import {describeError, EXIT, endingOf} from './exit.ts';
import {Interrupted} from './interrupt.ts';
import {ReaderGone} from './print.ts';

const about = {where: 'file.jsonl:7', next: 'do this'};
const allocation = (): Error => {
  try {
    return new Error(`${new ArrayBuffer(Number.MAX_SAFE_INTEGER).byteLength}`);
  } catch (error) {
    return error as Error;
  }
};

describe('an error that crossed a thread', () => {
  it.each([
    [new ConfigError('wrong', about), EXIT.usage],
    [new DataError('broken', about), EXIT.data],
    [new DivergenceError(12, [1.5, Number.NaN]), EXIT.data],
    [new ResourceError('no memory', about), EXIT.resource],
    [new OutputError('full', about), EXIT.output],
    [new UnfinishedError('waits', about), EXIT.unfinished],
    [new DomainError('NaN', about), EXIT.bug],
    [new GenlossError('shape', 'torn', about), EXIT.bug],
    [new TypeError('x is not a function'), EXIT.bug],
  ])('is of the class that it was, and leaves its exit code: %s', (error, code) => {
    const crossed = errorOf(structuredClone(plainError(error)));
    expect(crossed.name).toBe(error.name);
    expect([endingOf(error), endingOf(crossed)]).toEqual([code, code]);
    if (code !== EXIT.bug) expect(describeError(crossed)).toBe(describeError(error));
    if (error instanceof GenlossError && error.code !== 'shape') expect(crossed).toBeInstanceOf(error.constructor);
  });

  it('has all of a training that diverged', () => {
    const crossed = errorOf(structuredClone(plainError(new DivergenceError(12, [1.5, Number.NaN]))));
    expect(crossed).toMatchObject({step: 12, losses: [1.5, Number.NaN]});
  });

  it.each([
    ['of an allocation that found no room', allocation()],
    ['of a thread that found none', Object.assign(new Error('Worker terminated'), {code: 'ERR_WORKER_OUT_OF_MEMORY'})],
    ['of the system', Object.assign(new Error('ENOMEM: not enough memory, open'), {code: 'ENOMEM', syscall: 'open'})],
    ['of files that may be open', Object.assign(new Error('EMFILE: too many open files'), {code: 'EMFILE', syscall: 'open'})],
  ])('%s is a shortage of the machine, wherever it is told', (_, error) => {
    expect(endingOf(error)).toBe(EXIT.resource);
    expect(errorOf(structuredClone(plainError(error)))).toBeInstanceOf(ResourceError);
    expect(describeError(error)).not.toContain('bug in genloss');
  });
});

describe('what ends a command without a word', () => {
  it('is a reader that has gone, with the verdict that there was, and an interruption', () => {
    const gone = new ReaderGone('gone');
    expect([endingOf(gone), endingOf(gone, EXIT.fail), endingOf(new Interrupted('x'))]).toEqual([73, 1, 130]);
    expect([describeError(gone), describeError(new Interrupted('x'))]).toEqual([undefined, undefined]);
  });
});

describe('words for an error', () => {
  it('have its place once, and no stack but of a bug', () => {
    expect(describeError(new DataError('file.jsonl has no end', about))).toBe('genloss: file.jsonl:7 has no end\n  next: do this\n');
    expect(describeError(new DataError('no end', about))).toBe('genloss: file.jsonl:7: no end\n  next: do this\n');
    expect(describeError(new TypeError('x'))).toMatch(/^genloss: this is a bug in genloss[\s\S]*\n\s+at /);
  });
});
