/** Before each file of tests: words without spaces are cut as in the command line. */
import {registerNodeDictionary} from '../src/node/dictionary.ts';

registerNodeDictionary();
