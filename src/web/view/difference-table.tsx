/** What sets arms apart at a generation: a mean over pairs with its interval, drawn and in numbers. */
import {readableNumber} from '../../core/text/numbers.ts';
import {isBorneOut, pairsStand, type Standing} from '../../report/pages/run/compared.ts';
import type {Difference} from '../../report/pages/run/input.ts';
import {reachOfDifferences, shownDifferences} from './differences.ts';

interface Parts {
  readonly differences: readonly Difference[];
  /** In their order. */
  readonly bands: readonly string[];
  readonly against: string;
  readonly generation: number;
}

export function DifferenceTable({differences, bands, against, generation}: Parts) {
  const rows = shownDifferences(differences, bands);
  if (rows.length === 0)
    return (
      <p class="note">
        At generation {generation} nothing can be held against {against}: no lineage of it and of another arm share a seed there.
      </p>
    );
  const reach = reachOfDifferences(rows);
  return (
    <table class="differences">
      <caption>
        At generation {generation}, each arm less {against}: the mean over pairs of lineages that share a seed, with its 95% interval. *: larger
        than chance makes it (p below .05 after Holm’s correction).
      </caption>
      <thead>
        <tr>
          <th scope="col">Arm</th>
          <th scope="col">Pairs</th>
          <th scope="col">Difference</th>
          <th scope="col" class="drawn">
            <span class="hidden">Drawn</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.arm} ${row.band ?? ''}`}>
            <th scope="row">
              {row.arm}
              {row.band !== undefined && ` [${row.band}]`}
            </th>
            <td>{row.n}</td>
            <td>{textOf(row)}</td>
            <td class="drawn">{reach > 0 && <Interval row={row} reach={reach} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const MARKS: Readonly<Record<Standing, string>> = {apart: ' *', alike: ' =', untold: '', without: ''};

function textOf(row: Difference): string {
  const {difference, low, high, ratio, ratioLow, ratioHigh, reason} = row;
  if (difference === undefined) return reason ?? 'none';
  const signed = (x: number) => `${x > 0 ? '+' : ''}${readableNumber(x)}`;
  const between = low === undefined || high === undefined ? '' : ` [${signed(low)}, ${signed(high)}]`;
  const times = ratio === undefined ? '' : `, ×${readableNumber(ratio)}${ratioLow === undefined ? '' : ` [${readableNumber(ratioLow)}, ${readableNumber(ratioHigh!)}]`}`;
  return `${signed(difference)}${between}${times}${MARKS[pairsStand(row)]}`;
}

const WIDTH = 200;
const HEIGHT = 18;

function Interval({row, reach}: {readonly row: Difference; readonly reach: number}) {
  const {difference, low, high} = row;
  if (difference === undefined || !Number.isFinite(difference)) return null;
  const at = (x: number): number => WIDTH / 2 + Math.max(-1, Math.min(1, x / reach)) * (WIDTH / 2 - 8);
  const middle = HEIGHT / 2;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true" class={isBorneOut(row) ? 'interval apart' : 'interval'}>
      <line class="zero" x1={at(0)} x2={at(0)} y1={0} y2={HEIGHT} />
      {low !== undefined && high !== undefined && <line class="span" x1={at(low)} x2={at(high)} y1={middle} y2={middle} />}
      <circle cx={at(difference)} cy={middle} r={4} />
    </svg>
  );
}
