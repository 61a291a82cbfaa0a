/** Documents that an annotator is shown: samples of the model, one after another, until there are as many as asked for. */
import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import {documentsAt, joinedDocuments} from '../../core/text/documents.ts';
import type {MitigationStep} from './port.ts';

/** Samples for a model that writes long documents. */
const ROUNDS = 50;

/** The first `count` of them. Throws DataError where the model's documents are so long that samples hold too few. */
export function documentsFor(stream: Stream, count: number, {draw, generation}: MitigationStep<Text>): Text {
  const drawn: Text[] = [];
  let have = 0;
  for (let round = 0; have < count && round < ROUNDS; round++) {
    const sample = draw(stream.fork(`round/${round}`));
    drawn.push(sample);
    have += sample.count;
  }
  if (have < count)
    throw new DataError(`feedback at generation ${generation}: ${ROUNDS} samples have ${have} documents, ${count} are wanted to compare`, {
      next: 'Draw a larger sample, or ask for fewer comparisons.',
    });
  return documentsAt(
    joinedDocuments(drawn),
    Uint32Array.from({length: count}, (_, i) => i),
  );
}
