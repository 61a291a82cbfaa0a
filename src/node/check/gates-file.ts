/** Reads a file of gates: YAML, validated, every problem with its place. */
import {ConfigError} from '../../core/error.ts';
import {isObject} from '../../core/plain/value.ts';
import {gatesSchema} from '../../guard/check/gates-schema.ts';
import type {Gate} from '../../guard/check-report.ts';
import {SchemaKeys} from '../../lab/experiment/own-keys.ts';
import {type Problem, problemsOf} from '../../lab/experiment/problems.ts';
import {placeOf, refusalOf, saidOf} from '../../run/yaml-places.ts';
import {readYaml} from '../yaml-file.ts';

const NEXT = 'docs/check.md shows a gates file that works';

/** Throws ConfigError where the file cannot be read, is not YAML or holds gates that cannot be judged. */
export function readGates(file: string): Gate[] {
  const yaml = readYaml(file, {what: 'the gates file', next: 'Check --gates.'});
  const {data, shown} = yaml;
  if (!isObject(data) || !Object.hasOwn(data, 'gates')) throw new ConfigError('the file has no list of gates', {where: shown, next: NEXT});
  if (Array.isArray(data.gates) && data.gates.length === 0)
    throw new ConfigError('gates is empty: a check without gates would pass anything', {where: placeOf(yaml, ['gates']), next: NEXT});
  const parsed = gatesSchema.safeParse(data);
  if (parsed.success) return parsed.data.gates;
  const keys = new SchemaKeys(gatesSchema);
  const known = ({path}: Problem) => keys.at(path.slice(0, -1), data) ?? [];
  const said = problemsOf(parsed.error.issues, data).map((problem) => saidOf(problem, yaml, known));
  throw refusalOf(said, {shown, next: NEXT});
}
