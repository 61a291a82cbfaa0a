/**
 * The transformer against PyTorch: training steps and generation, one thread each, runs of ours and of the peers in turn.
 *
 * `node bench/neural.ts profile train tiny` says where the time goes, by operator, from ONNX Runtime's profiler;
 * `node bench/neural.ts wasm` sets the device wasm beside the CPU's.
 */
import {readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Stream} from '../src/core/random/stream.ts';
import {startOf} from '../src/models/network/parameters.ts';
import {Trainer} from '../src/models/network/trainer.ts';
import {Cache} from '../src/models/transformer/cache.ts';
import {TokenDrawer} from '../src/models/transformer/draw.ts';
import {BETAS, partsOf} from '../src/models/transformer/fit.ts';
import {foldedNorms} from '../src/models/transformer/folded.ts';
import {PRESETS, transformerOptions} from '../src/models/transformer/index.ts';
import {TransformerSteps} from '../src/models/transformer/steps.ts';
import {loadDevice, type OpenedRuntime, openRuntime} from '../src/node/tensor/runtime.ts';
import {type Case, median, ROUNDS} from './case.ts';
import {openTransformerPeer, type PeerWork, peerName, type TransformerPeer} from './neural-peers.ts';

type Preset = 'tiny' | 'small';

export async function neuralCases(): Promise<Case[]> {
  const cases: Case[] = [];
  for (const preset of ['tiny', 'small'] as const)
    cases.push(...(await contested(`train ${preset}`, training(preset, openRuntime()), [{what: 'train', preset}])));
  for (const batch of [64, 256]) {
    const peer = (how: 'huggingface' | 'loop'): PeerWork => ({what: 'generate', preset: 'tiny', batch, how, tokens: 126});
    cases.push(...(await contested(`generate tiny ${batch}`, generation(batch, openRuntime()), [peer('huggingface'), peer('loop')])));
  }
  return cases;
}

/** Ours and the peers in turn, all of them warm; medians. */
async function contested(name: string, ours: () => number, works: readonly PeerWork[]): Promise<Case[]> {
  ours();
  const own: number[] = [];
  const peers: {work: PeerWork; peer: TransformerPeer; rates: number[]}[] = [];
  for (const work of works) {
    const peer = await openTransformerPeer({work});
    if (peer) peers.push({work, peer, rates: []});
  }
  for (let round = 0; round < ROUNDS; round++) {
    own.push(ours());
    for (const {work, peer, rates} of peers) {
      const {tokens, seconds} = await (work.what === 'train' ? peer.request('step', {count: 3}) : peer.request('generate', {}));
      rates.push(tokens / seconds);
    }
  }
  for (const {peer} of peers) await peer.close();
  const value = median(own);
  if (peers.length === 0) return [{case: name, value, unit: 'tokens/s'}];
  return peers.map(({work, rates}) => {
    const peerValue = median(rates);
    return {case: name, value, unit: 'tokens/s', peer: peerName(work), peerValue, ratio: value / peerValue};
  });
}

/** Tokens a second of a few steps: forward, backward, AdamW. */
function training(preset: Preset, runtime: OpenedRuntime): () => number {
  const options = transformerOptions({preset, vocabulary: PRESETS[preset].vocabulary});
  const {batch: B, context: T, vocabulary: V} = options;
  const steps = new TransformerSteps({...options, V}, runtime);
  const trainer = new Trainer(
    {
      runtime,
      parameters: steps.parameters,
      loss: steps.loss(B, T, 0),
      optimizer: {betas: BETAS, epsilon: 1e-8, decay: 0.1},
      parts: partsOf(B, T),
    },
    startOf(Stream.root('bench'), steps.parameters),
  );
  const stream = Stream.root('tokens');
  const step = () => {
    const x = Int32Array.from({length: B * T}, () => stream.below(V));
    const y = Int32Array.from({length: B * T}, () => stream.below(V));
    const start = performance.now();
    trainer.train({x, y, w: new Float32Array(B * T).fill(1 / (B * T))}, 1e-3);
    return (1000 * B * T) / (performance.now() - start);
  };
  return () => median(Array.from({length: preset === 'tiny' ? 6 : 3}, step));
}

