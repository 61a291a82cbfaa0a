/**
 * npm run duration: keeps how long the last run of all tests took (`npm test`, `npm cit`, .ci/run; runs/tests.json), which must have passed, in
 * test/duration.json: the README says it, a run of the tests begins with it, and the longest files run first.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {durationInWords, KEPT, LAST_RUN, readDuration, writeDuration} from '../test/duration.ts';
import {withDuration} from './readme.ts';

const last = readDuration(LAST_RUN);
if (last === undefined) {
  console.error(`no run of all tests has passed here: ${relative(process.cwd(), LAST_RUN)} is not there\n  next: npm test`);
  process.exitCode = 1;
} else {
  writeDuration(last, KEPT);
  const readme = join(import.meta.dirname, '../README.md');
  writeFileSync(readme, withDuration(readFileSync(readme, 'utf8'), last));
  console.log(`${durationInWords(last)}: ${last.machine}, ${last.date}`);
}
