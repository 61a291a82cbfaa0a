/** How the code is laid out: which layer holds what, and what it may import. A test holds the code to it, and CONTRIBUTING.md shows it. */

export interface Room {
  readonly holds: string;
  /** Besides itself. */
  readonly mayImport: readonly string[];
}

/** Folders of `src`, from the bottom up. */
export const LAYERS: Readonly<Record<string, Room>> = {
  core: {holds: 'streams of chance, kernels of statistics and points, sketches, text as bytes, measures of data', mayImport: []},
  tensor: {holds: 'graphs of tensors, their derivatives, ONNX bytes; what runs them is a port', mayImport: ['core']},
  models: {holds: 'families that are fitted and sampled, a folder each', mayImport: ['core', 'tensor']},
  quality: {holds: 'rules for records, deduplication, classifiers, preferences and rewards', mayImport: ['core', 'models']},
  lab: {holds: 'experiments, worlds, mitigations, the loop, results and theory', mayImport: ['core', 'tensor', 'models', 'quality']},
  guard: {
    holds: 'profiles of corpora, checks, the share of synthetic text, decisions of curation',
    mayImport: ['core', 'models', 'quality'],
  },
  read: {
    holds: 'from bytes to batches of records: lines, JSON, CSV, Parquet, text, chats; what has the bytes is a port',
    mayImport: ['core'],
  },
  forecast: {
    holds: 'from a corpus to an experiment on it, and what that foretells',
    mayImport: ['core', 'models', 'quality', 'lab', 'guard'],
  },
  run: {
    holds: 'a run: the text of an experiment, its plan, tasks and results; what keeps and what executes are ports',
    mayImport: ['core', 'tensor', 'models', 'quality', 'lab'],
  },
  report: {
    holds: 'draws what was measured: charts, pages, formats for terminals and CI; what it draws into is a port',
    mayImport: ['core', 'models', 'quality', 'lab', 'guard', 'forecast'],
  },
  node: {
    holds: 'what needs Node: files, threads, compression, programs, the runtime of tensors',
    mayImport: ['core', 'tensor', 'models', 'quality', 'lab', 'guard', 'read', 'forecast', 'run', 'report'],
  },
  web: {
    holds: 'the pages: the lab in a browser, its worker and what people see; everything it computes is the library',
    mayImport: ['core', 'tensor', 'models', 'lab', 'read', 'run', 'report'],
  },
  cli: {
    holds: 'the command line, one file a command',
    mayImport: ['core', 'models', 'quality', 'lab', 'guard', 'read', 'forecast', 'run', 'report', 'node'],
  },
};

/** Rooms of the lab, from the bottom up. */
export const ROOMS_OF_LAB: Readonly<Record<string, Room>> = {
  world: {holds: 'known truths to draw human data from', mayImport: []},
  measure: {holds: 'the catalog of measures, and those that are read off laws and arms', mayImport: []},
  experiment: {holds: 'the schema, its arms, what must fit together, and problems as data', mayImport: ['world', 'measure']},
  human: {holds: 'the human side of a lineage: training set, holdout, reserve', mayImport: ['world', 'experiment']},
  mitigation: {holds: 'feedback, enrichment, quality and gates in the loop', mayImport: ['world', 'measure', 'experiment', 'human']},
  population: {holds: 'several models that write into one web', mayImport: ['measure', 'experiment']},
  observe: {
    holds: 'reads measures and pictures off a generation, for each kind of data',
    mayImport: ['world', 'measure', 'experiment', 'human'],
  },
  loop: {
    holds: 'one lineage, generation after generation',
    mayImport: ['world', 'measure', 'experiment', 'human', 'mitigation', 'population', 'observe'],
  },
  results: {holds: 'rows, summaries, differences, doses, theory', mayImport: ['world', 'measure', 'experiment']},
};

/** Layers that run anywhere: they compile with neither Node's types nor a page's, and import no package but those allowed to them. */
export const ISOMORPHIC: readonly string[] = ['core', 'tensor', 'models', 'quality', 'lab', 'guard', 'read', 'forecast', 'run', 'report'];
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: [],
  models: ['zod'],
  quality: ['zod'],
  lab: ['zod'],
  guard: ['zod'],
  forecast: ['zod'],
  read: ['fzstd', 'hyparquet', 'hyparquet-compressors', 'pako'],
  run: ['zod', 'yaml'],
  report: ['@noble/hashes', '@observablehq/plot', 'fflate'],
};
