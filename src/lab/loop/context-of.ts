/** What all models of a lineage share, made of its options. */
import {dataSettingOf, familyOfArm, type Member} from '../experiment/arm.ts';
import {sizeUnitOf} from '../human/human.ts';
import {humanOf} from '../human/human-of.ts';
import {makeWorld} from '../world/index.ts';
import type {LineageContext} from './context.ts';
import {dataKindOf} from './kind.ts';
import type {LineageOptions} from './lineage-options.ts';
import {placed} from './placed.ts';
import {stopMeasures} from './stop.ts';
import {Stopwatch} from './stopwatch.ts';
import {gateMeasures} from './trainee.ts';

interface Whose {
  readonly members: readonly Member[];
  readonly place: string;
}

/** `place`: of the lineage, for errors of its data. */
export function contextOf(options: LineageOptions, {members, place}: Whose): LineageContext {
  const {
    arm,
    seed,
    root,
    measures,
    compress,
    mitigations,
    ports,
    runtime,
    keepModels,
    generations,
    watch = new Stopwatch(() => 0),
  } = options;
  const kind = dataKindOf(arm.data);
  const unit = sizeUnitOf(arm);
  const world = 'world' in arm.data ? makeWorld(arm.data) : undefined;
  const human = placed(place, () => humanOf(root.fork(`seed/${seed}`).fork('human'), {...options, world}));
  const observer = kind.observer({
    measures,
    gated: [...members.flatMap((member) => gateMeasures(member.arm)), ...stopMeasures(arm)],
    world,
    human,
    unit,
    isGaussian: members.length === 1 && familyOfArm(arm).estimator?.(arm.model)?.kind === 'moments',
    side: dataSettingOf(arm).side,
    compress,
    stream: root.fork(`seed/${seed}`).fork('measure'),
  });
  const stream = root.fork(`seed/${seed}`).fork('mitigations');
  return {kind, human, world, unit, measures, observer, stream, mitigations, ports, runtime, watch, keepModels, generations};
}
