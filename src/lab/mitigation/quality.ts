/**
 * Quality rules as an arm names them, applied to a sample before it is trained on.
 *
 *   text                 steps of src/quality, held against the lineage's human training set and the first generation's sample
 *   points, categories   a band of likelihood: between quantiles of the log-probability that human records have
 *   labelled rows        a verifier of labels
 *
 * Records that fail are left out; under `resample` others are drawn in their place. Weighed records are drawn by weight, to the same size.
 */
import type {Data, Rows, Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import {firstOf, joined, recordsAt, type SizeUnit, sizeOf} from '../../core/records.ts';
import {quantile} from '../../core/stats/index.ts';
import {applyRules, makeRules, type RuleReferences} from '../../quality/rules.ts';
import {type RecipeStep, stepOf} from '../../quality/steps.ts';
import {verifiedRows} from '../../quality/verify.ts';
import type {QualityOptions} from '../experiment/mitigation-schema.ts';
import {signsOf} from '../world/labelled.ts';
import {drawnBy} from './feedback.ts';
import type {MitigationStep, Quality, Treatment} from './port.ts';

type NamedRule = NonNullable<QualityOptions['rules']>[number];

/** What the rules of an arm are held against. */
interface QualityContext {
  readonly unit: SizeUnit;
  /** Of text. */
  readonly references?: RuleReferences;
  /** Log-probability of points or categories under the world or the first fit. */
  readonly oracle?: (data: Data) => Float64Array;
  /** Of labelled rows: the true plane. */
  readonly plane?: Float64Array;
}

export class QualityRules implements Quality {
  private readonly options: QualityOptions;
  private readonly context: QualityContext;

  constructor(options: QualityOptions, context: QualityContext) {
    this.options = options;
    this.context = context;
  }

  check(drawn: Data, step: MitigationStep, stream: Stream): Treatment {
    const {rules = []} = this.options;
    if (rules.length === 0) return {data: drawn};
    const wanted = sizeOf(drawn, this.context.unit);
    const judge = drawn.kind === 'text' ? this.judgeText(rules) : this.judgeRecords(rules, step.human);
    const kept: Data[] = [];
    const weights: number[] = [];
    let [seen, have] = [0, 0];
    const rounds = this.options.onFail === 'resample' && drawn.kind !== 'rows' ? 1 + this.options.attempts : 1;
    for (let round = 0; round < rounds && have < wanted; round++) {
      const more = round === 0 ? drawn : step.draw(stream.fork(`again/${round}`));
      const passed = judge(more, stream.fork(`judge/${round}`));
      seen += more.count;
      kept.push(recordsAt(more, passed.kept));
      for (const i of passed.kept) weights.push(passed.weights?.[i] ?? 1);
      have += sizeOf(kept[kept.length - 1], this.context.unit);
    }
    const all = joined(kept);
    if (all.count === 0)
      throw new DataError(`no record of generation ${step.generation} passes the quality rules`, {next: 'Loosen the rules.'});
    const data = this.sized(all, Float64Array.from(weights), {wanted, stream});
    const short = have < wanted && rounds > 1 ? [`after ${rounds - 1} further draws only ${have} of ${wanted} pass the rules`] : [];
    return {data, discarded: seen - Math.min(seen, data.count), notes: short};
  }

  private sized(all: Data, weights: Float64Array, {wanted, stream}: {wanted: number; stream: Stream}): Data {
    const {unit} = this.context;
    if (weights.every((weight) => weight === 1)) return firstOf(all, wanted, unit);
    if (!weights.some((weight) => weight > 0)) throw new DataError('the quality rules give every record the weight 0');
    return drawnBy(all, weights, {size: Math.min(wanted, sizeOf(all, unit)), unit, stream: stream.fork('weights')});
  }

  /** One chain of rules for all rounds, so that duplicates are told across them. */
  private judgeText(rules: readonly NamedRule[]): Judge {
    const steps = rules.filter((rule) => typeof rule === 'string' || !('verify' in rule)).map((rule) => stepOf(rule as RecipeStep));
    const chain = makeRules(steps, this.context.references!);
    return (data) => applyRules(chain, data as Text);
  }

  private judgeRecords(rules: readonly NamedRule[], human: Data): Judge {
    return (data, stream) => {
      let kept = Uint32Array.from({length: data.count}, (_, i) => i);
      for (const rule of rules) {
        const passed =
          typeof rule === 'object' && 'verify' in rule ? this.verified(data as Rows, rule.verify, stream) : this.inBand(data, rule, human);
        kept = kept.filter((i) => passed[i] === 1);
      }
      return {kept};
    };
  }

  private verified(rows: Rows, chances: {right: number; wrong: number}, stream: Stream): Uint8Array {
    const truth = signsOf(rows, this.context.plane!);
    const passed = new Uint8Array(rows.count);
    for (const i of verifiedRows(
      stream,
      Uint8Array.from(rows.y, (y, k) => (y === truth[k] ? 1 : 0)),
      chances,
    ))
      passed[i] = 1;
    return passed;
  }

  private inBand(data: Data, rule: Exclude<NamedRule, {verify: unknown}>, human: Data): Uint8Array {
    const {filter} = stepOf(rule) as Extract<RecipeStep, {filter: unknown}>;
    const [low, high] = filter.band!;
    const expected = this.context.oracle!(human);
    const [least, most] = [quantile(expected, low), quantile(expected, high)];
    return Uint8Array.from(this.context.oracle!(data), (value) => (value >= least && value <= most ? 1 : 0));
  }
}

type Judge = (data: Data, stream: Stream) => {readonly kept: Uint32Array; readonly weights?: Float64Array};
