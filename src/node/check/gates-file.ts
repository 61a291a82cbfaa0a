/** Reads a file of gates: YAML, validated, every problem with its place. */
import type {z} from 'zod';
import {ConfigError} from '../../core/error.ts';
import {isObject, shownValue} from '../../core/plain/value.ts';
import {gatesSchema} from '../../guard/check/gates-schema.ts';
import {CHECK_MEASURES} from '../../guard/check/measures.ts';
import type {Gate} from '../../guard/check-report.ts';
import {valueAt} from '../../lab/experiment/problems.ts';
import {hintOf, placeOf, refusalOf, type Said, type YamlFile} from '../../run/yaml-places.ts';
import {readYaml} from '../yaml-file.ts';

const NEXT = 'docs/check.md shows a gates file that works';
const KEYS = ['gates', 'name', 'measure', 'band', 'atLeast', 'atMost'];

/** Throws ConfigError where the file cannot be read, is not YAML or holds gates that cannot be judged. */
export function readGates(file: string): Gate[] {
  const yaml = readYaml(file, {what: 'the gates file', next: 'Check --gates.'});
  const {data, shown} = yaml;
  if (!isObject(data) || !Object.hasOwn(data, 'gates')) throw new ConfigError('the file has no list of gates', {where: shown, next: NEXT});
  const parsed = gatesSchema.safeParse(data);
  if (parsed.success) return parsed.data.gates;
  const said = parsed.error.issues.flatMap((issue) => describe(issue, data, yaml));
  throw refusalOf(said, {shown, next: NEXT});
}

function describe(issue: z.core.$ZodIssue, data: unknown, yaml: YamlFile): Said[] {
  const at = (path: readonly PropertyKey[], key = false): string => placeOf(yaml, path, key);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({where: at([...issue.path, key], true), text: `unknown key ${shownValue(key)}${hintOf(key, KEYS)}`}));
  const name = issue.path.map(String).join('.');
  const got = valueAt(data, issue.path);
  if (issue.code === 'invalid_value' && issue.path.at(-1) === 'measure')
    return [
      {
        where: at(issue.path),
        text: `${name}: no measure is called ${shownValue(got)}${typeof got === 'string' ? hintOf(got, CHECK_MEASURES) : ''}; there are ${CHECK_MEASURES.join(', ')}`,
      },
    ];
  const prefix = name === '' || issue.message.startsWith(String(issue.path[0])) ? '' : `${name}: `;
  const value = typeof got === 'object' || got === undefined ? '' : `, got ${shownValue(got)}`;
  return [{where: at(issue.path), text: `${prefix}${issue.message}${value}`}];
}
