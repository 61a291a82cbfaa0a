/** Results of checks beside the runs, over time: the verdict of each, and every gate with its interval and its bound. */
import {useEffect} from 'preact/hooks';
import {readableNumber} from '../../core/text/numbers.ts';
import type {KeptCheck, KeptGate} from '../../report/pages/view/records.ts';
import {placeBetween} from './place.ts';
import {dateText} from './run-list.tsx';
import type {Viewing} from './viewing.ts';

export function ChecksPage({viewing}: {readonly viewing: Viewing}) {
  useEffect(() => void viewing.readChecks(), [viewing.returns.value]);
  const checks = viewing.checks.value;
  const names = [...new Set(checks.flatMap(({gates}) => gates.map(({name}) => name)))];
  return (
    <section aria-labelledby="checks">
      <h1 id="checks">Checks over time</h1>
      {checks.length === 0 && (
        <p class="start">
          There is no result of a check here. <code>genloss check DATA --reference HUMAN --json</code> prints one, to be kept in a file beside the runs.
        </p>
      )}
      {checks.length > 0 && <CheckTable checks={checks} />}
      {names.map((name) => (
        <GateFigure key={name} name={name} checks={checks} />
      ))}
    </section>
  );
}

const CheckTable = ({checks}: {readonly checks: readonly KeptCheck[]}) => (
  <table class="checks">
    <caption class="hidden">Checks, the newest first</caption>
    <thead>
      <tr>
        <th scope="col">File</th>
        <th scope="col">Verdict</th>
        <th scope="col">Gates that do not pass</th>
        <th scope="col">Written</th>
      </tr>
    </thead>
    <tbody>
      {[...checks].reverse().map(({file, changed, verdict, gates}, i) => (
        <tr key={i}>
          <th scope="row">{file}</th>
          <td>
            <span class={`verdict-word ${verdict}`}>{verdict}</span>
          </td>
          <td>
            {gates
              .filter((gate) => gate.verdict !== 'pass')
              .map(({name}) => name)
              .join(', ') || 'none'}
          </td>
          <td>
            <time dateTime={changed}>{dateText(changed)}</time>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const [WIDTH, HEIGHT, EDGE] = [760, 150, 16];

function GateFigure({name, checks}: {readonly name: string; readonly checks: readonly KeptCheck[]}) {
  const shown = checks.flatMap((check, i) => {
    const gate = check.gates.find((one) => one.name === name);
    return gate?.value === undefined ? [] : [{gate, value: gate.value, i}];
  });
  if (shown.length === 0) return null;
  const last = shown[shown.length - 1];
  const all = [...boundsOf(last.gate), ...shown.flatMap(({gate, value}) => [value, gate.low, gate.high].filter((x) => x !== undefined))];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const x = (i: number): number => EDGE + (checks.length === 1 ? 0.5 : i / (checks.length - 1)) * (WIDTH - 2 * EDGE);
  const y = (value: number): number => HEIGHT - EDGE - placeBetween(value, least, most) * (HEIGHT - 2 * EDGE);
  return (
    <figure class="gate">
      <h2>
        <code>{name}</code>
      </h2>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${name} over ${shown.length} checks: ${readableNumber(last.value)} in the last, ${last.gate.verdict}.`}>
        {boundsOf(last.gate).map((bound) => (
          <line key={bound} class="bound" x1={0} x2={WIDTH} y1={y(bound)} y2={y(bound)} />
        ))}
        <polyline class="course" points={shown.map(({value, i}) => `${x(i)},${y(value)}`).join(' ')} />
        {shown.map(({gate, value, i}) => (
          <g key={i} class={`point ${gate.verdict}`}>
            <title>{`${checks[i].file}: ${gateText(gate)}`}</title>
            {gate.low !== undefined && gate.high !== undefined && <line x1={x(i)} x2={x(i)} y1={y(gate.low)} y2={y(gate.high)} />}
            <circle cx={x(i)} cy={y(value)} r={4.5} />
          </g>
        ))}
      </svg>
      <figcaption>
        From {readableNumber(least)} to {readableNumber(most)}, the oldest check at the left; the newest: {gateText(last.gate)}. Dashed: its bound. Filled: a check that
        does not pass.
      </figcaption>
    </figure>
  );
}

const boundsOf = ({atLeast, atMost}: KeptGate): number[] => [atLeast, atMost].filter((bound) => bound !== undefined);

function gateText({value, low, high, verdict}: KeptGate): string {
  const between = low === undefined || high === undefined ? '' : ` (${readableNumber(low)} to ${readableNumber(high)})`;
  return `${value === undefined ? 'no value' : readableNumber(value)}${between}, ${verdict}`;
}
