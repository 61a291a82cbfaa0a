/** Names that experiments, recipes and the command line share where they say how text is found. Apart from any schema: a command loads no validator. */
export const FORMATS = ['text', 'jsonl', 'json', 'csv', 'tsv', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/** What one record of a text is. */
export const RECORD_UNITS = ['file', 'paragraph', 'line'] as const;
export type RecordUnit = (typeof RECORD_UNITS)[number];
