/** The document that tests draw into: linkedom's. */
import {drawingDocument} from '../node/document.ts';

export const document = await drawingDocument();
