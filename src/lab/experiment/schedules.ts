/** Where an arm has schedules, and whether what they say of every generation is what the field takes. Problems come back as data. */
import type {z} from 'zod';
import {count, nonNegative, share} from '../../models/atoms.ts';
import {faultOf, isMoving, type Schedule, scheduledAt, turnsOf} from '../../models/schedule.ts';
import {TEMPERING} from '../../models/tempering.ts';
import {type Arm, familyOfArm} from './arm.ts';
import type {Problem} from './problems.ts';

interface ScheduledField {
  /** In the arm. */
  readonly path: readonly string[];
  readonly schedule: Schedule;
  /** What its value at one generation must be. */
  readonly atom: z.ZodType<number>;
}

/** The fields of an arm that change from generation to generation. */
export function schedulesOf(arm: Arm): ScheduledField[] {
  const {sample, workflow, weights, enrichment, model} = arm;
  const of = model as unknown as Readonly<Record<string, unknown>>;
  const fields: [readonly string[], unknown, z.ZodType<number>][] = [
    [['sample', 'size'], sample?.size, count],
    [['workflow', 'mix'], typeof workflow === 'object' && 'mix' in workflow ? workflow.mix : undefined, share],
    [['enrichment', 'share'], enrichment?.share, share],
    [['enrichment', 'count'], enrichment?.count, count],
    [['weights', 'human'], weights?.human, nonNegative],
    [['weights', 'synthetic'], weights?.synthetic, nonNegative],
    ...Object.entries(familyOfArm(arm).scheduled ?? {}).map(([key, atom]): [readonly string[], unknown, z.ZodType<number>] => [
      ['model', key],
      of[key],
      atom,
    ]),
  ];
  return fields.flatMap(([path, schedule, atom]) => (isMoving(schedule) ? [{path, schedule, atom}] : []));
}

interface ScheduleCheck {
  readonly generations: number;
  /** The generation of the event that has left the arm as it is. */
  readonly from?: number;
  /** Where a field of the arm stands in the experiment. */
  readonly at: (path: readonly string[]) => readonly PropertyKey[];
}

export function checkSchedules(arm: Arm, {generations, from = 0, at}: ScheduleCheck, problems: Problem[]): void {
  const fields = schedulesOf(arm);
  for (const {path, schedule, atom} of fields) {
    const whole = atom === count;
    const fault = faultOf(schedule, {atom, generations, whole});
    if (fault)
      problems.push({
        path: at(path),
        message: `is ${Number(fault.value.toPrecision(6))} at generation ${fault.generation}, wanted ${RANGES.get(atom) ?? 'what the field takes'}`,
      });
  }
  checkEventsBeside(arm, fields, {from, at, problems});
  checkBesides(arm, fields, {at, problems});
  const {weights} = arm;
  if (!weights) return;
  const turns = [weights.human, weights.synthetic].flatMap((schedule) => turnsOf(schedule, generations));
  const idle = turns.find((t) => scheduledAt(weights.human, t) === 0 && scheduledAt(weights.synthetic, t) === 0);
  if (idle !== undefined) problems.push({path: at(['weights']), message: `the weights of both sources are 0 at generation ${idle}`});
}

interface Report {
  readonly at: (path: readonly string[]) => readonly PropertyKey[];
  readonly problems: Problem[];
}

/** An event may put something else in the place of a whole part; it may not set a field that a schedule sets at every generation. */
function checkEventsBeside(arm: Arm, fields: readonly ScheduledField[], {from, at, problems}: Report & {readonly from: number}): void {
  (arm.events ?? []).forEach(({generation, set}, i) => {
    if (generation <= from) return;
    for (const name of Object.keys(set)) {
      const both = fields.find(({path}) => name === path.join('.') || name.startsWith(`${path.join('.')}.`));
      if (both)
        problems.push({
          path: [...at(['events']), i, 'set', name],
          message: `${both.path.join('.')} has a schedule, which says what it is at every generation: leave one of the two out, or set all of ${both.path[0]}`,
          key: true,
        });
    }
  });
}

/** What moves the amount of human data already. */
function checkBesides({enrichment, quality}: Arm, fields: readonly ScheduledField[], {at, problems}: Report): void {
  const amount = fields.find(({path}) => path[0] === 'enrichment');
  if (!amount) return;
  const {schedule} = enrichment!;
  if (typeof schedule === 'object' && 'decay' in schedule)
    problems.push({
      path: at(['enrichment', 'schedule']),
      message: `\`decay\` and the schedule of \`${amount.path[1]}\` both set how much enters: leave one out`,
    });
  if (typeof quality?.onFail === 'object')
    problems.push({path: at(amount.path), message: 'a controller moves the share of human data: give one number, at which it begins'});
}

const RANGES = new Map<z.ZodType<number>, string>([
  [share, 'a share of 0 to 1'],
  [count, 'a whole number of 1 or more'],
  [nonNegative, 'a number of 0 or more'],
  [TEMPERING.temperature, 'a number of more than 0'],
  [TEMPERING.topP, 'a share of more than 0, at most 1'],
]);