/** Tokens a second of 126 steps after a prompt of 2, drawing included. */
function generation(batch: number, runtime: OpenedRuntime): () => number {
  const options = transformerOptions({preset: 'tiny'});
  const shape = {...options, V: options.vocabulary};
  const steps = new TransformerSteps(shape, runtime);
  const weights = foldedNorms(startOf(Stream.root('bench'), steps.parameters), shape);
  const drawer = new TokenDrawer(shape.V, {}, [1]);
  const stream = Stream.root('draws');
  const none = new Int32Array(0);
  const once = () => {
    const start = performance.now();
    const cache = new Cache(steps, weights, batch);
    const tokens = new Int32Array(batch);
    let logits = cache.prompt(new Int32Array(2 * batch));
    for (let t = 0; t < 126; t++) {
      for (let r = 0; r < batch; r++) tokens[r] = drawer.draw(logits, r * shape.V, none, stream);
      if (t < 125) logits = cache.next(tokens);
    }
    return (1000 * 126 * batch) / (performance.now() - start);
  };
  return () => median([once(), once(), once()]);
}

/** Milliseconds a run by operator, of the session that took longest. */
function profile(what: string, of: string): void {
  const prefix = join(tmpdir(), `genloss-profile-${process.pid}`);
  const runtime = openRuntime({profile: prefix});
  const run = what === 'train' ? training(of as Preset, runtime) : generation(Number(of), runtime);
  run();
  process.stdout.write(`${Math.round(run())} tokens/s, the profiler on\n`);
  runtime.close();
  const folder = readdirSync(tmpdir()).filter((name) => name.startsWith(`genloss-profile-${process.pid}`));
  const profiles = folder.map((name) => readProfile(join(tmpdir(), name))).sort((a, b) => b.total - a.total);
  const {operators, runs, total} = profiles[0];
  for (const [name, ms] of [...operators].sort((a, b) => b[1] - a[1]).slice(0, 16))
    process.stdout.write(`${name.padEnd(24)} ${(ms / runs).toFixed(2).padStart(10)} ms ${((100 * ms) / total).toFixed(1).padStart(6)}%\n`);
}

function readProfile(path: string): {operators: Map<string, number>; runs: number; total: number} {
  interface Event {
    cat?: string;
    name: string;
    dur: number;
    args?: {op_name?: string};
  }
  const events = JSON.parse(readFileSync(path, 'utf8')) as Event[];
  rmSync(path);
  const operators = new Map<string, number>();
  for (const {cat, name, dur, args} of events)
    if (cat === 'Node' && name.endsWith('_kernel_time')) operators.set(args!.op_name!, (operators.get(args!.op_name!) ?? 0) + dur / 1000);
  const total = [...operators.values()].reduce((a, b) => a + b, 0);
  return {operators, runs: events.filter(({name}) => name === 'model_run').length, total};
}

/** Tokens a second of both devices, in turn. */
async function besideCpu(): Promise<void> {
  await loadDevice('wasm');
  const works = {
    'train tiny': (runtime: OpenedRuntime) => training('tiny', runtime),
    'generate tiny 64': (runtime: OpenedRuntime) => generation(64, runtime),
  };
  for (const [name, work] of Object.entries(works)) {
    const runs = (['cpu', 'wasm'] as const).map((device) => ({device, once: work(openRuntime({device})), rates: [] as number[]}));
    for (let round = 0; round < ROUNDS; round++) for (const {once, rates} of runs) rates.push(once());
    const [cpu, wasm] = runs.map(({rates}) => median(rates));
    process.stdout.write(`${name}: cpu ${Math.round(cpu)} tokens/s, wasm ${Math.round(wasm)}, ratio ${(wasm / cpu).toFixed(2)}\n`);
  }
}

if (import.meta.main && process.argv[2] === 'wasm') await besideCpu();
if (import.meta.main && process.argv[2] === 'profile') profile(process.argv[3], process.argv[4]);
