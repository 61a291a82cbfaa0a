/** genloss on Node: everything of `../index.ts`, and what needs files and threads. */
import {registerNodeDictionary} from './dictionary.ts';
import {registerPointKernels} from './point-kernels.ts';

export * from '../index.ts';
export {CHECK_FORMATS, type CheckFormat} from '../report/formats/check/formats.ts';
export {loadFormat} from './check/formats.ts';
export {readGates} from './check/gates-file.ts';
export {type Curated, curate} from './curate/curate.ts';
export {type DigitsOptions, loadDigits} from './digits.ts';
export {type LoadedExperiment, loadExperiment} from './experiment-file.ts';
export {exportTransformer, type WrittenFile} from './export/folder.ts';
export {type ModelChoice, type StoredModel, storedModel} from './export/stored-model.ts';
export {type ForecastRequest, runForecast} from './forecast/run.ts';
export {type PreferenceFile, readPreferences, writePreferences} from './preference/files.ts';
export {profileOf, readProfile, writeProfile} from './profile/files.ts';
export {type MadeProfile, type MakeOptions, makeProfile} from './profile/make.ts';
export {readCorpus} from './read/corpus.ts';
export {readSpeeches} from './read/speeches.ts';
export {writeReport} from './run/report.ts';
export {type RunOptions, type RunResult, runExperiment} from './run/run.ts';
export {DEVICES, type Device} from './tensor/device.ts';
export {loadDevice, type OpenedRuntime, openRuntime, type RuntimeOptions} from './tensor/runtime.ts';
export {version} from './version.ts';

registerNodeDictionary();
registerPointKernels();
