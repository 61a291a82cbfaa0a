/**
 * The runs of a bundle: scripts beside the page, each of which hands over one record, so that a page from a disk has them too. What stands in
 * a script is a text, which is read as JSON and never run.
 */
import type {Row} from '../../lab/results/row.ts';
import type {RunList, SamplePage, SampleQuestion, ShownRun} from '../../report/pages/view/records.ts';
import {loadScript} from '../shared/scripts.ts';
import {type RunFile, type RunSource, Unanswered} from './source.ts';

/** What `genloss view --bundle` writes for a run. */
export interface BundledRun {
  readonly shown: ShownRun;
  readonly results: string;
  readonly summary: string;
  /** The first records of a generation, by `sampleKey`. */
  readonly samples: Readonly<Record<string, {readonly total: number; readonly records: readonly string[]}>>;
}

export interface BundleHead {
  readonly list: RunList;
  readonly notice: string;
}

const RECORDS_A_PAGE = 50;

type Hand = (name: string, text: string) => void;

export class BundleSource implements RunSource {
  readonly notice: string;
  private readonly head: BundleHead;
  private readonly runs = new Map<string, Promise<BundledRun>>();
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

  async shown(id: string): Promise<ShownRun> {
    return (await this.run(id)).shown;
  }

  async rows(id: string, measure: string): Promise<readonly Row[]> {
    const {results} = await this.run(id);
    const part = `"measure":${JSON.stringify(measure)}`;
    return results
      .split('\n')
      .filter((line) => line.includes(part))
      .map((line) => JSON.parse(line) as Row);
  }

  async samples(id: string, {arm, seed, generation, find = '', from = 0}: SampleQuestion): Promise<SamplePage | undefined> {
    const own = (await this.run(id)).samples[sampleKey({arm, seed, generation})];
    if (!own) return undefined;
    const wanted = find.toLowerCase();
    const found = own.records.filter((record) => record.toLowerCase().includes(wanted));
    return {records: found.slice(from, from + RECORDS_A_PAGE), total: own.total, found: found.length};
  }

  async file(id: string, name: RunFile): Promise<string> {
    const {results, summary} = await this.run(id);
    return name === 'results.jsonl' ? results : summary;
  }

  follow(): () => void {
    return () => {};
  }

  private run(id: string): Promise<BundledRun> {
    let run = this.runs.get(id);
    if (!run) this.runs.set(id, (run = this.load(id)));
    return run;
  }

  private async load(id: string): Promise<BundledRun> {
    if (!this.head.list.runs.some((one) => one.id === id)) throw new Unanswered('there is no such run in this bundle');
    await loadScript(`runs/${id}.js`);
    const text = this.handed.get(id);
    if (text === undefined) throw new Unanswered('the file of this run is not in this bundle');
    this.handed.delete(id);
    return JSON.parse(text) as BundledRun;
  }
}

export const sampleKey = ({arm, seed, generation}: Pick<SampleQuestion, 'arm' | 'seed' | 'generation'>): string =>
  JSON.stringify([arm, seed, generation]);
