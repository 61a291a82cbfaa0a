/** A file of samples for Prometheus, replaced whole by every call: the text collector of a node exporter takes it, or any server of files. */
import {dirname, resolve} from 'node:path';
import {OutputError} from '../../../core/error.ts';
import {makeFolder} from '../../files.ts';
import {writeOutput} from '../../output-file.ts';
import {ALL_TOLD, type Channel} from './channel.ts';
import {prometheusText} from './prometheus-text.ts';

export function textfileChannel(path: string): Channel {
  return {
    name: `textfile ${path}`,
    async tell({report, now}) {
      try {
        makeFolder(dirname(resolve(path)));
        writeOutput(path, [prometheusText(report, now)]);
        return ALL_TOLD;
      } catch (error) {
        if (error instanceof OutputError) return {waiting: 1, failure: error.message};
        throw error;
      }
    },
  };
}
