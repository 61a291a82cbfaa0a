/** What answers have come to, in words. */
import {shortNumber} from '../../core/text/numbers.ts';
import type {TrainedGeneration} from '../../run/desk.ts';

export function trainedText({arm, generation, seeds, judgements, measure}: TrainedGeneration): string {
  const lineages = seeds === 1 ? '' : `, ${seeds} lineages of it`;
  const used = judgements === 1 ? '1 judgement' : `${judgements} judgements`;
  return `Generation ${generation} of ${arm} is trained${lineages}, with ${used}.${measure ? ` ${measureText(measure)}` : ''}`;
}

function measureText({title, before, after}: NonNullable<TrainedGeneration['measure']>): string {
  const now = `${title}: ${shortNumber(after)}`;
  return before === undefined ? `${now}.` : `${now}; ${shortNumber(before)} in the generation before.`;
}
