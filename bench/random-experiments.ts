/**
 * `node bench/random-experiments.ts COUNT [--style ordinary|extreme] [--seed S] [--from I] [--most MS]`: so many random experiments, in this
 * process, and what became of them. Faults are printed, each kind with the experiment that shows it first; then it leaves 1.
 *
 * The test of the same name runs a few hundred of them; this is for tens of thousands.
 */
import {parseArgs} from 'node:util';
import {Stream} from '../src/core/random/stream.ts';
import {checkRoom} from '../src/lab/experiment/memory.ts';
import {randomExperiment, type Style, tried} from '../test/random-experiments.ts';

/** Bytes: less than a machine has, so that what is let through is soon done. */
const ROOM = 2e7;

const {positionals, values} = parseArgs({
  allowPositionals: true,
  options: {
    style: {type: 'string', default: 'ordinary'},
    seed: {type: 'string', default: '1'},
    from: {type: 'string', default: '0'},
    most: {type: 'string', default: '60000'},
  },
});

interface Fault {
  count: number;
  readonly first: number;
  readonly experiment: string;
  readonly stack: string;
}

const root = Stream.root(`random experiments/${values.style}/${values.seed}`);
const counts = {refused: 0, measured: 0, ended: 0, fault: 0};
const faults = new Map<string, Fault>();
const from = Number(values.from);
for (let i = from; i < from + Number(positionals[0] ?? 1000); i++) {
  const experiment = randomExperiment(root.fork(`${i}`), values.style as Style);
  const outcome = tried(experiment, {most: Number(values.most), checkRoom: (arms, whole) => checkRoom(arms, whole, ROOM)});
  counts[outcome.kind]++;
  if (outcome.kind === 'fault') note(i, experiment, outcome.error);
}
process.stdout.write(`${JSON.stringify(counts)}\n`);
for (const [kind, {count, first, experiment, stack}] of faults)
  process.stdout.write(`\n${count} x ${kind}\n${stack}\n  first at ${first}: ${experiment}\n`);
process.exitCode = faults.size > 0 ? 1 : 0;

/** Faults that differ in numbers alone are one kind. */
function note(first: number, experiment: object, error: unknown): void {
  const {name, message, stack} = error instanceof Error ? error : new Error(String(error));
  const kind = `${name} ${message.replace(/-?\d[\d.e+-]*/g, '#').slice(0, 100)}`;
  const known = faults.get(kind);
  if (known) known.count++;
  else faults.set(kind, {count: 1, first, experiment: JSON.stringify(experiment), stack: String(stack).split('\n').slice(1, 6).join('\n')});
}
