/**
 * How different several samples are from one another: the Jensen-Shannon divergence of their types, the mean over pairs.
 *
 *   mean over a < b of JSD(p_a, p_b)
 *
 * shape    M samples of categories or of text -> bits, 0..1; undefined for fewer than two with records
 * edge     samples are cut to the smallest, since divergence grows as samples shrink; equal models differ by sampling alone
 * cost     O(tokens + M^2 types)
 * source   J. Lin, IEEE Trans. Inf. Theory 37(1), 1991
 */
import type {Categories, Data, Text} from '../data.ts';
import {jensenShannonBits} from '../stats/divergence.ts';
import {Vocabulary} from '../text/vocabulary.ts';
import type {WordRules} from '../text/word-scanner.ts';
import {tokenizeWords} from '../text/words.ts';
import {countTypes, proportions} from './types.ts';

export function divergenceBetween(samples: readonly Data[], rules?: WordRules): number | undefined {
  const filled = samples.filter(({count}) => count > 0);
  if (filled.length < 2) return undefined;
  const types =
    filled[0].kind === 'text' ? typesOfText(filled as readonly Text[], rules) : typesOfCategories(filled as readonly Categories[]);
  if (types === undefined) return undefined;
  let sum = 0;
  let pairs = 0;
  for (let a = 0; a < types.length; a++) {
    for (let b = a + 1; b < types.length; b++) {
      sum += jensenShannonBits(types[a], types[b]);
      pairs++;
    }
  }
  return sum / pairs;
}

function typesOfText(samples: readonly Text[], rules?: WordRules): Float64Array[] | undefined {
  const vocabulary = new Vocabulary();
  const ids = samples.map((sample) => tokenizeWords(sample, vocabulary, rules).ids);
  const size = Math.min(...ids.map(({length}) => length));
  return size === 0 ? undefined : ids.map((own) => proportions(countTypes(own.subarray(0, size), vocabulary.size)));
}

function typesOfCategories(samples: readonly Categories[]): Float64Array[] {
  const size = Math.min(...samples.map(({count}) => count));
  return samples.map(({values, categories}) => proportions(countTypes(values.subarray(0, size), categories)));
}
