/** `genloss export-data`: the results of a run as one flat table, for pandas, R and spreadsheets. */
import {grouped} from '../../core/text/numbers.ts';
import {prepareOutput, writeOutput} from '../../node/output-file.ts';
import {command, one} from '../command.ts';
import {EXIT} from '../exit.ts';
import {choice, jsonOption, text} from '../options.ts';
import {print, printJson, say, tell} from '../print.ts';

export const exportDataCommand = command({
  positional: {run: one('a run directory')},
  options: {
    output: text('file', 'what to write', {short: 'o', otherwise: 'CSV on standard output'}),
    format: choice('name', 'how', ['csv', 'parquet'], {otherwise: "by the end of the file's name"}),
    json: jsonOption,
  },
  examples: [
    {line: 'genloss export-data runs/mine -o results.parquet', does: 'for pandas.read_parquet, arrow::read_parquet and DuckDB'},
    {line: 'genloss export-data runs/mine > results.csv', does: 'a row for each measure of each generation, with the settings of its arm'},
  ],
  async run({run: directory, output, format: asked, json}, effects) {
    const {dataFormatOf, resultTable} = await import('../../node/export-data/data.ts');
    const {refuseOwnFile} = await import('../../node/run/own-files.ts');
    const {standingRun} = await import('../../node/run/standing-run.ts');
    const format = dataFormatOf(asked, output);
    if (output === undefined && json) {
      const {ConfigError} = await import('../../core/error.ts');
      throw new ConfigError('--json and the table would both go to standard output', {next: 'give the table a file with -o'});
    }
    if (output !== undefined) refuseOwnFile(directory, {flag: '--output', path: output});
    const run = standingRun(directory);
    if (run.missing !== undefined) tell(`genloss: the run is not finished, and the table holds what is there. ${run.missing}\n`, effects);
    const table = await resultTable(run, format);
    if (output === undefined) {
      for (const chunk of table.chunks) print(chunk as string, effects);
      return EXIT.done;
    }
    prepareOutput(output);
    writeOutput(output, table.chunks);
    const {columns} = table;
    const rows = table.count();
    if (json)
      printJson({table: output, format, rows, columns, run: run.hash, ...(run.missing !== undefined && {missing: run.missing})}, effects);
    else say(`table    ${output}, ${grouped(rows)} rows of ${columns.length} columns: ${columns.join(', ')}\n`, effects);
    return EXIT.done;
  },
});
