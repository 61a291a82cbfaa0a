/** The page of the experiments that ship: for whom each is, what it took where it was measured, and what it must show. */
import {duration} from '../src/cli/duration.ts';
import {HEAVY_SECONDS, LEVELS, type Level, type Shipped} from '../src/node/shipped.ts';

const OF_LEVEL: Readonly<Record<Level, string>> = {
  'first steps': 'One law or one story each. Begin here.',
  research: 'A question of the literature each, in minutes.',
  heavy: `More than ${duration(HEAVY_SECONDS)}: look at the time first.`,
};

export function shippedPage(all: readonly Shipped[], {note}: {readonly note: string}): string {
  const known = LEVELS.map((level) =>
    section(
      capital(level),
      OF_LEVEL[level],
      all.filter((one) => one.level === level),
    ),
  );
  const unknown = section(
    'Not measured yet',
    'Nobody has run these whole and written down the time.',
    all.filter(({level}) => level === undefined),
  );
  return `# The experiments that ship

_${note}_

\`genloss run NAME\` runs one, \`genloss show NAME\` prints its YAML, \`genloss run NAME --dry-run\` says how long it takes on your machine.
The times below are those of \`npm run timings\`: each experiment run whole, as it ships. ${machinesText(all)}

${[...known, unknown].filter((text) => text !== '').join('\n')}`;
}

function section(title: string, about: string, experiments: readonly Shipped[]): string {
  if (experiments.length === 0) return '';
  const rows = experiments.map(
    ({name, title: own, shows = '', timing}) =>
      `| \`${name}\` | ${timing ? duration(timing.seconds) : ''} | ${[own, shows]
        .filter((text) => text !== '')
        .map((text) => `${cell(text)}.`)
        .join(' ')} |\n`,
  );
  return `## ${title}\n\n${about}\n\n| experiment | time | what it must show |\n|---|---:|---|\n${rows.join('')}`;
}

function machinesText(all: readonly Shipped[]): string {
  const machines = new Set(
    all.flatMap(({timing}) => (timing ? [`${timing.machine}, ${timing.date}${timing.note === undefined ? '' : ` (${timing.note})`}`] : [])),
  );
  return machines.size === 0 ? 'None is measured yet.' : `Measured on ${[...machines].join('; ')}.`;
}

const capital = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}`;
const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replace(/\.$/, '');
