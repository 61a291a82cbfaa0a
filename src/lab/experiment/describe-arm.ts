/** An arm in words, for people. */
import {isMoving, type Schedule, scheduleText} from '../../models/schedule.ts';
import {isPerson, type PersonOptions} from '../../quality/preference/schema.ts';
import type {Arm} from './arm.ts';
import type {Enrichment, FeedbackOptions, GenerationGate, QualityOptions} from './mitigation-schema.ts';
import {schedulesOf} from './schedules.ts';
import type {Workflow} from './schema.ts';

/** What the model of an arm is trained on from the second generation on. */
export function describeArm(arm: Arm): string {
  const {workflow, enrichment, feedback, quality, weights, population, events, stop} = arm;
  const parts = [describeWorkflow(workflow)];
  if (population) {
    const count = typeof population.models === 'number' ? population.models : population.models.length;
    parts.push(`${count} model${count === 1 ? '' : 's'} writing into one web`);
  }
  if (enrichment) parts.push(describeEnrichment(enrichment));
  if (feedback) parts.push(describeFeedback(feedback));
  if (quality) parts.push(describeQuality(quality));
  if (weights) parts.push(`weighted ${amountOf(weights.human, 'human')} to ${amountOf(weights.synthetic, 'synthetic')}`);
  parts.push(...describeModel(arm));
  for (const {generation, set} of events ?? []) {
    const changes = Object.entries(set).map(([path, value]) => `${path} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
    parts.push(`from generation ${generation} on ${changes.join(' and ')}`);
  }
  if (stop) parts.push(`until ${gateText(stop)}${stop.for === undefined ? '' : ` for ${stop.for} generations`}`);
  return parts.join(', ');
}

function describeWorkflow(workflow: Workflow): string {
  if (typeof workflow === 'string') return WORKFLOWS[workflow];
  if ('mix' in workflow) return `${amountOf(workflow.mix, 'human data', percent)}, the rest the last model's output`;
  if ('window' in workflow) return describeWindow(workflow.window);
  const {by, above, share, decay} = workflow.edit;
  const what = above === undefined ? '' : ` of what is at least ${percent(above)} probable`;
  const shrinking = decay === undefined || decay === 1 ? '' : `, times ${decay} each generation`;
  return `the last training set, in which the ${by} model drew${share === undefined ? '' : ` ${percent(share)}`}${what} anew${shrinking}`;
}

const describeWindow = (window: number): string =>
  window === 1 ? WORKFLOWS.replace : `the output of the last ${window} models, the human data among them while fewer have written`;

/** `10% human data`; of one that changes `human data (from 50% at generation 1 to 0% at generation 9)`. */
const amountOf = (schedule: Schedule, what: string, shown?: (value: number) => string): string =>
  isMoving(schedule) ? `${what} (${scheduleText(schedule, shown)})` : `${scheduleText(schedule, shown)} ${what}`;

const percent = (x: number): string => `${Number((100 * x).toPrecision(4))}%`;

/** What moves from generation to generation besides, and where training begins. */
function describeModel(arm: Arm): string[] {
  const moving = schedulesOf(arm).filter(({path}) => path[0] === 'sample' || path[0] === 'model');
  const {start} = arm.model as {start?: string};
  return [
    ...moving.map(({path, schedule}) => `${path[0] === 'sample' ? 'sample size' : path[1]} ${scheduleText(schedule)}`),
    ...(start === 'first' ? ['each training from the first fit'] : []),
  ];
}

function describeEnrichment({share, count, from, schedule}: Enrichment): string {
  const source = typeof from === 'string' ? `${from} human` : `human (${from.length} source${from.length === 1 ? '' : 's'})`;
  const amount =
    share === undefined
      ? `and ${amountOf(count!, `${source} records`)} on top`
      : `with ${amountOf(share, `${source} data`, percent)} in its place`;
  if (schedule === undefined || schedule === 'constant') return amount;
  return 'decay' in schedule ? `${amount}, times ${schedule.decay} each generation` : `${amount} while ${gateText(schedule.when)} fails`;
}

function describeFeedback(feedback: FeedbackOptions): string {
  const {annotator} = feedback;
  const judge = isPerson(annotator)
    ? peopleText(annotator)
    : `${annotator.kind}${annotator.noise ? ` with ${percent(annotator.noise)} noise` : ''}`;
  if (feedback.kind === 'dpo') return `trained on ${feedback.comparisons} preferences by DPO (annotator: ${judge})`;
  if (feedback.kind === 'grpo') {
    const by = feedback.reward === 'annotator' ? 'scores' : `a reward model of ${feedback.reward.comparisons} comparisons`;
    return `trained towards ${by} by GRPO (annotator: ${judge})`;
  }
  if (feedback.kind === 'best-of') return `the preferred of ${feedback.candidates} (annotator: ${judge})`;
  return `resampled by a reward model of ${feedback.comparisons} comparisons a generation (annotator: ${judge})`;
}

const peopleText = ({annotators}: PersonOptions): string => (annotators === 1 ? 'people' : `people, ${annotators} a pair`);

function describeQuality({rules = [], gates = [], onFail, every}: QualityOptions): string {
  const names = rules.map((rule) => (typeof rule === 'string' ? rule : Object.keys(rule)[0]));
  const parts: string[] = [];
  if (names.length > 0) parts.push(`checked for ${names.join(', ')}`);
  if (gates.length > 0) {
    const answer = typeof onFail === 'object' ? `human data in steps of ${percent(onFail.adjust.enrichment.step)}` : onFail;
    parts.push(`held to ${gates.map(gateText).join(' and ')}${every > 1 ? ` every ${every} generations` : ''} by ${answer}`);
  } else if (onFail === 'resample') parts.push('what fails drawn again');
  return parts.join(', ');
}

export const gateText = ({measure, band, atLeast, atMost}: GenerationGate): string =>
  `${measure}${band === undefined ? '' : `[${band}]`} ${atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`}`;

const WORKFLOWS = {
  replace: "the last model's output alone",
  accumulate: 'the human data and all output so far',
  subsample: 'a part of the human data and all output so far, as large as the human data',
} as const;
