/**
 * A verifier of labels: by two chances (quality/verify.ts), or a model of its own that was fitted to human rows and keeps what it would
 * have said itself.
 *
 *   classes       a label stays where the verifier says the same; with `noise` it says the other one by chance
 *   regression    a label stays that is at most `tolerance` from the verifier's prediction
 *
 * law      phi = P(kept | right), psi = P(kept | wrong). Where a verifier errs by chance alone, what is trained on the kept rows turns from
 *          right to wrong at the share p* = 1 / (1 + psi / phi) of wrong labels. A fitted verifier errs in one place, near its own plane:
 *          there rows agree with it, right or wrong, and the next model goes over to its plane smoothly
 * source   Y. Feng et al., arXiv 2406.07515; B. Yi et al., arXiv 2510.16657, of the regression
 */
import type {Data, Rows} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Stream} from '../../core/random/stream.ts';
import {subsetOfRecords} from '../../core/records.ts';
import {familyOf} from '../../models/families.ts';
import type {FittedRows} from '../../models/model.ts';
import {linearValues} from '../../models/regression/index.ts';
import type {Rule} from '../../quality/rule.ts';
import {verifiedRows} from '../../quality/verify.ts';
import {type Arm, dataSettingOf} from '../experiment/arm.ts';
import type {LabRule, VerifierOptions, VerifyOptions} from '../experiment/rules-schema.ts';
import type {Human} from '../human/human.ts';
import {signsOf} from '../world/labelled.ts';

export interface VerifierContext {
  readonly arm: Pick<Arm, 'data' | 'sample'>;
  readonly human: Human;
  /** The true plane. (d,) */
  readonly plane: Float64Array;
  /** The same for all generations. */
  readonly stream: Stream;
}

export function verifyRule(options: VerifyOptions, context: VerifierContext): Rule<Data> {
  const judge = 'model' in options ? modelVerifier(options, context) : chanceVerifier(options, context);
  return {
    name: 'verify',
    judge: (records, stream) => ({kept: judge(records as Rows, stream), reason: () => 'the verifier says no'}),
  };
}

type Judge = (rows: Rows, stream: Stream) => Uint8Array;

function chanceVerifier(chances: {right: number; wrong: number}, {plane}: VerifierContext): Judge {
  return (rows, stream) => {
    const truth = signsOf(rows, plane);
    const kept = new Uint8Array(rows.count);
    for (const i of verifiedRows(
      stream,
      Uint8Array.from(rows.y, (y, k) => (y === truth[k] ? 1 : 0)),
      chances,
    ))
      kept[i] = 1;
    return kept;
  };
}

function modelVerifier({model, data: {records, from}, noise = 0, tolerance}: VerifierOptions, context: VerifierContext): Judge {
  const {arm, human, stream} = context;
  const own = stream.fork('verifier');
  const drawn = own.fork('data');
  const data =
    from === 'original'
      ? subsetOfRecords(drawn, human.training, records)
      : human.fresh({size: records, records: true, used: 0, generation: 1}, drawn).data;
  const runtime = (): never => {
    throw new ConfigError(`a verifier is a model of rows, and ${model.kind} wants a runtime for tensors`, {where: 'verify.model'});
  };
  const setting = {data: {...dataSettingOf(arm), noise}, training: data, runtime};
  const fitted = familyOf(model)
    .make(model, setting)
    .fit([{data, source: 'human'}], own.fork('fit')) as FittedRows;
  return (rows, chance) => {
    const {y} = fitted.relabel(rows, chance.fork('verifier'));
    return Uint8Array.from(rows.y, (label, i) =>
      (tolerance === undefined ? label === y[i] : Math.abs(label - y[i]) <= tolerance) ? 1 : 0,
    );
  };
}

/** What verification did, told from the truth: `right` and `wrong` labels that came, and those of them that were kept. */
export interface Verification {
  right: number;
  wrong: number;
  keptRight: number;
  keptWrong: number;
}

/** Which labels are right: those of the true plane; of a regression those within the verifier's tolerance of the true line. (n,) */
export function rightLabels(rows: Rows, rules: readonly LabRule[], plane: Float64Array): Uint8Array {
  const tolerance = toleranceOf(rules);
  const truth = tolerance === undefined ? signsOf(rows, plane) : linearValues(rows, plane);
  return Uint8Array.from(rows.y, (y, i) => ((tolerance === undefined ? y === truth[i] : Math.abs(y - truth[i]) <= tolerance) ? 1 : 0));
}

export const verifies = (rule: LabRule): rule is Extract<LabRule, {verify: unknown}> => typeof rule === 'object' && 'verify' in rule;

function toleranceOf(rules: readonly LabRule[]): number | undefined {
  const verifiers = rules.filter(verifies).map(({verify}) => verify);
  return verifiers.flatMap((verify) => ('model' in verify && verify.tolerance !== undefined ? [verify.tolerance] : []))[0];
}

/** phi, psi, the threshold that they make, and the share of wrong labels that is held against it. */
export function verificationReadings({right, wrong, keptRight, keptWrong}: Verification): Reading[] {
  const share = (measure: string, part: number, whole: number, none: string): Reading =>
    whole === 0 ? {measure, reason: none} : {measure, value: part / whole};
  const phi = right === 0 ? undefined : keptRight / right;
  const psi = wrong === 0 ? undefined : keptWrong / wrong;
  const both = phi !== undefined && psi !== undefined;
  return [
    share('verified.errors', wrong, right + wrong, 'there is no label'),
    share('verified.right', keptRight, right, 'no label is right'),
    share('verified.wrong', keptWrong, wrong, 'no label is wrong'),
    both
      ? share('verified.threshold', phi, phi + psi, 'no label was kept')
      : {measure: 'verified.threshold', reason: right === 0 ? 'no label is right' : 'no label is wrong'},
  ];
}
