/**
 * Suites of two checkouts in pairs, before and after in turn on the same machine: `node bench/pairs.ts BEFORE [SUITE...] [--pairs 9] [--json]`.
 *
 * BEFORE is a checkout of an earlier commit that was set up (`npm ci && npm start`), with its peers where there are to be any. Of every case the
 * medians, and the median, the least and the most of what the pairs came to: how many times as good it is after. Cases are matched by name
 * and peer; what only one of the two has is left out. Each suite takes one round (`GENLOSS_BENCH_ROUNDS` says how many; cases in process are cold in
 * the first). `lab`, `guard` and `neural` take some five minutes a pair.
 */
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {type Change, changesSince} from './baseline.ts';
import {median, type Results} from './case.ts';
import {described, thisMachine} from './machine.ts';

/** One case over all pairs. */
export interface Pairs {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  /** Medians of the ratios to the peer, where there is one. */
  readonly beforePeer?: number;
  readonly afterPeer?: number;
  readonly factor: number;
  readonly least: number;
  readonly most: number;
}

const AFTER = fileURLToPath(new URL('..', import.meta.url));

function suiteOf(checkout: string, suite: string): Results {
  const {status, stdout, stderr} = spawnSync(process.execPath, [join(checkout, 'bench/main.ts'), suite, '--json'], {
    ...{cwd: checkout, encoding: 'utf8', maxBuffer: 1 << 28},
    env: {GENLOSS_BENCH_ROUNDS: '1', ...process.env},
  });
  if (status !== 0) throw new Error(`${suite} of ${checkout} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** `rounds`: of each pair before and after. Factors are of the figures themselves, not of ratios to peers, so that a peer's noise is not in them. */
export function pairsOf(suite: string, rounds: readonly (readonly [Results, Results])[]): Pairs[] {
  const bare = ({cases}: Results) => cases.map(({ratio: _, ...rest}) => rest);
  const changes = rounds.map(([before, after]) => changesSince(bare(before), bare(after)));
  const ratios = ({cases}: Results, {case: name, peer}: Change) => cases.find((one) => one.case === name && one.peer === peer)?.ratio;
  return changes[0].map((first) => {
    const all = changes.map((one) => one.find(({case: name, peer}) => name === first.case && peer === first.peer)!);
    const factors = all.map(({factor}) => factor);
    const peers = [0, 1].map((side) => rounds.flatMap((pair) => ratios(pair[side], first) ?? []));
    return {
      name: `${suite}: ${first.case}${first.peer === undefined ? '' : ` | ${first.peer}`}`,
      before: median(all.map(({before}) => before)),
      after: median(all.map(({now}) => now)),
      ...(peers.every((side) => side.length > 0) && {beforePeer: median(peers[0]), afterPeer: median(peers[1])}),
      factor: median(factors),
      least: Math.min(...factors),
      most: Math.max(...factors),
    };
  });
}

const short = (value: number | undefined): string => (value === undefined ? '' : String(Number(value.toPrecision(3))));

export const pairsTable = (pairs: readonly Pairs[]): string =>
  [
    '| case | peer | before | after | to the peer, before | after | times as good |',
    '|---|---|---|---|---|---|---|',
    ...pairs.map(({name, before, after, beforePeer, afterPeer, factor, least, most}) => {
      const [what, peer = ''] = name.split(' | ');
      return `| ${what} | ${peer} | ${short(before)} | ${short(after)} | ${short(beforePeer)} | ${short(afterPeer)} | ${factor.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)}) |`;
    }),
  ].join('\n');

async function main(): Promise<void> {
  const {values, positionals} = parseArgs({
    options: {pairs: {type: 'string', default: '9'}, json: {type: 'boolean', default: false}},
    allowPositionals: true,
  });
  const [before, ...named] = positionals;
  const count = Number(values.pairs);
  if (before === undefined || !(Number.isInteger(count) && count >= 1))
    throw new Error('wanted: node bench/pairs.ts BEFORE [SUITE...] [--pairs N], N a whole number from 1');
  const suites = named.length > 0 ? named : ['lab', 'guard', 'neural'];
  const rounds = new Map<string, [Results, Results][]>(suites.map((suite) => [suite, []]));
  for (let pair = 0; pair < count; pair++)
    for (const suite of suites) {
      // the one that goes first may find a quieter machine
      const [first, second] = (pair % 2 === 0 ? [before, AFTER] : [AFTER, before]).map((checkout) => suiteOf(checkout, suite));
      rounds.get(suite)!.push(pair % 2 === 0 ? [first, second] : [second, first]);
      process.stderr.write(`bench: ${suite}, pair ${pair + 1} of ${count}\n`);
    }
  const pairs = [...rounds].flatMap(([suite, results]) => pairsOf(suite, results));
  const head = described(thisMachine());
  process.stdout.write(values.json ? `${JSON.stringify({machine: head, pairs})}\n` : `${head}; ${count} pairs\n\n${pairsTable(pairs)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
