/** Which parts of the worker an experiment wants; scripts/site/parts.ts says what they hold. */
import {loaders} from 'genloss:parts';
import {type Arm, isNeural, kindOfData, membersOf, versionsOf} from '../../lab/experiment/arm.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import type {PartName} from './held.ts';

/** All there are, where an experiment wants one that it was not seen to want. */
export const ALL_PARTS = Object.keys(loaders) as PartName[];

export async function loadParts(names: readonly PartName[]): Promise<void> {
  await Promise.all(names.map((name) => loaders[name]()));
}

/** Measures of points that need nothing but their moments. */
const OF_MOMENTS: ReadonlySet<string> = new Set(['mean', 'variance']);

export function wantedParts({arms, experiment: {measures}}: LoadedExperiment): PartName[] {
  const versions = arms.flatMap((arm) => membersOf(arm).flatMap((member) => versionsOf(member.arm)));
  const isMeasured = versions.some(({data}) => kindOfData(data) === 'points') && !measures.every((name) => OF_MOMENTS.has(name));
  return [...new Set(versions.flatMap(partsOfArm)), ...(isMeasured ? ['distances' as const] : [])];
}

function partsOfArm(arm: Arm): PartName[] {
  const {data, model, feedback, quality, reward, workflow} = arm;
  const kind = kindOfData(data);
  const isGaussian = model.kind === 'gaussian' && 'world' in data && data.world === 'gaussian';
  const isMitigated = feedback ?? quality ?? reward ?? (typeof workflow === 'object' && 'edit' in workflow);
  return [
    ...(isNeural(arm) ? ['networks' as const] : []),
    ...(kind === 'text' || kind === 'rows' ? [kind] : []),
    ...(kind === 'points' && !isGaussian ? ['densities' as const] : []),
    ...(isMitigated ? ['mitigations' as const] : []),
  ];
}
