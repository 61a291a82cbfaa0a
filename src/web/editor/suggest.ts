/** What may stand at a cursor in an experiment. */
import type {Completions, SchemaPlace} from './completions.ts';
import {type CursorPlace, placeAt} from './place.ts';

export interface Suggestion {
  readonly text: string;
  readonly kind: 'field' | 'word';
  /** In a sentence. */
  readonly means?: string;
}

export interface Suggestions {
  /** Where in the text what is suggested begins. */
  readonly from: number;
  readonly suggestions: readonly Suggestion[];
}

/** Undefined where the schema knows nothing of the place. */
export function suggestionsAt(text: string, position: number, completions: Completions): Suggestions | undefined {
  const cursor = placeAt(text, position);
  const from = position - cursor.word.length;
  const here = placesOf(cursor, completions);
  const of = (number: number): SchemaPlace => completions.places[number];
  if (cursor.wants === 'key') {
    const fields = new Map<string, Suggestion>();
    for (const {maps = []} of here)
      for (const {when, fields: own} of maps) {
        if (!fits(when, cursor.beside)) continue;
        for (const [name, number] of Object.entries(own)) {
          if (name in cursor.beside || fields.has(name)) continue;
          fields.set(name, {text: name, kind: 'field', means: of(number).means});
        }
      }
    return fields.size === 0 ? undefined : {from, suggestions: [...fields.values()]};
  }
  const words = [...new Set(here.flatMap(({words: own = []}) => own))];
  return words.length === 0 ? undefined : {from, suggestions: words.map((word) => ({text: word, kind: 'word'}))};
}

function placesOf({path, wants, beside}: CursorPlace, {places, root}: Completions): SchemaPlace[] {
  let here = [places[root]];
  for (const [i, step] of path.entries()) {
    const isLast = i === path.length - 1;
    here = here.flatMap((place): SchemaPlace[] => {
      if (step === '-') return place.each === undefined ? [] : [places[place.each]];
      const fields = (place.maps ?? []).flatMap(({when, fields: own}): SchemaPlace[] => {
        if (!Object.hasOwn(own, step)) return [];
        // of a value's own map it is known what stands beside it
        const {[step]: _, ...others} = when;
        return isLast && wants === 'value' && !fits(others, beside) ? [] : [places[own[step]]];
      });
      return fields.length > 0 ? fields : place.each === undefined ? [] : [places[place.each]];
    });
  }
  return here;
}

/** Whether nothing beside says that it is another kind. */
const fits = (when: Readonly<Record<string, string>>, beside: Readonly<Record<string, string>>): boolean =>
  Object.entries(when).every(([name, word]) => beside[name] === undefined || beside[name] === word);
