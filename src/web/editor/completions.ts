/**
 * The schema of experiments as completion needs it: which fields stand where, what they mean, which words they take. Nodes that say the same
 * are one, so that what every arm may have is there once.
 */

/** Of a place in an experiment. */
export interface SchemaPlace {
  /** What stands here, in a sentence. */
  readonly means?: string;
  /** Words that may stand here. */
  readonly words?: readonly string[];
  /** Kinds of maps that may stand here. */
  readonly maps?: readonly MapKind[];
  /** Of any item of a list here, or of any name of a map whose names are free: the number of its place. */
  readonly each?: number;
}

interface MapKind {
  /** Fields with one word each, which tell the kind: `kind: ngram`. */
  readonly when: Readonly<Record<string, string>>;
  /** The number of the place of each field. */
  readonly fields: Readonly<Record<string, number>>;
}

export interface Completions {
  readonly places: readonly SchemaPlace[];
  readonly root: number;
}

interface Schema {
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** From a JSON Schema (draft 2020-12) without recursion. */
export function completionsOf(schema: Schema): Completions {
  const places: SchemaPlace[] = [];
  const known = new Map<string, number>();
  const keep = (place: SchemaPlace): number => {
    const key = JSON.stringify(place);
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, places.length);
    return places.push(place) - 1;
  };
  const variantsOf = (one: Schema): Schema[] => {
    const {anyOf = [], oneOf = [], allOf = [], $ref} = one;
    const inner = $ref === undefined ? [] : [schema.$defs![$ref.split('/').at(-1)!]];
    return [one, ...[...anyOf, ...oneOf, ...allOf, ...inner].flatMap(variantsOf)];
  };
  const placeOf = (one: Schema): number => {
    const variants = variantsOf(one);
    const words = variants.flatMap((variant) => wordsOf(variant));
    const maps = variants.flatMap(({properties}) => {
      if (properties === undefined) return [];
      const when = Object.fromEntries(
        Object.entries(properties).flatMap(([name, field]) => (typeof field.const === 'string' ? [[name, field.const]] : [])),
      );
      return [{when, fields: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, placeOf(field)]))}];
    });
    const each = variants.flatMap(({items, additionalProperties: names}) => [items, names]).find((inner) => typeof inner === 'object');
    const means = variants.find(({description}) => description !== undefined)?.description;
    return keep({
      ...(means !== undefined && {means}),
      ...(words.length > 0 && {words: [...new Set(words)]}),
      ...(maps.length > 0 && {maps}),
      ...(each && {each: placeOf(each)}),
    });
  };
  const root = placeOf(schema);
  return {places, root};
}

function wordsOf({const: only, enum: some = [], type}: Schema): string[] {
  const values = only === undefined ? some : [only];
  return type === 'boolean' ? ['true', 'false'] : values.map(String);
}
