/**
 * The runs of a bundle: scripts beside the page, each of which hands over one record, so that a page from a disk has them too. What stands in
 * a script is a text, which is read as JSON and never run.
 */
import type {Row} from '../../lab/results/row.ts';
import type {CheckList, RunList, SamplePage, SampleQuestion, ShownRun} from '../../report/pages/view/records.ts';
import {loadScript} from '../shared/scripts.ts';
import {rowsIn} from './rows.ts';
import {type RunFile, type RunSource, Unanswered} from './source.ts';

interface Texts {
  readonly results: string;
  readonly summary: string;
}

/** The first records of each generation, by arm, seed and generation as JSON. */
type Samples = Readonly<Record<string, {readonly total: number; readonly records: readonly string[]} | undefined>>;

export interface BundleHead {
  readonly list: RunList;
  readonly checks: CheckList;
  readonly notice: string;
}

const RECORDS_A_PAGE = 50;

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

  async samples(id: string, {arm, seed, generation, find = '', from = 0}: SampleQuestion): Promise<SamplePage | undefined> {
    const own = (await this.part<Samples>(id, '-samples'))[JSON.stringify([arm, seed, generation])];
    if (!own) return undefined;
    const wanted = find.toLowerCase();
    const found = own.records.filter((record) => record.toLowerCase().includes(wanted));
    return {records: found.slice(from, from + RECORDS_A_PAGE), total: own.total, found: found.length};
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
