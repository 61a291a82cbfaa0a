/** What mitigations and populations need of an arm's data. Problems come back as data. */

import {familyOf} from '../../models/families.ts';
import {isPerson} from '../../quality/preference/schema.ts';
import {measureOf} from '../measure/catalog.ts';
import {STOPPED_AT} from '../measure/stopped-at.ts';
import {type Arm, dimensionOf, kindOfData, membersOf, versionsOf} from './arm.ts';
import {checkRules} from './check-rules.ts';
import type {FeedbackOptions, GenerationGate} from './mitigation-schema.ts';
import type {Problem} from './problems.ts';

type Path = readonly PropertyKey[];
interface Report {
  readonly path: Path;
  readonly problems: Problem[];
}

export function checkMitigations(arm: Arm, path: Path, problems: Problem[]): void {
  const versions = versionsOf(arm);
  for (const member of membersOf(arm)) {
    for (const own of versionsOf(member.arm)) {
      checkWeights(own, {path, problems});
      checkEnrichment(own, {path, problems});
      checkFeedback(own, {path, problems});
      checkRules(own, {path, problems});
      checkGates(own, {path, problems});
    }
  }
  const further = versions
    .slice(1)
    .concat(membersOf(arm).map((member) => member.arm))
    .filter((version) => namesFiles(version) && JSON.stringify(version.enrichment) !== JSON.stringify(arm.enrichment));
  if (further.length > 0)
    problems.push({
      path: [...path, 'enrichment', 'from'],
      message: 'events and models of a population draw on the sources of the arm: name files there',
    });
  if (arm.population && typeof arm.workflow === 'object' && 'edit' in arm.workflow)
    problems.push({path: [...path, 'population'], message: 'the workflow `edit` is for an arm of one model', key: true});
  if (arm.population && 'rows' in arm.data && arm.data.x !== 'fresh')
    problems.push({
      path: [...path, 'population'],
      message: 'the models of a population write rows of their own: give data: {x: fresh}',
      key: true,
    });
  if (arm.population && membersOf(arm).some(({arm: {quality}}) => quality?.onFail === 'stop'))
    problems.push({path: [...path, 'quality', 'onFail'], message: '`stop` is for an arm of one model; in a population use `rollback`'});
}

function checkWeights({weights, model}: Arm, {path, problems}: Report): void {
  const why = familyOf(model).weightless;
  if (weights && why) problems.push({path: [...path, 'weights'], message: `${why}; use workflow: {mix: share}`, key: true});
}

const namesFiles = ({enrichment}: Arm): boolean => Array.isArray(enrichment?.from) && enrichment.from.some((one) => !('source' in one));

function checkEnrichment(arm: Arm, {path, problems}: Report): void {
  const {enrichment, quality, data} = arm;
  const adjusted = typeof quality?.onFail === 'object' ? quality.onFail.adjust.enrichment : undefined;
  // a controller draws from where it says, unless the arm lists several sources
  const from = adjusted && !Array.isArray(enrichment?.from) ? adjusted.from : enrichment?.from;
  const sources = Array.isArray(from) ? from : [];
  const fresh = [from, ...sources.map((one) => ('source' in one ? one.source : undefined))].includes('fresh');
  if (fresh && 'reserve' in data && data.reserve === 0) {
    problems.push({
      path: [...path, enrichment ? 'enrichment' : 'quality'],
      message: 'fresh human data must be set aside first: give data.reserve a share, or enrich `from: original`',
    });
  }
  if (adjusted && enrichment?.count !== undefined)
    problems.push({
      path: [...path, 'enrichment', 'count'],
      message: 'a controller moves the share of human data: give `share`, or nothing',
      key: true,
    });
  if (adjusted && adjusted.least > adjusted.most)
    problems.push({path: [...path, 'quality', 'onFail', 'adjust', 'enrichment', 'least'], message: `is above most (${adjusted.most})`});
  if (kindOfData(data) !== 'text' && enrichment?.dedupe)
    problems.push({path: [...path, 'enrichment', 'dedupe'], message: 'is for text', key: true});
  if (kindOfData(data) !== 'text' && sources.some((one) => !('source' in one)))
    problems.push({
      path: [...path, 'enrichment', 'from'],
      message: 'files and corpora enrich text; points and categories have `fresh` and `original` records',
    });
  if (enrichment?.schedule && typeof enrichment.schedule === 'object' && 'when' in enrichment.schedule)
    checkGate(enrichment.schedule.when, arm, {path: [...path, 'enrichment', 'schedule', 'when'], problems});
}

