/** What a benchmark ran on: figures of two machines, engines or versions are two figures. */
import {readFileSync} from 'node:fs';
import {cpus, release, totalmem, type} from 'node:os';
import {version} from '../src/node/version.ts';

export interface Machine {
  /** The processor as it calls itself, with its family and model where the system tells them. */
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  readonly engine: string;
  readonly version: string;
  /** Day of the run. */
  readonly date: string;
}

export function thisMachine(): Machine {
  const {node, v8} = process.versions;
  return {
    processor: `${cpus()[0].model.trim()}${family()}`,
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    engine: `Node ${node}, V8 ${v8}`,
    version: `genloss ${version()}`,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** A virtual machine often says no more than the maker: what the processor is stands in its numbers. */
function family(): string {
  try {
    const info = readFileSync('/proc/cpuinfo', 'utf8');
    const [number, model] = ['cpu family', 'model'].map((key) => new RegExp(`^${key}\\s*: (\\d+)$`, 'm').exec(info)?.[1]);
    return number === undefined ? '' : ` (family ${number}, model ${model})`;
  } catch {
    return '';
  }
}

export function described({processor, cores, memory, system, engine, version, date}: Machine): string {
  return `${processor}, ${cores} cores, ${memory}; ${system}; ${engine}; ${version}; ${date}`;
}
