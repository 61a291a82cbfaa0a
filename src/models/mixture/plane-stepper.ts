/** Who makes a step of expectation maximisation in the plane where there is somebody quicker than `stepPlane`: the outer layer says so. */
import type {MixturePass} from './step.ts';

export interface PlaneStepper {
  /** As `stepPlane`, to the same bits. */
  step(pass: MixturePass): number;
}

let load: (() => PlaneStepper | null) | undefined;
let made: PlaneStepper | null | undefined;

/** Says who does it; it is made at the first step, once a thread. */
export function registerPlaneStepper(loader: () => PlaneStepper | null): void {
  load = loader;
  made = undefined;
}

/** Null where nobody is registered, or can do it. */
export function planeStepper(): PlaneStepper | null {
  if (made === undefined) made = load?.() ?? null;
  return made;
}
