/** One call of a watch with its delivery, as the command makes it, in this process. */
import type {WatchReport} from '../src/guard/watch-report.ts';
import {registerNodeDictionary} from '../src/node/dictionary.ts';
import {channelsOf, deliver} from '../src/node/watch/delivery/deliver.ts';
import {bringUpToDate, type WatchOptions} from '../src/node/watch/watch.ts';

export function watchCall(file: string, options: WatchOptions): Promise<WatchReport> {
  registerNodeDictionary();
  return bringUpToDate(file, options, async ({definition, beside: directory}) => {
    const channels = channelsOf(definition, {directory, env: {}, resolve: (path) => path});
    return (report) => deliver(report, channels, {directory, now: new Date()});
  });
}
