/**
 * A curation described in Croissant 1.0 (schema.org and PROV-O in JSON-LD), the metadata that data sets for machine learning are found and
 * loaded by: its files with checksums, its fields, and what it was made from and how.
 *
 * source   https://docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html, https://www.w3.org/TR/prov-o/
 */

export interface Described {
  readonly title?: string;
  readonly format: 'jsonl' | 'parquet';
  /** The field of the text. */
  readonly field: string;
  readonly shards: readonly {readonly file: string; readonly bytes: number; readonly sha256: string; readonly records: number}[];
  readonly sources: readonly {readonly role: string; readonly file: string; readonly bytes: number; readonly sha256: string}[];
  readonly recipe: unknown;
  readonly version: string;
}

const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  data: {'@id': 'cr:data', '@type': '@json'},
  dataType: {'@id': 'cr:dataType', '@type': '@vocab'},
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: {'@id': 'cr:examples', '@type': '@json'},
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  prov: 'http://www.w3.org/ns/prov#',
  rai: 'http://mlcommons.org/croissant/RAI/',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};

const ENCODING = {jsonl: 'application/jsonlines', parquet: 'application/x-parquet'} as const;

export function describeAsCroissant({title = 'curated corpus', format, field, shards, sources, recipe, version}: Described): object {
  const records = shards.reduce((sum, shard) => sum + shard.records, 0);
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    name: title,
    description: `${records} records curated by genloss ${version} from ${sources.length} file${sources.length === 1 ? '' : 's'}; decisions.jsonl says of each record what happened to it and why.`,
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    distribution: shards.map(({file, bytes, sha256}) => ({
      ...{'@type': 'cr:FileObject', '@id': file, name: file, contentUrl: file},
      ...{contentSize: `${bytes} B`, encodingFormat: ENCODING[format], sha256},
    })),
    // one a file: a set of files wants an archive or a repository that holds them
    recordSet: shards.map(({file}, i) => {
      const name = shards.length === 1 ? 'records' : `records-${String(i).padStart(5, '0')}`;
      return {'@type': 'cr:RecordSet', '@id': name, name, field: fieldsOf(format, field, {recordSet: name, file})};
    }),
    'prov:wasDerivedFrom': sources.map(({role, file, bytes, sha256}) => ({
      ...{'@type': 'prov:Entity', name: file, description: role, contentSize: `${bytes} B`, sha256},
    })),
    'prov:wasGeneratedBy': {
      '@type': 'prov:Activity',
      name: 'genloss curate',
      'prov:wasAssociatedWith': {'@type': 'prov:SoftwareAgent', name: 'genloss', softwareVersion: version},
      'prov:used': {'@type': 'prov:Plan', name: 'recipe', text: JSON.stringify(recipe)},
    },
  };
}

function fieldsOf(format: 'jsonl' | 'parquet', field: string, of: {recordSet: string; file: string}): object[] {
  const one = (name: string, description: string, dataType: string): object => ({
    ...{'@type': 'cr:Field', '@id': `${of.recordSet}/${name}`, name, description, dataType},
    source: {fileObject: {'@id': of.file}, extract: {column: name}},
  });
  if (format === 'jsonl') return [one(field, 'the text', 'sc:Text')];
  return [
    one('text', 'the text', 'sc:Text'),
    one('file', 'the file that the record came from', 'sc:Text'),
    one('line', 'its line or row there, from 1', 'sc:Integer'),
  ];
}
