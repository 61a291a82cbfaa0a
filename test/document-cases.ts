/**
 * What every document must draw alike: pages with every kind of chart. Runs in Node and, bundled, in a browser, so that it imports nothing
 * of either.
 */
import type {ForecastReport} from '../src/forecast/report.ts';
import type {ShareReport} from '../src/guard/share/report.ts';
import type {SvgDocument} from '../src/report/document.ts';
import {reports} from '../src/report/formats/check/demo.test-input.ts';
import {checkPage} from '../src/report/pages/check/page.ts';
import {forecastPage} from '../src/report/pages/forecast.ts';
import {cycleInput, doseInput} from '../src/report/pages/run/cycle.test-input.ts';
import {gaussianInput, matrixInput, planeInput, speechesInput} from '../src/report/pages/run/demo.test-input.ts';
import {buildReport} from '../src/report/pages/run/report.ts';
import {sharePage} from '../src/report/pages/share.ts';
import {commands, watches} from '../src/report/pages/watch/demo.test-input.ts';
import {watchPage} from '../src/report/pages/watch/page.ts';

/** Records that the cases are drawn from beside those that are made here. */
export interface Records {
  readonly share: ShareReport;
  readonly forecast: ForecastReport;
}

export const CASES: Readonly<Record<string, (document: SvgDocument, records: Records) => string>> = {
  speeches: (document) => buildReport(speechesInput(), document),
  gaussian: (document) => buildReport(gaussianInput(), document),
  plane: (document) => buildReport(planeInput(), document),
  matrix: (document) => buildReport(matrixInput(), document),
  mitigations: (document) => buildReport(cycleInput(), document),
  doses: (document) => buildReport(doseInput(), document),
  ...Object.fromEntries(reports.map(([name, report]) => [`check, ${name}`, (document: SvgDocument) => checkPage(report, {document})])),
  ...Object.fromEntries(
    watches.map(([name, report]) => [`watch, ${name}`, (document: SvgDocument) => watchPage(report, {document, commands})]),
  ),
  share: (document, {share}) => sharePage(share, {data: ['a.jsonl'], human: ['h'], synthetic: ['s']}, document),
  forecast: (document, {forecast}) => forecastPage(forecast, ['a.jsonl'], document),
};

/** Every case by its name. */
export const drawCases = (document: SvgDocument, records: Records): Record<string, string> =>
  Object.fromEntries(Object.entries(CASES).map(([name, draw]) => [name, draw(document, records)]));
