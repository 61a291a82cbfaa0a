/** The keys that an object may have where it stands, by the schema of the whole: what a mistyped one is held against. */
import * as z from 'zod';
import {isObject} from '../../core/plain/value.ts';

/** As much of JSON Schema as zod writes. */
interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly prefixItems?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Node>>;
}

export class SchemaKeys {
  private readonly root: Node;

  constructor(schema: z.ZodType) {
    this.root = z.toJSONSchema(schema, {io: 'input', unrepresentable: 'any'}) as Node;
  }

  /** Of the object at a path of `data`; undefined where its keys are free, or where nothing is known of it. */
  at(path: readonly PropertyKey[], data: unknown): readonly string[] | undefined {
    let nodes = this.forms(this.root, data);
    let value = data;
    for (const step of path) {
      value = isObject(value) && Object.hasOwn(value, step) ? value[step as string] : undefined;
      nodes = this.formsBelow(nodes, step, value);
    }
    return keysOf(nodes);
  }

  /** Where in `data` there are keys that no form of their object has. */
  strange(data: unknown): PropertyKey[][] {
    const found: PropertyKey[][] = [];
    const visit = (nodes: readonly Node[], value: unknown, path: readonly PropertyKey[]): void => {
      if (!isObject(value)) return;
      const known = Array.isArray(value) ? undefined : keysOf(nodes);
      for (const [key, inner] of Object.entries(value)) {
        if (known?.includes(key) === false) found.push([...path, key]);
        else visit(this.formsBelow(nodes, key, inner), inner, [...path, key]);
      }
    };
    visit(this.forms(this.root, data), data, []);
    return found;
  }

  private formsBelow(nodes: readonly Node[], step: PropertyKey, value: unknown): Node[] {
    return nodes.flatMap((node) => below(node, step)).flatMap((node) => this.forms(node, value));
  }

  /** The kinds that a value may be of: where it says itself which one, as `kind` and `world` do, that one. */
  private forms(node: Node, value: unknown): Node[] {
    const {$ref, anyOf = [], oneOf = [], allOf = []} = node;
    if ($ref !== undefined) return this.forms($ref === '#' ? this.root : (this.root.$defs?.[$ref.slice('#/$defs/'.length)] ?? {}), value);
    const options = [...anyOf, ...oneOf, ...allOf].flatMap((option) => this.forms(option, value));
    if (options.length === 0) return [node];
    const meant = options.filter(({properties = {}}) =>
      Object.entries(properties).every(
        ([key, {const: wanted}]) => wanted === undefined || !isObject(value) || !Object.hasOwn(value, key) || value[key] === wanted,
      ),
    );
    // of a name that is none every kind may be meant that has a name there
    const tagged = options.filter(({properties = {}}) =>
      Object.entries(properties).some(([key, {const: wanted}]) => wanted !== undefined && isObject(value) && Object.hasOwn(value, key)),
    );
    if (tagged.length > 0 && !tagged.some((option) => meant.includes(option))) return tagged;
    return meant.length > 0 ? meant : options;
  }
}

function keysOf(nodes: readonly Node[]): readonly string[] | undefined {
  const keys = new Set(nodes.flatMap(({properties = {}}) => Object.keys(properties)));
  const free = nodes.some(
    (node) => (node.additionalProperties ?? false) !== false || Object.keys(node).every((key) => key === 'description'),
  );
  return free || keys.size === 0 ? undefined : [...keys];
}

function below({properties, additionalProperties, items, prefixItems}: Node, step: PropertyKey): Node[] {
  const own = properties !== undefined && Object.hasOwn(properties, step) ? properties[step as string] : undefined;
  if (own !== undefined) return [own];
  const item = prefixItems?.[Number(step)] ?? items;
  if (item !== undefined) return [item];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}
