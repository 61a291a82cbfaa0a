/**
 * The peers of the transformer, each a Python process that stays: loaded and warm once, then asked for a run at a time, so that runs can alternate
 * with ours without paying for imports. bench/peers/transformer.py says what the requests mean.
 *
 * `node bench/neural-peers.ts [PYTHON]` takes the peers in turn and prints the medians of their tokens a second.
 */
import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {median} from './case.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = here('peers/.venv/bin/python');
const SERVER = here('peers/transformer.py');

type Preset = 'tiny' | 'small';
/** Absent: the faster of the two. */
type Attention = 'sdpa' | 'manual';

export type PeerWork =
  | {readonly what: 'train'; readonly preset: Preset; readonly attention?: Attention}
  | {
      readonly what: 'generate';
      readonly preset: Preset;
      readonly batch: number;
      readonly how: 'loop' | 'huggingface';
      readonly tokens: number;
      readonly attention?: Attention;
    };

export interface PeerOptions {
  readonly work: PeerWork;
  /** 1 unless given. */
  readonly threads?: number;
  /** bench/peers/.venv unless given. */
  readonly python?: string;
}

/** Seconds by the peer's own clock. */
export interface PeerTiming {
  readonly tokens: number;
  readonly seconds: number;
}

interface Exchanges {
  hello: {asked: unknown; answer: {torch: string; threads: number}};
  load: {asked: PeerWork; answer: {ready: true; parameters: number}};
  step: {asked: {count: number}; answer: PeerTiming & {loss: number}};
  generate: {asked: unknown; answer: PeerTiming};
}

interface Waiting {
  resolve(answer: object): void;
  reject(error: Error): void;
}

/** The process is there, but not a package that it needs. */
class PackageMissing extends Error {
  readonly missing: string;

  constructor(missing: string) {
    super(`the Python package ${missing} is not installed`);
    this.missing = missing;
  }
}

/** One process; answers come in the order of the requests. */
export class TransformerPeer {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  readonly #ended: Promise<void>;
  #lastWords = '';
  #failure: Error | undefined;

  constructor(python: string, threads: number) {
    this.#child = spawn(python, [SERVER, '--threads', String(threads)], {stdio: 'pipe'});
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-2000);
    });
    // a write to a process that has ended is told by its end
    this.#child.stdin.on('error', () => {});
    createInterface({input: this.#child.stdout}).on('line', (line) => this.#answer(line));
    this.#ended = new Promise((resolve) => {
      const end = (why: string) => {
        this.#fail(new Error(`${python} ${SERVER}: ${why}; it said last: ${this.#lastWords.trim() || 'nothing'}`));
        resolve();
      };
      this.#child.once('error', ({message}) => end(message));
      this.#child.once('close', (code, signal) => end(`ended with ${signal ?? `exit status ${code}`}`));
    });
  }

  request<K extends keyof Exchanges>(what: K, asked: Exchanges[K]['asked']): Promise<Exchanges[K]['answer']> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting.push({resolve, reject});
      this.#child.stdin.write(`${JSON.stringify({do: what, ...(asked as object)})}\n`);
    });
  }

  /** Ends the process, once it has answered what it was asked. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended;
  }

  #answer(line: string): void {
    const {resolve, reject} = this.#waiting.shift()!;
    const answer = JSON.parse(line) as {error?: string; missing?: string};
    if (answer.missing !== undefined) reject(new PackageMissing(answer.missing));
    else if (answer.error !== undefined) reject(new Error(`bench/peers/transformer.py: ${answer.error}`));
    else resolve(answer);
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const {reject} of this.#waiting.splice(0)) reject(error);
  }
}

/** A peer that is loaded and has made one run; undefined, and a line on standard error, where Python or a package is not installed. */
export async function openTransformerPeer({work, threads = 1, python = PYTHON}: PeerOptions): Promise<TransformerPeer | undefined> {
  if (!existsSync(python)) return leftOut(work, `Python is not at ${python}`);
  const peer = new TransformerPeer(python, threads);
  try {
    await peer.request('load', work);
    return peer;
  } catch (error) {
    await peer.close();
    if (error instanceof PackageMissing) return leftOut(work, error.message);
    throw error;
  }
}

export function peerName(work: PeerWork): string {
  if (work.what === 'train') return `PyTorch eager, train ${work.preset}`;
  const how = work.how === 'loop' ? 'PyTorch loop with a cache' : 'Hugging Face generate';
  return `${how}, ${work.preset}, ${work.tokens} tokens, batch ${work.batch}`;
}

function leftOut(work: PeerWork, why: string): undefined {
  process.stderr.write(`bench: peer ${peerName(work)} is left out: ${why}; bench/README.md says how to install it\n`);
  return undefined;
}

const ROUNDS = 5;

async function takeInTurn(python: string | undefined): Promise<void> {
  const generated = (batch: number, how: 'loop' | 'huggingface') => ({what: 'generate', preset: 'tiny', batch, how, tokens: 126}) as const;
  const works: PeerWork[] = [
    {what: 'train', preset: 'tiny'},
    {what: 'train', preset: 'small'},
  ];
  works.push(...[64, 256].flatMap((batch) => [generated(batch, 'huggingface'), generated(batch, 'loop')]));
  const rates = new Map<string, number[]>();
  const peers: {work: PeerWork; peer: TransformerPeer}[] = [];
  for (const work of works) {
    const peer = await openTransformerPeer({work, python});
    if (peer !== undefined) peers.push({work, peer});
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const {work, peer} of peers) {
      const {tokens, seconds} = await (work.what === 'train' ? peer.request('step', {count: 3}) : peer.request('generate', {}));
      rates.set(peerName(work), [...(rates.get(peerName(work)) ?? []), tokens / seconds]);
    }
  for (const {peer} of peers) await peer.close();
  for (const [name, taken] of rates)
    process.stdout.write(`${name.padEnd(64)} ${median(taken).toFixed(0).padStart(7)} tokens/s (${taken.map(Math.round).join(' ')})\n`);
}

if (import.meta.main) await takeInTurn(process.argv[2]);
