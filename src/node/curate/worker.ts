/** The thread that measures or audits parts. */
import {scanData, serveParts} from '../scan/worker-side.ts';
import {handlersOf, type ThreadPlan} from './thread.ts';

serveParts(handlersOf(scanData<ThreadPlan>()));