function checkFeedback({feedback, data, model}: Arm, {path, problems}: Report): void {
  if (!feedback) return;
  const kind = kindOfData(data);
  const {annotator} = feedback;
  const wrong = (message: string, ...more: PropertyKey[]) => problems.push({path: [...path, 'feedback', ...more], message});
  if (isPerson(annotator) && (feedback.kind === 'best-of' || feedback.kind === 'grpo'))
    return void wrong(
      `${feedback.kind} asks for more choices than people make: people judge pairs, for feedback of kind reweight or dpo`,
      'annotator',
      'kind',
    );
  const context = familyOf(model).context?.(model);
  if ((feedback.kind === 'dpo' || feedback.kind === 'grpo') && context === undefined)
    return void wrong(
      `${feedback.kind} trains a model that has gradients: a transformer, not ${model.kind}; use best-of or reweight`,
      'kind',
    );
  if (feedback.kind === 'reweight' && feedback.features === 'hidden' && context === undefined)
    wrong(
      `hidden states are those of a transformer, not of ${model.kind}: leave \`features\` out, or use model: {kind: transformer}`,
      'features',
    );
  if (feedback.kind === 'grpo' && context !== undefined) checkGroups(feedback, context, wrong);
  if (kind === 'rows') return void wrong('feedback chooses between outputs: it wants points, categories or text');
  if (annotator.kind === 'reward') {
    const {values, point} = annotator;
    const K = 'world' in data && data.world === 'categorical' ? (data.probabilities?.length ?? data.categories!) : undefined;
    if (kind === 'categories' && values?.length !== K)
      wrong(
        values ? `has ${values.length} values, the world has ${K} categories` : `wants a value for each of the ${K} categories`,
        'annotator',
        'values',
      );
    const d = dimensionOf(data);
    if (kind === 'points' && point?.length !== d)
      wrong(
        point ? `has ${point.length} coordinates, the data has ${d}` : `wants the point of ${d} coordinates that is liked best`,
        'annotator',
        'point',
      );
    if (kind === 'text') wrong('a reward by category or by point is for worlds; text has likelihood, rule and file', 'annotator', 'kind');
  } else if (annotator.kind === 'likelihood' && kind === 'text') {
    const why = familyOf(model).unranked?.(model);
    if (why) wrong(`${why}: use another annotator, or model.smoothing: kneser-ney`, 'annotator', 'kind');
  } else if (annotator.kind !== 'likelihood' && kind !== 'text')
    wrong(`the annotator ${annotator.kind} judges text; the data is ${kind}`, 'annotator', 'kind');
}

function checkGroups(
  {annotator, reward, prompt}: Extract<FeedbackOptions, {kind: 'grpo'}>,
  context: number,
  wrong: (message: string, ...path: PropertyKey[]) => void,
): void {
  if (isPerson(annotator)) return;
  if (reward === 'annotator' && annotator.choice === 'best')
    wrong('scores are no choices: `best` has no say; leave it out, or give `reward: {comparisons: 500}`', 'annotator', 'choice');
  if (reward === 'annotator' && annotator.bias?.first !== undefined)
    wrong(
      'documents are scored one by one, none is shown first: leave it out, or give `reward: {comparisons: 500}`',
      'annotator',
      'bias',
      'first',
    );
  if (prompt >= context) wrong(`a prompt of ${prompt} tokens leaves no room in a context of ${context}`, 'prompt');
}

function checkGates(arm: Arm, {path, problems}: Report): void {
  const {quality} = arm;
  if (!quality) return;
  for (const [i, gate] of (quality.gates ?? []).entries()) checkGate(gate, arm, {path: [...path, 'quality', 'gates', i], problems});
}

/** Of the whole arm, whatever its events; all that is measured of a generation is known when it is judged. */
export function checkStop({stop, data}: Arm, path: Path, problems: Problem[]): void {
  if (stop) checkMeasured(stop, data, {path: [...path, 'stop'], problems});
}

function checkGate(gate: GenerationGate, {data}: Arm, {path, problems}: Report): void {
  const {measure} = gate;
  if (measureOf(measure)?.from === 'mitigations')
    problems.push({
      path: [...path, 'measure'],
      message: `${measure} is known only after the gates are judged: choose a measure of the model or of its sample`,
    });
  checkMeasured(gate, data, {path, problems});
}

function checkMeasured({measure}: Pick<GenerationGate, 'measure'>, data: Arm['data'], {path, problems}: Report): void {
  const entry = measureOf(measure);
  const kind = kindOfData(data);
  if (measure === STOPPED_AT)
    problems.push({
      path: [...path, 'measure'],
      message: `${measure} is known only when a lineage has ended: choose a measure of a generation`,
    });
  if (entry && !entry.on.includes(kind))
    problems.push({path: [...path, 'measure'], message: `${measure} is a measure of ${entry.on.join(', ')}; this data is ${kind}`});
}
