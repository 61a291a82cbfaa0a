/** The results of a run as one flat table: a row of results.jsonl each, with what its arm is set to beside it. */
import type {Arm} from '../../../lab/experiment/arm.ts';
import {armNames} from '../../../lab/experiment/arm-names.ts';
import type {Experiment} from '../../../lab/experiment/schema.ts';
import {type Setting, type SettingColumn, settingColumns} from '../../../lab/experiment/settings.ts';
import type {Row} from '../../../lab/results/row.ts';

export interface DataColumn {
  readonly name: string;
  readonly type: SettingColumn['type'];
  /** Whether every row has a value. */
  readonly isWhole: boolean;
  readonly of: (row: Row) => Setting | undefined;
}

/** In the order of the table. */
export function dataColumns({experiment, arms}: {readonly experiment: Experiment; readonly arms: readonly Arm[]}): DataColumn[] {
  const bases = new Map(armNames(experiment).map(({name, base}) => [name, base]));
  const settings = settingColumns(experiment, arms).map(
    ({name, type, isWhole, values}): DataColumn => ({name, type, isWhole, of: ({arm}) => values.get(arm)}),
  );
  const text = (name: string, of: DataColumn['of'], isWhole = false): DataColumn => ({name, type: 'text', isWhole, of});
  return [
    text('arm', ({arm}) => arm, true),
    text('base', ({arm}) => bases.get(arm)),
    ...settings,
    {name: 'seed', type: 'whole', isWhole: true, of: ({seed}) => seed},
    {name: 'generation', type: 'whole', isWhole: true, of: ({generation}) => generation},
    text('measure', ({measure}) => measure, true),
    text('band', ({band}) => band),
    {name: 'value', type: 'number', isWhole: false, of: ({value}) => value},
    text('reason', ({reason}) => reason),
    {name: 'size', type: 'number', isWhole: false, of: ({size}) => size},
  ];
}
