/** A run directory as a view reads it: its experiment with files by their names alone, and its units where no link is among them. */
import {join} from 'node:path';
import {fileName} from '../../core/text/file-name.ts';
import {experimentOf, type LoadedExperiment} from '../../run/experiment.ts';
import type {UnitKey} from '../../run/unit.ts';
import {parseYaml} from '../../run/yaml-places.ts';
import type {LockFile} from '../run/lock-file.ts';
import {FileStore} from '../run/store.ts';
import {holdsLinks, ownFolders, readOwn} from './own-files.ts';

const MOST_YAML_BYTES = 10_000_000;
const NAME = 'experiment.yaml';

/** Throws Error where it is not an experiment. No path of the machine is in it. */
export function experimentOfRun(directory: string): LoadedExperiment {
  const text = readOwn(join(directory, NAME), MOST_YAML_BYTES).toString('utf8');
  const load = (yaml: string) => experimentOf(parseYaml(yaml, NAME), {name: 'experiment', base: directory});
  return load(withoutPlaces(load(text).yaml(fileName)));
}

/** Programs that an experiment asks have their places in its text. */
const withoutPlaces = (yaml: string): string => yaml.replace(/(?<![\w.:/~-])(?:~|\.{1,2})?(?:\/[\w.@+~-]+){2,}/g, fileName);

/** The units of arms that lock.json names; none where a link lies among them. */
export class OwnStore extends FileStore {
  private readonly arms: ReadonlySet<string>;

  constructor(directory: string, {arms}: Pick<LockFile, 'arms'>) {
    const names = Object.keys(arms);
    super(directory, Object.fromEntries(names.map((name) => [name, arms[name].hash])));
    const top = join(directory, 'lineages');
    const there = new Set(ownFolders(top));
    this.arms = new Set(holdsLinks(top) ? [] : names.filter((name) => there.has(name)));
  }

  override list(arm: string): UnitKey[] {
    return this.arms.has(arm) ? super.list(arm) : [];
  }
}
