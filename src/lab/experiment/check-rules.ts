/** What rules of quality and the workflow of editing need of an arm's data and model. Problems come back as data. */
import type {Data} from '../../core/data.ts';
import {familyOf} from '../../models/families.ts';
import {stepOf} from '../../quality/steps.ts';
import {makeWorld} from '../world/index.ts';
import {type Arm, dataSettingOf, dimensionOf, firstSizeOf, kindOfData} from './arm.ts';
import type {Problem} from './problems.ts';
import type {CorrectOptions, EditOptions, LabRule, VerifierOptions} from './rules-schema.ts';

type Path = readonly PropertyKey[];

interface Report {
  readonly path: Path;
  readonly problems: Problem[];
}

/** `path`: of the arm. */
export function checkRules(arm: Arm, {path, problems}: Report): void {
  (arm.quality?.rules ?? []).forEach((rule, i) => {
    checkRule(rule, arm, {path: [...path, 'quality', 'rules', i], problems});
  });
  if (typeof arm.workflow === 'object' && 'edit' in arm.workflow)
    checkEditWorkflow(arm, arm.workflow.edit, {path: [...path, 'workflow'], problems});
}

function checkRule(rule: LabRule, arm: Arm, {path, problems}: Report): void {
  const kind = kindOfData(arm.data);
  if (typeof rule === 'object' && 'verify' in rule) {
    if ('model' in rule.verify) checkVerifier(rule.verify, arm, {path: [...path, 'verify'], problems});
    else if (!isLabelled(arm)) problems.push({path, message: 'verify by two chances wants the labelled world'});
    return;
  }
  if (typeof rule === 'object' && 'edit' in rule) return void checkEdit(rule.edit, arm, {path: [...path, 'edit'], problems});
  if (typeof rule === 'object' && 'correct' in rule) return void checkCorrect(rule.correct, arm, {path: [...path, 'correct'], problems});
  const step = stepOf(rule);
  if (kind === 'text' || 'command' in step) return;
  const band = 'filter' in step && step.filter.measure === 'likelihood' && step.filter.band;
  if (kind === 'rows') problems.push({path, message: 'is a rule of text; rows have verify, edit and command'});
  else if (!band) problems.push({path, message: `is a rule of text; ${kind} have ${OWN_RULES[kind]}: choose one of these`});
}

const OWN_RULES: Readonly<Record<Exclude<Data['kind'], 'text' | 'rows'>, string>> = {
  points: 'a band of likelihood, edit, correct and command',
  categories: 'a band of likelihood, edit and command',
};

const isLabelled = ({data}: Arm): boolean => 'world' in data && data.world === 'labelled';

function checkVerifier({model, data, noise, tolerance}: VerifierOptions, arm: Arm, {path, problems}: Report): void {
  const setting = dataSettingOf(arm);
  if (setting.kind !== 'rows')
    return void problems.push({path, message: 'a verifier is fitted to rows: it wants the labelled or the regression world'});
  if (setting.isLogistic)
    return void problems.push({
      path,
      message: 'of labels drawn by a chance none is wrong: a verifier wants the labelled or the regression world',
    });
  const family = familyOf(model);
  if (family.fits !== 'rows' || family.accepts?.(setting) === false)
    problems.push({
      path: [...path, 'model', 'kind'],
      message: `the verifier ${model.kind} is fitted to ${family.wants}; the data is ${setting.name}`,
    });
  if (data.records < dimensionOf(arm.data))
    problems.push({
      path: [...path, 'data', 'records'],
      message: `${data.records} rows cannot determine the ${dimensionOf(arm.data)} coefficients of a verifier`,
    });
  if (data.from === 'original' && 'rows' in arm.data && data.records > arm.data.rows)
    problems.push({path: [...path, 'data', 'records'], message: `the human training set has ${arm.data.rows} rows`});
  const classes = setting.isLabelled === true;
  if (classes && tolerance !== undefined)
    problems.push({
      path: [...path, 'tolerance'],
      message: 'is for a regression: of two classes a label is the same or it is not',
      key: true,
    });
  if (!classes && tolerance === undefined)
    problems.push({path, message: 'the verifier of a regression wants `tolerance`: how far a label may be from what it predicts'});
  if (!classes && noise !== undefined)
    problems.push({path: [...path, 'noise'], message: 'is for classes: it is the chance to say the other one', key: true});
}

function checkEdit({above}: EditOptions, arm: Arm, {path, problems}: Report): void {
  const kind = kindOfData(arm.data);
  if (kind === 'text' && familyOf(arm.model).editsTokens !== true)
    problems.push({path, message: `the model ${arm.model.kind} cannot edit text token by token: use model: {kind: ngram}`});
  if (above !== undefined && (kind === 'points' || kind === 'rows'))
    problems.push({path: [...path, 'above'], message: `${kind} have a density and no probability: give \`share\` alone`, key: true});
}

function checkEditWorkflow(arm: Arm, edit: EditOptions, {path, problems}: Report): void {
  const wrong = (field: string, message: string) => problems.push({path: [...path.slice(0, -1), field], message, key: true});
  checkEdit(edit, arm, {path: [...path, 'edit'], problems});
  const {feedback, quality, events = []} = arm;
  if (feedback && feedback.kind !== 'dpo' && feedback.kind !== 'grpo')
    wrong(
      'feedback',
      'the workflow `edit` trains on human data that is edited, not on what a model writes: there is nothing to choose from',
    );
  if (quality?.rules)
    wrong('quality', 'the workflow `edit` trains on human data that is edited, not on what a model writes: rules see none of it');
  if (quality?.onFail === 'resample') wrong('quality', 'a sample that is drawn again is not trained on under the workflow `edit`');
  if (events.some(({set}) => Object.hasOwn(set, 'workflow')))
    wrong('events', 'an arm edits from beginning to end: set fields of it, for instance workflow.edit.share');
}

function checkCorrect({toward, of, clusters}: CorrectOptions, arm: Arm, {path, problems}: Report): void {
  const {data, sample} = arm;
  if (kindOfData(data) !== 'points') return void problems.push({path, message: 'correction moves points; the data is none'});
  if (of === 'truth') {
    if (!('world' in data))
      return void problems.push({path: [...path, 'of'], message: 'the truth of a corpus is not known: correct of: human'});
    const {modes} = makeWorld(data).truth;
    if (toward === 'clusters' && !modes)
      problems.push({path: [...path, 'of'], message: `the ${data.world} world has no centres: correct of: human`});
  }
  const first = sample && firstSizeOf(sample);
  if (clusters !== undefined && typeof first === 'number' && clusters > first)
    problems.push({path: [...path, 'clusters'], message: `there are ${first} human points`});
}
