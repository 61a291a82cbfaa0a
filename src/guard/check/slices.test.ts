import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {TypescriptKernel} from '../../core/sketch/scan.ts';
import {textOf} from '../../core/text/documents.ts';
import {ProfileBuilder} from '../profile/builder.ts';
import type {Profile} from '../profile/profile.ts';
import {mergeProfiles} from '../profile/profile.ts';
import {check} from './check.ts';
import {checkSlices} from './slices.ts';

const stream = Stream.root('slices');
const vocabulary = Array.from({length: 900}, (_, i) => `w${i.toString(36)}`);
const text = (n: number): string =>
  Array.from({length: n}, () => vocabulary[Math.floor(vocabulary.length * stream.float() ** 2)]).join(' ');
const documents = (n: number): string[] => Array.from({length: n}, () => text(40));

function profileOf(list: readonly string[]): Profile {
  const builder = new ProfileBuilder({kernel: (capacities, rules) => new TypescriptKernel(capacities, rules)});
  builder.add(textOf(list));
  return builder.finish();
}

describe('slices', () => {
  const reference = profileOf(documents(160));
  const clean = documents(120);
  const copied = documents(40);
  const slices = [
    {value: 'b', profile: profileOf([...copied, ...copied])},
    {value: 'a', profile: profileOf(clean)},
  ];
  const gates = [
    {measure: 'duplicates.exact', atMost: 0.05},
    {name: 'some entropy', measure: 'entropy', atLeast: 1},
  ];
  const candidate = mergeProfiles(slices[0].profile, slices[1].profile);
  const whole = check({reference, candidate, names: {reference: 'r', candidate: 'c'}, gates});
  const checked = checkSlices({reference, slices, field: 'source', gates, whole});

  it('come by documents, each judged by the same gates', () => {
    expect(checked.map(({value, documents: count}) => [value, count])).toEqual([
      ['a', 120],
      ['b', 80],
    ]);
    expect(checked.map(({verdict}) => verdict)).toEqual(['pass', 'fail']);
    for (const slice of checked) expect(slice.checks.map(({name}) => name)).toEqual(['duplicates.exact', 'some entropy']);
  });

  it('carry what the candidate fails and the rest does not', () => {
    expect(whole.verdict).toBe('fail');
    expect(checked.map(({carries}) => carries)).toEqual([[], ['duplicates.exact']]);
  });

  it('of which there is one carry nothing: there is no rest', () => {
    const [one] = checkSlices({reference, slices: [slices[0]], field: 'source', gates, whole});
    expect([one.verdict, one.carries]).toEqual(['fail', []]);
  });
});
