/**
 * Quality rules as an arm names them, applied to a sample before it is trained on.
 *
 *   text                 steps of src/quality, held against the lineage's human training set and the first generation's sample; editing
 *   points, categories   a band of likelihood: between quantiles of the log-probability that human records have; correction, editing
 *   rows                 a verifier of labels; editing
 *
 * Every kind has commands. Records that fail are left out; under `resample` others are drawn in their place. Weighed records are drawn by
 * weight, to the same size.
 */
import type {Data, Points, Rows, Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import {firstOf, joined, type SizeUnit, sizeOf} from '../../core/records.ts';
import {quantile} from '../../core/stats/index.ts';
import type {Fitted} from '../../models/model.ts';
import {applyRules, type ChainVerdicts} from '../../quality/chain.ts';
import {commandRule, type RunCommand} from '../../quality/command-rule.ts';
import type {Rule} from '../../quality/rule.ts';
import {makeRules, type RuleReferences} from '../../quality/rules.ts';
import {type FilterOptions, type RecipeStep, stepOf} from '../../quality/steps.ts';
import type {Arm} from '../experiment/arm.ts';
import type {QualityOptions} from '../experiment/mitigation-schema.ts';
import type {LabRule} from '../experiment/rules-schema.ts';
import type {Human} from '../human/human.ts';
import type {World} from '../world/index.ts';
import {correctRule} from './correct.ts';
import {editRule} from './edit.ts';
import {drawnBy} from './feedback.ts';
import type {MitigationStep, Quality, Treatment} from './port.ts';
import {rightLabels, type Verification, verificationReadings, verifies, verifyRule} from './verifier.ts';

/** What the rules of an arm are held against. */
export interface QualityContext {
  readonly arm: Arm;
  readonly unit: SizeUnit;
  readonly human: Human;
  readonly world?: World;
  /** Of text. */
  readonly references?: RuleReferences;
  readonly runCommand?: RunCommand;
  /** Log-probability of points or categories under the world or the first fit. */
  readonly oracle: (data: Data) => Float64Array;
  /** The first fit, for rules that are held against it. */
  readonly first: () => Fitted;
  /** The same for all generations. */
  readonly stream: Stream;
}

export class QualityRules implements Quality {
  private readonly options: QualityOptions;
  private readonly context: QualityContext;
  /** Rules that are the same in all generations, once they are made. */
  private readonly made = new Map<LabRule, Rule<Data>>();

  constructor(options: QualityOptions, context: QualityContext) {
    this.options = options;
    this.context = context;
  }

  check(drawn: Data, step: MitigationStep, stream: Stream): Treatment {
    const {rules = []} = this.options;
    if (rules.length === 0) return {data: drawn};
    const wanted = sizeOf(drawn, this.context.unit);
    // one chain for all rounds, so that duplicates are told across them
    const chain = rules.map((rule) => this.ruleOf(rule, step));
    const tally: Verification = {right: 0, wrong: 0, keptRight: 0, keptWrong: 0};
    const kept: Data[] = [];
    const weights: number[] = [];
    let [seen, have, changed] = [0, 0, 0];
    const rounds = this.options.onFail === 'resample' && drawn.kind !== 'rows' ? 1 + this.options.attempts : 1;
    for (let round = 0; round < rounds && have < wanted; round++) {
      const more = round === 0 ? drawn : step.draw(stream.fork(`again/${round}`));
      const passed = applyRules(chain, more, stream.fork(`judge/${round}`));
      if (rules.some(verifies)) this.count(more as Rows, passed, tally);
      seen += more.count;
      kept.push(passed.records);
      for (const i of passed.kept) weights.push(passed.weights[i]);
      for (const one of passed.changed) changed += one;
      have += sizeOf(passed.records, this.context.unit);
    }
    const all = joined(kept);
    if (all.count === 0)
      throw new DataError(`no record of generation ${step.generation} passes the quality rules`, {next: 'Loosen the rules.'});
    const data = this.sized(all, Float64Array.from(weights), {wanted, stream});
    const short = have < wanted && rounds > 1 ? [`after ${rounds - 1} further draws only ${have} of ${wanted} pass the rules`] : [];
    const readings = rules.some(verifies) ? verificationReadings(tally) : [];
    return {data, discarded: seen - Math.min(seen, data.count), changed, readings, notes: short};
  }

  private sized(all: Data, weights: Float64Array, {wanted, stream}: {wanted: number; stream: Stream}): Data {
    const {unit} = this.context;
    if (weights.every((weight) => weight === 1)) return firstOf(all, wanted, unit);
    if (!weights.some((weight) => weight > 0)) throw new DataError('the quality rules give every record the weight 0');
    return drawnBy(all, weights, {size: Math.min(wanted, sizeOf(all, unit)), unit, stream: stream.fork('weights')});
  }

  private ruleOf(rule: LabRule, step: MitigationStep): Rule<Data> {
    const {context} = this;
    if (typeof rule === 'object' && 'edit' in rule) return editRule(rule.edit, rule.edit.by === 'first' ? context.first() : step.fitted);
    if (typeof rule === 'object' && 'verify' in rule) return this.once(rule, () => verifyRule(rule.verify, this.verifierContext()));
    if (typeof rule === 'object' && 'correct' in rule) return this.once(rule, () => this.correction(rule));
    const own = stepOf(rule);
    // which of duplicates is the first is told anew in every generation
    if (context.references) return makeRules([own], context.references)[0] as Rule<Text> as Rule<Data>;
    if ('command' in own) return commandRule(own.command, context.runCommand);
    return bandRule((own as Extract<RecipeStep, {filter: unknown}>).filter, step.human, context.oracle);
  }

  private verifierContext() {
    const {arm, human, stream, world} = this.context;
    return {arm, human, stream, plane: world!.truth.coefficients!};
  }

  private correction({correct}: Extract<LabRule, {correct: unknown}>): Rule<Data> {
    const {human, world, stream} = this.context;
    return correctRule(correct, {human: human.training as Points, world, stream: stream.fork('correct')});
  }

  private once(rule: LabRule, make: () => Rule<Data>): Rule<Data> {
    const known = this.made.get(rule) ?? make();
    this.made.set(rule, known);
    return known;
  }

  /** How labels that came, and those of them that stayed, stand to the truth. */
  private count(rows: Rows, {kept}: ChainVerdicts<Data>, tally: Verification): void {
    const right = rightLabels(rows, this.options.rules ?? [], this.context.world!.truth.coefficients!);
    for (const one of right) tally[one ? 'right' : 'wrong']++;
    for (const i of kept) tally[right[i] ? 'keptRight' : 'keptWrong']++;
  }
}

function bandRule({measure, band}: FilterOptions, human: Data, oracle: (data: Data) => Float64Array): Rule<Data> {
  const expected = oracle(human);
  const [least, most] = [quantile(expected, band![0]), quantile(expected, band![1])];
  return {
    name: `filter ${measure}`,
    judge: (records) => ({
      kept: Uint8Array.from(oracle(records), (value) => (value >= least && value <= most ? 1 : 0)),
      reason: () => `${measure} outside the band`,
    }),
  };
}
