/** `genloss report`: the report of a run directory, made again. */
import {writeReport} from '../../node/run/report.ts';

export async function report(directory: string, {json}: {json?: boolean}): Promise<void> {
  const path = await writeReport(directory);
  process.stdout.write(json ? `${JSON.stringify({directory, report: path})}\n` : `report   ${path}\n`);
}
