/** The line by which an editor that knows JSON Schema finds the schema of a YAML file, and the way to the schemas from a folder. */
import {join, relative} from 'node:path';
import {packageRoot} from '../node/version.ts';

export type SchemaName = 'experiment' | 'gates' | 'recipe' | 'watch';

/** The folder of the schemas as a path from `folder`, an absolute one. */
export const schemasFrom = (folder: string): string => relative(folder, join(packageRoot(), 'schema')).replaceAll('\\', '/');

export const schemaLine = (schemas: string, name: SchemaName): string => `# yaml-language-server: $schema=${schemas}/${name}.json`;
