/** genloss on Node: everything of `../index.ts`, and what needs files and threads. */
export * from '../index.ts';
export {type LoadedExperiment, loadExperiment} from './experiment-file.ts';
export {readCorpus} from './read/corpus.ts';
export {readSpeeches} from './read/speeches.ts';
export {writeReport} from './run/report.ts';
export {type RunOptions, type RunResult, runExperiment} from './run/run.ts';
export {version} from './version.ts';
