/** What the command line offers, as commander knows it; each command is imported when it is called. */
import {Command, Option} from 'commander';
import {version} from '../node/version.ts';
import {
  collect,
  formatFlags,
  languageOption,
  profileFlags,
  readingFlags,
  shareOfOne,
  wholeNumber,
  wholeNumberFrom0,
} from './data-options.ts';
import {print, tell} from './print.ts';

type Options = Record<string, unknown>;

export function program(): Command {
  const genloss = new Command('genloss')
    .description('Generation loss: measure, forecast and prevent model collapse in models trained on what models wrote.')
    .version(version())
    .showHelpAfterError('(genloss --help lists the commands)')
    .configureOutput({writeOut: print, writeErr: tell})
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
    .addOption(new Option('--device <name>', 'where neural models are computed').choices(['cpu', 'webgpu', 'cuda']).default('cpu'))
    .addOption(new Option('--keep <what>', 'also store the transformers of every generation, for genloss export').choices(['models']))
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

  genloss
    .command('export')
    .description('write a transformer of a run as a folder that transformers.js, ONNX Runtime and Hugging Face read')
    .argument('<directory>', 'a run directory')
    .requiredOption('-o, --output <folder>', 'the folder to write; must be new or empty')
    .option('--arm <name>', 'whose model (default: the only arm with a transformer)')
    .option('--seed <n>', 'of which lineage, counted from 0 (default: 0)', wholeNumberFrom0)
    .option('--generation <n>', 'of which generation (default: the last one)', wholeNumber)
    .option('--model <name>', 'which model of a population (default: the only transformer)')
    .option('--json', 'print one JSON document on standard output')
    .action(async (directory: string, options: Options) => (await import('./commands/export.ts')).exportModel(directory, options as never));

  profileFlags(genloss.command('profile'))
    .description('fingerprint a corpus: what check needs of a reference')
    .argument('<data...>', 'files, folders, globs, or - for standard input')
    .requiredOption('-o, --output <file>', 'the profile to write')
    .option('--count <field>', 'count the values of this field too, or field:year, :month, :day of dates; repeatable', collect, [])
    .option('--json', 'print one JSON document on standard output')
    .action(async (data: string[], options: Options) => (await import('./commands/profile.ts')).profile(data, options as never));

  genloss
    .command('merge')
    .description('join profiles of parts into the profile of the whole')
    .argument('<profile...>', 'profiles made with the same options')
    .requiredOption('-o, --output <file>', 'the profile to write')
    .option('--json', 'print one JSON document on standard output')
    .action(async (files: string[], options: Options) => (await import('./commands/profile.ts')).merge(files, options as never));

  profileFlags(genloss.command('check'))
    .description('hold a corpus against a human reference: pass, fail or inconclusive')
    .argument('<data...>', 'the candidate: data, or its profile')
    .requiredOption('--reference <data>', 'the human reference: data or a profile; repeatable', collect)
    .option('--gates <file>', 'YAML with the gates that must hold (default: calibrated ones)')
    .addOption(
      new Option('--format <format>', 'what is printed (default: text)').choices(['text', 'json', 'markdown', 'junit', 'sarif', 'html']),
    )
    .option('--json', 'the same as --format json')
    .option('--forecast', 'also say how many generations of a lab on the reference the candidate looks like; takes a minute')
    .option('--bands', 'also report by band what pictures are made of (html always does)')
    .option('--html <file>', 'write a page with pictures too')
    .option('--markdown <file>', 'write Markdown for a pull request too')
    .option('--junit <file>', 'write JUnit XML too')
    .option('--sarif <file>', 'write SARIF too')
    .action(async (data: string[], options: Options) => (await import('./commands/check.ts')).check(data, options as never));

  readingFlags(genloss.command('share'))
    .description('estimate the share of synthetic sentences in a corpus')
    .argument('<data...>', 'the candidate: files, folders, globs, or - for standard input')
    .requiredOption('--human <reference>', 'text by people; repeatable', collect)
    .requiredOption('--synthetic <reference>', 'text by the models in question; repeatable', collect)
    .option('--by <field>', 'also the share by the values of this field, or field:year, :month or :day of dates; repeatable', collect, [])
    .option('--seed <n>', 'seed of all draws (default: 1)', wholeNumber)
    .option('--html <file>', 'write a page with pictures too')
    .option('--json', 'print one JSON document on standard output')
    .action(async (data: string[], options: Options) => (await import('./commands/share.ts')).share(data, options as never));

  readingFlags(genloss.command('curate'))
    .description('write the next training set: dedupe, filter, weigh, mix, and say what it cost the tail')
    .argument('<data...>', 'files, folders, globs, or - for standard input')
    .requiredOption('--recipe <file>', 'YAML with the steps, the mix and the budget')
    .requiredOption('-o, --output <folder>', 'the folder to write: new, empty, or an unfinished one to go on with')
    .option('--max-tail-loss <share>', 'stop where a step costs more than this of the reference’s tail', shareOfOne)
    .option('--json', 'print one JSON document on standard output')
    .action(async (data: string[], options: Options) => (await import('./commands/curate.ts')).curate(data, options as never));

  formatFlags(genloss.command('forecast'))
    .description('how many generations are left, and how much human data is needed: the lab on your corpus')
    .argument('<data...>', 'the human corpus: files, folders, globs, or corpus:speeches')
    .option('--generations <n>', 'generations to look ahead (default: 10)', wholeNumber)
    .option('--bound <share>', 'tail retention that must be kept (default: half of what the first model keeps)', shareOfOne)
    .option('--seconds <n>', 'time to use (default: 60)', wholeNumber)
    .option('--sample <words>', 'words of each training set and sample, in place of what fits the time', wholeNumber)
    .option('--measured <n>', 'run only so many generations at that size and extrapolate the rest', wholeNumber)
    .option('--candidate <data>', 'a corpus to place among the generations; repeatable', collect)
    .option('--order <n>', 'order of the n-gram (default: 3 of words, 5 of characters)', wholeNumber)
    .option('--top-p <p>', 'how text is drawn (default: 0.95)', shareOfOne)
    .option('--untruncated', 'draw text as the model has it, without top-p')
    .option('--passage <words>', 'cut documents into passages of about so many words', wholeNumber)
    .addOption(languageOption())
    .option('--seeds <n>', 'runs of each workflow (default: 3)', wholeNumber)
    .option('--seed <n>', 'seed of all draws (default: 1)', wholeNumber)
    .option('--workers <n>', 'worker threads (default: one a core)', wholeNumber)
    .option('--html <file>', 'write a page with pictures too')
    .option('--json', 'print one JSON document on standard output')
    .option('-q, --quiet', 'no progress')
    .action(async (data: string[], options: Options) => (await import('./commands/forecast.ts')).forecast(data, options as never));
  return genloss;
}
