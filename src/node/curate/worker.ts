/** The thread that measures or audits parts: what the one wants, the other does not wait for. */
import {scanData, serveParts} from '../scan/worker-side.ts';
import type {AuditPlan} from './audit-thread.ts';
import type {MeasurePlan} from './thread.ts';

const plan = scanData<MeasurePlan | AuditPlan>();
if (plan.kind === 'audit') serveParts((await import('./audit-thread.ts')).auditHandlers(plan));
else {
  const {measuringHandlers, referencesOf} = await import('./thread.ts');
  serveParts(measuringHandlers(plan, referencesOf(plan.references)));
}
