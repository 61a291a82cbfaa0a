/**
 * The runs of a bundle: scripts beside the page, each of which hands over one record, so that a page from a disk has them too. What stands in
 * a script is a text, which is read as JSON and never run.
 */
import type {Row} from '../../lab/results/row.ts';
import {seeking} from '../../report/pages/view/record-text.ts';
import {
  BUNDLED_SEED,
  type BundledSamples,
  type CheckList,
  RECORDS_A_PAGE,
  type RunList,
  type SampleAnswer,
  type SampleQuestion,
  type ShownRun,
} from '../../report/pages/view/records.ts';
import {loadScript} from '../shared/scripts.ts';
import {rowsIn} from './rows.ts';
import {type RunFile, type RunSource, Unanswered} from './source.ts';

interface Texts {
  readonly results: string;
  readonly summary: string;
}

export interface BundleHead {
  readonly list: RunList;
  readonly checks: CheckList;
  readonly notice: string;
}

type Hand = (name: string, text: string) => void;

export class BundleSource implements RunSource {
  readonly notice: string;
  private readonly head: BundleHead;
  private readonly read = new Map<string, Promise<unknown>>();
  private readonly handed = new Map<string, string>();

  constructor(head: BundleHead) {
    this.head = head;
    this.notice = head.notice;
    const hand: Hand = (name, text) => this.handed.set(name, text);
    Object.assign(globalThis, {genlossRun: hand});
  }

  async list(): Promise<RunList> {
    return this.head.list;
  }

  async checks(): Promise<CheckList> {
    return this.head.checks;
  }

  shown(id: string): Promise<ShownRun> {
    return this.part<ShownRun>(id, '');
  }

  async rows(id: string, measure: string): Promise<readonly Row[]> {
    const {results} = await this.part<Texts>(id, '-results');
    return rowsIn(results, measure);
  }

  async samples(id: string, {arm, seed, generation, find = '', from = 0}: SampleQuestion): Promise<SampleAnswer> {
    if (seed !== BUNDLED_SEED) return {lacks: `This copy has what lineage ${BUNDLED_SEED} wrote, and nothing of any other.`};
    const own = (await this.part<BundledSamples>(id, '-samples'))[arm];
    const first = own?.generations[generation];
    if (!first && own?.isUnread) return {lacks: 'This copy has nothing of this generation: a file of what was kept could not be read.'};
    if (!first) return {lacks: 'Nothing of this generation was kept.'};
    const found = first.records.filter(seeking(find));
    return {...first, records: found.slice(from, from + RECORDS_A_PAGE), found: found.length};
  }

  async file(id: string, name: RunFile): Promise<string> {
    const {results, summary} = await this.part<Texts>(id, '-results');
    return name === 'results.jsonl' ? results : summary;
  }

  follow(): () => void {
    return () => {};
  }

  private part<T>(id: string, ending: string): Promise<T> {
    const name = `${id}${ending}`;
    const read = this.read.get(name) ?? this.load(id, name);
    this.read.set(name, read);
    // what could not be had is asked for again
    read.catch(() => this.read.delete(name));
    return read as Promise<T>;
  }

  private async load(id: string, name: string): Promise<unknown> {
    if (!this.head.list.runs.some((one) => one.id === id)) throw new Unanswered('there is no such run in this bundle');
    await loadScript(`runs/${name}.js`);
    const text = this.handed.get(name);
    if (text === undefined) throw new Unanswered('a file of this run is not in this bundle');
    this.handed.delete(name);
    return JSON.parse(text) as unknown;
  }
}
