/**
 * genloss, everywhere: runs, the lab's loop, its worlds, models and measures; the guard's profiles and checks; the samplers and statistics that
 * they stand on. Needs neither Node nor a page.
 */
export type {Categories, Data, Part, Points, Rows, Source, Text, TrainingSet} from './core/data.ts';
export {absoluteValues} from './core/data.ts';
export {
  ConfigError,
  DataError,
  DivergenceError,
  DomainError,
  GenlossError,
  OutputError,
  type PlacedProblem,
  ResourceError,
  UnfinishedError,
} from './core/error.ts';
export {type Bands, probabilityBands} from './core/measure/bands.ts';
export {compressedSize} from './core/measure/compressed-size.ts';
export {exactDuplicates} from './core/measure/duplicates.ts';
export type {Measure} from './core/measure/entry.ts';
export type {Reading} from './core/measure/estimate.ts';
export {heapsExponent} from './core/measure/heaps.ts';
export {bitsPerByte, documentPerplexities, perplexity} from './core/measure/likelihood.ts';
export {MeasuredText, type TextMeasureOptions} from './core/measure/measured-text.ts';
export {measurePoints, type PointMeasure} from './core/measure/point-measures.ts';
export {type PointCandidate, PointReference, type PointTruth} from './core/measure/point-reference.ts';
export type {Range} from './core/measure/range.ts';
export {distinctPerDocument, distinctPooled, selfRepetition} from './core/measure/repetition.ts';
export {selfBleu} from './core/measure/self-bleu.ts';
export {measureText, type TextMeasure} from './core/measure/text-measures.ts';
export {TextReference} from './core/measure/text-reference.ts';
export {measureTypes, type TypeMeasure} from './core/measure/type-measures.ts';
export {type TypeCandidate, TypeReference} from './core/measure/type-reference.ts';
export {countTypes, proportions} from './core/measure/types.ts';
export {zipfExponent} from './core/measure/zipf.ts';
export {type Manifold, precisionRecallDensityCoverage} from './core/points/manifold.ts';
export {excessRisk, type ModeOptions, modeCounts, modesAlive} from './core/points/modes.ts';
export {sinkhornDivergence} from './core/points/sinkhorn.ts';
export {type GaussianMoments, wasserstein2Gaussian, wasserstein2Samples} from './core/points/wasserstein.ts';
export {
  type AliasTable,
  aliasTable,
  beta,
  binomial,
  categorical,
  exponential,
  fillCategorical,
  fillExponential,
  fillNormal,
  fillUniform,
  gamma,
  logGammaVariate,
  multinomial,
  normal,
  permutation,
  Reservoir,
  Stream,
  shuffle,
  subset,
  uniform,
} from './core/random/index.ts';
export {type GroupCounts, inAllGroups} from './core/sketch/group-counts.ts';
export type {Capacities, ScanKernel, TypeSample} from './core/sketch/kernel.ts';
export {TypescriptKernel} from './core/sketch/scan.ts';
export type {ShingleSketch} from './core/sketch/shingle-sketch.ts';
export {
  antitonic,
  betaQuantile,
  betaRegularized,
  chiSquareSurvival,
  digamma,
  energyDistance,
  entropyBits,
  erf,
  erfc,
  gammaRegularizedLower,
  gammaRegularizedUpper,
  giniSimpson,
  goodTuringUnseenMass,
  holm,
  isotonic,
  jackknifeError,
  jensenShannonBits,
  type KolmogorovSmirnov,
  klBits,
  kolmogorovSmirnov,
  kolmogorovSurvival,
  logGamma,
  type MeanInterval,
  type MedianRank,
  meanOf,
  median,
  medianRank,
  normalCdf,
  normalQuantile,
  quantile,
  standardErrorOf,
  studentCdf,
  studentInterval,
  studentQuantile,
  studentTest,
  totalVariation,
  trigamma,
  unimodal,
  varianceOf,
  wasserstein1,
  wilsonInterval,
} from './core/stats/index.ts';
export {type Cutter, registerDictionary} from './core/text/cutter.ts';
export {icuDictionary} from './core/text/dictionary.ts';
export {textOf} from './core/text/documents.ts';
export {type Language, languageOf} from './core/text/language.ts';
export type {Ranges} from './core/text/ranges.ts';
export type {WordRules} from './core/text/word-scanner.ts';
export {type CompiledModule, compileModule} from './core/webassembly.ts';
export type {ForecastReport, Place} from './forecast/report.ts';
export {type CheckInput, check} from './guard/check/check.ts';
export {DEFAULT_GATES, type RelativeGate} from './guard/check/gates.ts';
export {gatesSchema} from './guard/check/gates-schema.ts';
export {CHECK_MEASURES} from './guard/check/measures.ts';
export type {BandReading, Check, CheckReport, DomainTest, Gate, Interval, Side, TellingWord, Verdict} from './guard/check-report.ts';
export {type DocumentBatch, ProfileBuilder, type ProfileOptions} from './guard/profile/builder.ts';
export {decodeProfile} from './guard/profile/decode.ts';
export {describeProfile, type ProfileDescription} from './guard/profile/describe.ts';
export {encodeProfile} from './guard/profile/encode.ts';
export {mergeProfiles, type Profile, reduceProfile, type SizeName} from './guard/profile/profile.ts';
export {profileTexts, type TextsOptions} from './guard/profile/texts.ts';
export type {Arm} from './lab/experiment/arm.ts';
export {describeArm} from './lab/experiment/describe-arm.ts';
export type {Problem} from './lab/experiment/problems.ts';
export {type Resolved, resolveExperiment} from './lab/experiment/resolve.ts';
export {type Experiment, experimentSchema} from './lab/experiment/schema.ts';
export type {Corpus} from './lab/human/human.ts';
export type {Generation} from './lab/loop/generation.ts';
export {Lineage} from './lab/loop/lineage.ts';
export type {LineageOptions} from './lab/loop/lineage-options.ts';
export {allMeasures, catalog, measureOf, registerMeasure} from './lab/measure/catalog.ts';
export type {ArmContext, ArmMeasure, LabMeasure, LawMeasure, PointsView, TextView} from './lab/measure/measure.ts';
export type {Snapshot} from './lab/measure/snapshot.ts';
export type {
  Cost,
  Feedback,
  Improvement,
  MitigationStep,
  Mitigations,
  PolicyFeedback,
  Quality,
  Treatment,
} from './lab/mitigation/port.ts';
export {type Row, rowsOf} from './lab/results/row.ts';
export {Summarizer, type Summary, type SummaryPoint} from './lab/results/summary.ts';
export {type TheoryCurve, theoryOf} from './lab/results/theory.ts';
export {makeWorld, type World} from './lab/world/index.ts';
export {
  type AutoregressiveModel,
  type AutoregressiveOptions,
  type AutoregressiveSetting,
  autoregressiveModel,
  autoregressiveOptions,
  type FittedAutoregressive,
} from './models/autoregressive/index.ts';
export {categoricalModel} from './models/categorical/index.ts';
export {classifierModel} from './models/classifier/index.ts';
export {modelOptions, registerFamily} from './models/families.ts';
export type {AnyModelOptions, DataSetting, Estimator, Family, FitSetting, ModelSchema, Need, OptionProblem} from './models/family.ts';
export {gaussianModel} from './models/gaussian/index.ts';
export {kdeModel} from './models/kde/index.ts';
export {mixtureModel} from './models/mixture/index.ts';
export {type FittedMlp, type MlpModel, type MlpOptions, type MlpSetting, mlpModel, mlpOptions} from './models/mlp/index.ts';
export type {
  CategoriesLaw,
  Fitted,
  FittedCategories,
  FittedMoments,
  FittedPoints,
  FittedRows,
  FittedText,
  Law,
  Model,
  PointsLaw,
  RowsLaw,
  Sampler,
  TextLaw,
} from './models/model.ts';
export {ngramModel} from './models/ngram/index.ts';
export {regressionModel} from './models/regression/index.ts';
export {type Card, type ExportedModel, transformerFiles} from './models/transformer/export/index.ts';
export {
  FittedTransformer,
  type GroupOptions,
  type Rewarded,
  type TransformerChoice,
  type TransformerModel,
  type TransformerOptions,
  type TransformerSetting,
  transformerModel,
  transformerOptions,
} from './models/transformer/index.ts';
export {type FittedVae, type VaeModel, type VaeOptions, type VaeSetting, vaeModel, vaeOptions} from './models/vae/index.ts';
export type {Annotator, AnnotatorPorts} from './quality/preference/annotator.ts';
export type {PolicyTraining, RewardTraining} from './quality/preference/policy.ts';
export type {Rule, Verdicts} from './quality/rule.ts';
export {type Executor, type InProcessPorts, inProcess, type TaskEvents, type TaskProgress} from './run/executor.ts';
export {type ExperimentSource, experimentOf, type LoadedExperiment} from './run/experiment.ts';
export {MemoryStore} from './run/memory-store.ts';
export type {Task} from './run/plan.ts';
export {computeRun, type RunOutcome, type RunRequest, resultLines, resultTexts} from './run/run.ts';
export type {ArmData, TaskContext, TaskPorts} from './run/task.ts';
export type {Store, StoredUnit, UnitContent, UnitKey} from './run/unit.ts';
export {parseYaml, type YamlFile} from './run/yaml-places.ts';
export type {CompileOptions, Feed, Resident, Runtime, Step, Values} from './tensor/runtime.ts';
