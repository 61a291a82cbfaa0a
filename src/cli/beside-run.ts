/** A page beside a run: of its directory alone, for as long as the run goes. */
import type {Effects} from './effects.ts';
import {tell} from './print.ts';

/** What a run that nobody looks at has. */
export const NOTHING_BESIDE: BesideRun = {begin() {}, async end() {}};

export interface BesideRun {
  /** Once the run's directory is there; again it does nothing. */
  begin(): void;
  end(): Promise<void>;
}

/** Says the address. A page that cannot be served is said too, and is no reason to end the run. */
export function pageBeside(directory: string, effects: Pick<Effects, 'stderr'>): BesideRun {
  let served: Promise<{close(): Promise<void>} | undefined> | undefined;
  const serve = async () => {
    try {
      const {serveView} = await import('../node/view/serve-view.ts');
      const view = await serveView({directories: [directory]});
      tell(`genloss: view ${view.url}\n`, effects);
      return view;
    } catch (error) {
      tell(`genloss: warning: there is no page beside this run: ${(error as Error).message}\n`, effects);
      return undefined;
    }
  };
  return {
    begin() {
      served ??= serve();
    },
    async end() {
      await (await served)?.close();
    },
  };
}
