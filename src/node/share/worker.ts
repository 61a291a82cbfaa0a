/** The thread that measures parts of a candidate. */
import {scanData, serveParts} from '../scan/worker-side.ts';
import {type CandidatePlan, candidateHandlers} from './candidate.ts';

serveParts(candidateHandlers(scanData<CandidatePlan>()));
