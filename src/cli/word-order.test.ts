import {describe, expect, it} from 'vitest';
import {COMMANDS} from './commands.ts';
import {run} from './effects.test-input.ts';
import {flagOf, type OptionOf} from './options.ts';

const loaded = await Promise.all(COMMANDS.map(async ({name, load}) => ({name, ...(await load())})));

/** Two values that the option takes, and that differ where it has more than one. */
function valuesOf({parse, choices}: OptionOf<unknown>): readonly [string, string] {
  if (choices) return [choices[0], choices.at(-1)!];
  const taken = ['a', 'b', '1', '2', '0.5', 'tr', 'az', '7d', '12h'].filter((word) => {
    try {
      parse?.(word, undefined);
      return true;
    } catch {
      return false;
    }
  });
  return [taken[0], taken[1] ?? taken[0]];
}

const argumentsOf = ({positional}: (typeof loaded)[number]): string[] => Object.keys(positional).map(() => 'nowhere');

describe('an option that takes one value', () => {
  const single = loaded.flatMap((command) =>
    Object.entries(command.options).flatMap(([key, option]) =>
      option.value !== undefined && !option.repeatable ? [{command, key, option}] : [],
    ),
  );

  it('is refused where it is given twice, in every spelling, by every command', async () => {
    expect(single.length).toBeGreaterThan(60);
    for (const {command, key, option} of single) {
      const [one, two] = valuesOf(option);
      const flags = [flagOf(key), ...(option.short ? [`-${option.short}`] : []), ...(option.once ? [flagOf(option.once)] : [])];
      for (const other of flags) {
        const {code, out, err} = await run([command.name, ...argumentsOf(command), flagOf(key), one, other, two]);
        expect([command.name, other, code, out]).toEqual([command.name, other, 64, '']);
        expect(err, `${command.name} ${other}`).toContain(`${flagOf(key)} `);
        expect(err).toContain(`twice: ${one} and ${two}`);
        if (other !== flagOf(key)) expect(err).toContain(`${flagOf(key)} and ${other} are one option`);
      }
    }
  });

  it.each([
    [['--by=a', '--by', 'b c'], "--by was given twice: a and 'b c'"],
    [['--gates', 'a', '--gates', 'b', '--gates', 'c'], '--gates was given 3 times: a and b and c'],
  ])('is refused as %j', async (words, said) => {
    const {code, err} = await run(['check', 'x', '--reference', 'y', ...words]);
    expect(code).toBe(64);
    expect(err).toContain(said);
  });

  it('is refused behind switches of one letter', async () => {
    expect((await run(['profile', 'x', '-qoone', '-o', 'two'])).err).toContain('-o was given twice: one and two');
  });

  it('is not one that its value names, nor one that stands behind --', async () => {
    for (const line of [
      ['profile', 'nowhere', '-o', '/tmp/x', '--field', '--group', '--group', 'g'],
      ['profile', '--field', 'a', '--', 'nowhere', '--field', 'b'],
    ])
      expect((await run(line)).err).not.toContain('was given twice');
  });
});

describe('an option or a switch that may be repeated', () => {
  it('is, in every command', async () => {
    for (const command of loaded)
      for (const [key, option] of Object.entries(command.options).filter(([, {value, repeatable}]) => repeatable || value === undefined)) {
        const [one, two] = valuesOf(option);
        const flag = flagOf(key, option);
        const given = option.value === undefined ? [flag, flag] : [flag, one, flag, two];
        expect((await run([command.name, ...given, ...argumentsOf(command), '--no-such-option'])).err).toContain('no-such-option');
        if (command.name === 'check') expect((await run([command.name, ...argumentsOf(command), ...given])).err).not.toContain('twice');
      }
  });
});

describe('a word directly behind the value of an option that names data', () => {
  const naming = loaded.flatMap((command) =>
    Object.entries(command.options).flatMap(([key, {namesData}]) => (namesData ? [[command.name, flagOf(key)] as const] : [])),
  );

  it.each(naming)('is refused by %s %s where data stand before', async (name, flag) => {
    const {code, out, err} = await run([name, 'crawl.jsonl', flag, 'ref/a.jsonl', 'ref/b.jsonl']);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(`ref/b.jsonl stands directly after ${flag} ref/a.jsonl and would be taken as <data>`);
    expect(err).toContain('beside crawl.jsonl');
    expect(err).toContain(`quote the pattern (${flag} 'ref/*.jsonl'), repeat the flag (${flag} ref/b.jsonl)`);
  });

  it('is asked of every command whose help calls an option data', () => {
    expect(naming).toEqual([
      ['check', '--reference'],
      ['share', '--human'],
      ['share', '--synthetic'],
      ['forecast', '--candidate'],
    ]);
  });

  it.each([
    ['all data behind the flag', ['--reference', 'nowhere.jsonl', 'crawl.jsonl']],
    ['several behind the flag', ['--reference', 'nowhere.jsonl', 'a.jsonl', 'b.jsonl', '--json']],
    ['several before it', ['a.jsonl', 'b.jsonl', '--reference', 'nowhere.jsonl', '--json']],
    ['the flag repeated', ['a.jsonl', '--reference', 'nowhere.jsonl', '--reference', 'r.jsonl']],
    ['data behind another flag', ['a.jsonl', '--reference', 'nowhere.jsonl', '--quiet', 'b.jsonl']],
    ['data behind --', ['a.jsonl', '--reference', 'nowhere.jsonl', '--', 'b.jsonl']],
  ])('is data where nothing was mistaken: %s', async (_, words) => {
    const {code, err} = await run(['check', ...words]);
    expect(code).toBe(65);
    expect(err).toContain('does not exist');
  });
});
