/** The thread that builds a part of a profile. */
import {scanData, serveParts} from '../scan/worker-side.ts';
import {type BuildPlan, sentHandlers} from './make.ts';

serveParts(sentHandlers(scanData<BuildPlan>()));
