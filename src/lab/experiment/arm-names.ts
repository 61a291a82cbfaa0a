/** The names of an experiment's arms: every base arm, as it stands in `arms`, at every combination of the matrix. */
import type {Experiment} from './schema.ts';

interface ArmName {
  readonly name: string;
  /** As it stands in `arms`. */
  readonly base: string;
  /** What the matrix sets, for instance `size=10`; '' without one. */
  readonly cell: string;
}

/** What a field of the matrix adds to the name of an arm: `size=10`. */
export const cellName = (path: string, value: unknown): string => `${path.split('.').at(-1)}=${value}`;

export function armNames({arms, matrix}: Pick<Experiment, 'arms' | 'matrix'>): ArmName[] {
  const cells = Object.entries(matrix ?? {}).reduce<string[][]>(
    (all, [path, values]) => all.flatMap((one) => values.map((value) => [...one, cellName(path, value)])),
    [[]],
  );
  return Object.keys(arms).flatMap((base) => cells.map((cell) => ({name: [base, ...cell].join(' '), base, cell: cell.join(' ')})));
}

/** Which arm is held against which: its own cell's arm of the baseline, or one arm where the baseline is one, or all arms are of one base. */
export function comparisonsOf(experiment: Pick<Experiment, 'arms' | 'matrix' | 'baseline'>): {arm: string; against: string}[] {
  const names = armNames(experiment);
  const bases = Object.keys(experiment.arms);
  const baseline = experiment.baseline ?? (bases.length > 1 ? bases[0] : names[0].name);
  const one = names.find(({name}) => name === baseline);
  return names.flatMap(({name, cell}) => {
    const against = one ?? names.find((other) => other.base === baseline && other.cell === cell);
    return against === undefined || against.name === name ? [] : [{arm: name, against: against.name}];
  });
}
