/** `genloss report`: the report of a run directory, made again. */
import {writeReport} from '../../node/run/report.ts';
import {printJson, say} from '../print.ts';

export async function report(directory: string, {json}: {json?: boolean}): Promise<void> {
  const path = await writeReport(directory);
  if (json) printJson({directory, report: path});
  else say(`report   ${path}\n`);
}
