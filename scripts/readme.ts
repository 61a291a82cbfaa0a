/** What of the README is derived: how long the tests take, as `npm run duration` has kept it. */
import {type Duration, durationInWords} from '../test/duration.ts';

const PLACE = /<!-- duration -->[\s\S]*?<!-- \/duration -->/;

/** Throws where the page has no place for it. */
export function withDuration(page: string, duration: Duration | undefined): string {
  if (!PLACE.test(page)) throw new Error('the page has no place for the duration: <!-- duration --><!-- /duration -->');
  const words = duration ? `, in ${durationInWords(duration)} (${duration.machine}, ${duration.date})` : '';
  return page.replace(PLACE, () => `<!-- duration -->${words}<!-- /duration -->`);
}
