/** The end of what goes on until somebody asks for it: a server. */
import type {Effects} from './effects.ts';

/** Until a person, or whatever manages processes, asks for the end. */
export const endAsked = ({onSignal}: Pick<Effects, 'onSignal'>): Promise<void> =>
  new Promise((resolve) => {
    const silence = onSignal(() => {
      silence();
      resolve();
    });
  });
