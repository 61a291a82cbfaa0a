/** The document that pictures are drawn into where there is no browser: linkedom's, loaded when something is drawn. */
import type {SvgDocument} from '../report/document.ts';

export async function drawingDocument(): Promise<SvgDocument> {
  const {parseHTML} = await import('linkedom');
  const {document}: {document: SvgDocument} = parseHTML('<!doctype html><html><body></body></html>');
  return document;
}
