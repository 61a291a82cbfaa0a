/** The page as it is handed out: whose desk it is, and what this browser keeps for it. */
import {render} from 'preact';
import type {HandedAsk} from '../../run/handed-asks.ts';
import {KeptDesk} from './kept-desk.ts';
import {earlierIds, KeptLines} from './kept-lines.ts';
import {NameForm} from './name-form.tsx';
import type {DeskSource} from './source.ts';

/** What the script beside the page hands over. */
export interface HandedPage {
  readonly id: string;
  readonly asks: readonly HandedAsk[];
  readonly notice: string;
  /** Absent where the page asks. */
  readonly annotator?: string;
}

export function beginHanded(page: HandedPage, box: HTMLElement, begin: (source: DeskSource) => void): void {
  const storage = storageOrNone();
  // with and without index.html
  const path = location.pathname.replace(/[^/]*$/, '');
  const beginAs = (annotator: string): void => {
    const window = windowName();
    const linesOf = (id: string): KeptLines => new KeptLines({storage, path, id, annotator, window});
    const earlier = earlierIds(storage, {path, id: page.id, annotator}).map(linesOf);
    begin(new KeptDesk({...page, annotator, lines: linesOf(page.id), earlier, now: () => new Date().toISOString()}));
  };
  if (page.annotator !== undefined) return beginAs(page.annotator);
  const name = `genloss-label ${JSON.stringify([path, page.id])} annotator`;
  const said = (annotator: string): void => {
    try {
      storage?.setItem(name, annotator);
    } catch {
      // it is asked for again
    }
    beginAs(annotator);
  };
  render(<NameForm known={storage?.getItem(name) ?? ''} pairs={page.asks.length} notice={page.notice} begin={said} />, box);
}

function storageOrNone(): Storage | undefined {
  try {
    const {localStorage} = globalThis;
    const probe = 'genloss-label probe';
    localStorage.setItem(probe, '');
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return undefined;
  }
}

const windowName = (): string => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('');
