/** All cases by name. */
import type {CaseTable} from './case.test-help.ts';
import {COMPOSED} from './composed.test-help.ts';
import {ELEMENTWISE} from './elementwise.test-help.ts';
import {LAYOUT} from './layout.test-help.ts';
import {PRODUCTS} from './product.test-help.ts';

export const CASES: CaseTable = {...ELEMENTWISE, ...LAYOUT, ...PRODUCTS, ...COMPOSED};
