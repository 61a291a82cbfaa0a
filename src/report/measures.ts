/** What is known of a measure, for those who draw its values. */
import {catalog} from '../core/measure/catalog.ts';

/** Undefined where it is one of the user's own. */
export const measureNamed = (name: string) => catalog.find((measure) => measure.name === name);
