/**
 * Rules from steps: the checks that the lab's samples and a recipe's records go through, one after another (chain.ts).
 */
import type {Text} from '../core/data.ts';
import type {Stream} from '../core/random/stream.ts';
import {TypescriptKernel} from '../core/sketch/scan.ts';
import {quantile} from '../core/stats/quantile.ts';
import type {Language} from '../core/text/language.ts';
import {shortNumber} from '../core/text/numbers.ts';
import {commandRule, type RunCommand} from './command-rule.ts';
import {type Deduper, ExactDeduper, NearDeduper} from './dedupe.ts';
import {measureDocuments, missingReference, type ScoreModels} from './document-measures.ts';
import {DocumentScan, NO_SAMPLES} from './document-scan.ts';
import {HumanLikelihood} from './likelihood.ts';
import type {Rule, Verdicts} from './rule.ts';
import type {FilterOptions, RecipeStep, WeightOptions} from './steps.ts';
import {humanWeights, SyntheticClassifier} from './synthetic.ts';

/** What rules are held against. */
export interface RuleContext {
  readonly human?: Text;
  readonly synthetic?: Text;
  readonly stream: Stream;
  readonly runCommand?: RunCommand;
  /** Whose case is folded where words are counted. */
  readonly language?: Language;
  /** One in the language, where it is given. */
  readonly scan?: DocumentScan;
}

/** References that several rules share, each made when first asked for, and kept for as long as the references are the same. */
export class RuleReferences {
  readonly context: RuleContext;
  private likelihood?: HumanLikelihood;
  private classifier?: SyntheticClassifier;
  private readonly bounds = new Map<string, {low: number; high: number}>();

  constructor(context: RuleContext) {
    const {language, scan = new DocumentScan(new TypescriptKernel(NO_SAMPLES, {language}))} = context;
    this.context = language === undefined ? context : {...context, scan};
  }

  models(): ScoreModels {
    return {
      likelihood: (text) => this.humanLikelihood().score(text),
      synthetic: (text) => this.syntheticClassifier().probability(text),
    };
  }

  syntheticClassifier(): SyntheticClassifier {
    const {human, synthetic, language, stream} = this.context;
    if (!human || !synthetic) throw missingReference('synthetic');
    this.classifier ??= new SyntheticClassifier(stream.fork('synthetic'), {human, synthetic, language});
    return this.classifier;
  }

  /** What a filter's bounds come to. */
  boundsOf(filter: FilterOptions): {low: number; high: number} {
    const key = JSON.stringify(filter);
    let bounds = this.bounds.get(key);
    if (!bounds) {
      this.prepare(filter.measure);
      bounds = {low: filter.atLeast ?? -Infinity, high: filter.atMost ?? Infinity};
      if (filter.band) {
        const [low, high] = this.quantiles(filter.measure, filter.band);
        bounds = {low: Math.max(bounds.low, low), high: Math.min(bounds.high, high)};
      }
      this.bounds.set(key, bounds);
    }
    return bounds;
  }

  /** Makes now what `measure` needs, so that what is missing is said before any record is looked at. */
  private prepare(measure: FilterOptions['measure']): void {
    if (measure === 'likelihood') this.humanLikelihood();
    if (measure === 'synthetic') this.syntheticClassifier();
  }

  private quantiles(measure: FilterOptions['measure'], band: readonly [number, number]): [number, number] {
    const {human, scan} = this.context;
    if (!human || human.count === 0) throw missingReference('band');
    if (measure === 'likelihood' || measure === 'synthetic') {
      const model = measure === 'likelihood' ? this.humanLikelihood() : this.syntheticClassifier();
      return [model.quantile(band[0]), model.quantile(band[1])];
    }
    const values = measureDocuments(measure, human, {}, scan);
    return [quantile(values, band[0]), quantile(values, band[1])];
  }

  private humanLikelihood(): HumanLikelihood {
    const {human, stream} = this.context;
    if (!human) throw missingReference('likelihood');
    this.likelihood ??= new HumanLikelihood(stream.fork('likelihood'), human);
    return this.likelihood;
  }
}

/** A rule that takes no chance. */
export interface StepRule extends Rule {
  judge(records: Text): Verdicts;
}

/** Fresh rules, in the order of the steps. Throws ConfigError where a reference is missing. */
export function makeRules(steps: readonly RecipeStep[], references: RuleReferences): StepRule[] {
  return steps.map((step): StepRule => {
    if ('dedupe' in step) {
      const {dedupe} = step;
      const deduper: Deduper =
        dedupe.kind === 'exact' ? new ExactDeduper() : new NearDeduper({similarity: dedupe.similarity, scan: references.context.scan});
      return new DedupeRule(`dedupe ${dedupe.kind}`, deduper);
    }
    if ('filter' in step) return new FilterRule(step.filter, references);
    if ('weight' in step) return weightRule(step.weight, references);
    return commandRule(step.command, references.context.runCommand);
  });
}

class DedupeRule implements StepRule {
  readonly name: string;
  private readonly deduper: Deduper;

  constructor(name: string, deduper: Deduper) {
    this.name = name;
    this.deduper = deduper;
  }

  judge({bytes, offsets, count}: Text): Verdicts {
    const repeats = Int32Array.from({length: count}, (_, i) => this.deduper.add(bytes, offsets[i], offsets[i + 1]));
    return {
      repeats,
      kept: Uint8Array.from(repeats, (earlier) => (earlier < 0 ? 1 : 0)),
      reason: (i) => `repeats record ${repeats[i] + 1} of those that came here`,
    };
  }
}

class FilterRule implements StepRule {
  readonly name: string;
  private readonly filter: FilterOptions;
  private readonly references: RuleReferences;

  constructor(filter: FilterOptions, references: RuleReferences) {
    this.name = `filter ${filter.measure}`;
    this.filter = filter;
    this.references = references;
    references.boundsOf(filter);
  }

  judge(records: Text): Verdicts {
    const {measure} = this.filter;
    const {low, high} = this.references.boundsOf(this.filter);
    const values = measureDocuments(measure, records, this.references.models(), this.references.context.scan);
    return {
      kept: Uint8Array.from(values, (value) => (value >= low && value <= high ? 1 : 0)),
      reason: (i) => boundText(measure, values[i], {low, high}),
    };
  }
}

/** "repetition .62, at most .2" */
export function boundText(measure: string, value: number, {low, high}: {low: number; high: number}): string {
  const bound = value < low ? `at least ${shortNumber(low)}` : `at most ${shortNumber(high)}`;
  return `${measure} ${shortNumber(value)}, ${bound}`;
}

function weightRule({measure, power}: WeightOptions, references: RuleReferences): StepRule {
  references.syntheticClassifier();
  return {
    name: `weight ${measure}`,
    judge(records) {
      const p = references.syntheticClassifier().probability(records);
      return {kept: new Uint8Array(records.count).fill(1), reason: () => '', weights: humanWeights(p, power)};
    },
  };
}
