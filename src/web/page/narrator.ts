/** What a screen reader is told of the pictures: a sentence, and no more often than somebody can listen while they go. */
import {signal} from '@preact/signals';
import {standsAt} from '../../report/pages/explorer/pictures.ts';
import type {ReportInput} from '../../report/pages/run/input.ts';

const SAID_MS = 2000;

export interface SaidMoment {
  /** Absent where nothing is shown yet. */
  readonly input: ReportInput | undefined;
  readonly generation: number;
  /** Whether it goes on by itself. */
  readonly goes: boolean;
}

export class Narrator {
  /** A sentence; empty at first. */
  readonly text = signal('');
  private at = 0;

  tell({input, generation, goes}: SaidMoment): void {
    const now = performance.now();
    if (input === undefined || generation === 0 || (goes && now - this.at < SAID_MS)) return;
    this.at = now;
    const [measure] = input.measures.filter(({name}) => standsAt({input, generation}, name) !== '');
    const stands = measure ? `. ${measure.title}: ${standsAt({input, generation}, measure.name)}` : '';
    this.text.value = `Generation ${generation} of ${input.generations}${stands}.`;
  }
}
