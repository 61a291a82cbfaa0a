/** The thread that builds a part of a profile. */
import {scanData, serveParts} from '../scan/worker-side.ts';
import {type BuildPlan, profileHandlers} from './make.ts';

serveParts(profileHandlers(scanData<BuildPlan>()));
