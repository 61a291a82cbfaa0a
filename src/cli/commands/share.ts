/** `genloss share`: the share of synthetic sentences in a corpus, between a human and a synthetic reference. */
import type {ReadProgress} from '../../read/corpus.ts';
import {command, many} from '../command.ts';
import {makeOptionsOf, readingOptions} from '../data-options.ts';
import {EXIT} from '../exit.ts';
import {dataTexts, jsonOption, text, texts, wholeNumber} from '../options.ts';
import {printJson, say, verdictPrinted} from '../print.ts';
import {readingDisplays} from '../reading-picture.ts';

export const shareCommand = command({
  positional: {data: many('the candidate: files, folders, globs, or - for standard input')},
  options: {
    ...readingOptions,
    human: dataTexts('reference', 'text by people; repeatable', {required: true}),
    synthetic: dataTexts('reference', 'text by the models in question; repeatable', {required: true}),
    referenceField: text('name', 'field or column that holds the text of both references, where it is another', {otherwise: 'as --field'}),
    by: texts('field', 'also the share by the values of this field, or field:year, :month or :day of dates; repeatable'),
    seed: wholeNumber('n', 'seed of all draws', {default: 1}),
    html: text('file', 'write a page with pictures too'),
    json: jsonOption,
  },
  examples: [
    {
      line: 'genloss share crawl.jsonl --human human.jsonl --synthetic ours.jsonl',
      does: 'the share of sentences that a model wrote, with its interval',
    },
  ],
  async run({data, human, synthetic, referenceField, by, seed, html, json, ...flags}, effects) {
    const {read, workers, language} = makeOptionsOf(flags, effects);
    const sources = [...data, ...human, ...synthetic];
    const {refuseIdleDialect} = await import('../../node/read/idle.ts');
    const {refuseSharedOnce} = await import('../../node/read/once.ts');
    await refuseIdleDialect(sources, read);
    await refuseSharedOnce([human, synthetic, data], read);
    if (html !== undefined) {
      const {prepareOutput, refuseOverwriting} = await import('../../node/output-file.ts');
      const {inputPaths} = await import('../../node/read/input-paths.ts');
      prepareOutput(html);
      await refuseOverwriting([{flag: '--html', path: html}], () => inputPaths(sources, read));
    }
    const {measureShare} = await import('../../node/share/share.ts');
    const displays = readingDisplays({quiet: flags.quiet === true}, effects);
    const onProgress = (title: string, progress: ReadProgress) => displays.of(title).show(progress);
    const options = {human, synthetic, read, referenceField, by, seed, workers, language, onProgress};
    const report = await measureShare(data, options).finally(() => displays.end());
    if (html !== undefined) {
      const {sharePage} = await import('../../report/pages/share.ts');
      const {drawingDocument} = await import('../../node/document.ts');
      const {writeOutput} = await import('../../node/output-file.ts');
      const {version} = await import('../../node/version.ts');
      writeOutput(html, [sharePage(report, {data, human, synthetic}, await drawingDocument(), `genloss ${version()}`)]);
    }
    const text = json ? undefined : (await import('../../report/formats/share.ts')).shareText(report);
    const code = report.verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.done;
    return verdictPrinted(code, () => (text === undefined ? printJson(report, effects) : say(text, effects)));
  },
});
