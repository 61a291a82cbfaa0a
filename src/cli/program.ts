/** What the command line offers, as commander knows it; each command is imported when it is called. */
import {Command, InvalidArgumentError} from 'commander';
import {version} from '../node/version.ts';

type Options = Record<string, unknown>;

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('wanted a whole number of at least 1.');
  return value;
};
const collect = (value: string, list: string[]): string[] => [...list, value];

export function program(): Command {
  const genloss = new Command('genloss')
    .description('Generation loss: measure, forecast and prevent model collapse in models trained on what models wrote.')
    .version(version())
    .showHelpAfterError('(genloss --help lists the commands)')
    .exitOverride();

  genloss
    .command('run')
    .description('run an experiment; goes on from what is on disk')
    .argument('<experiment>', 'a YAML file, or the name of an experiment that ships (genloss list)')
    .option('-o, --out <directory>', 'run directory (default: runs/<name>)')
    .option('--set <path=value>', 'override a field, for instance arms.replace.workflow=accumulate; repeatable', collect, [])
    .option('--seeds <n>', 'lineages an arm', wholeNumber)
    .option('--generations <n>', 'number of fits', wholeNumber)
    .option('--workers <n>', 'worker threads (default: one a core)', wholeNumber)
    .option('--json', 'print one JSON document on standard output')
    .option('-q, --quiet', 'no progress, no table')
    .action(async (experiment: string, options: Options) => (await import('./commands/run.ts')).run(experiment, options));

  genloss
    .command('list')
    .description('the experiments that ship')
    .option('--json', 'print one JSON document on standard output')
    .action(async (options: Options) => (await import('./commands/list.ts')).list(options));

  genloss
    .command('show')
    .description('one experiment that ships: what it must show, and its YAML')
    .argument('<name>', 'its name (genloss list)')
    .option('--json', 'print one JSON document on standard output')
    .action(async (name: string, options: Options) => (await import('./commands/list.ts')).show(name, options));

  genloss
    .command('report')
    .description('make the report of a run directory again')
    .argument('<directory>', 'a run directory')
    .option('--json', 'print one JSON document on standard output')
    .action(async (directory: string, options: Options) => (await import('./commands/report.ts')).report(directory, options));
  return genloss;
}
