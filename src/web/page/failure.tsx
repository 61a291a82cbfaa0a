/** Why it does not run, with the places. */
import {useEffect, useRef} from 'preact/hooks';
import {visible} from '../../core/text/plain.ts';
import type {Playing} from './playing.ts';

export function Failure({playing}: {readonly playing: Playing}) {
  const failure = playing.failure.value;
  const box = useRef<HTMLDivElement>(null);
  // on a phone the pictures are far below; whoever writes is told beside the text
  useEffect(() => {
    if (failure && document.activeElement?.closest('.written') == null) box.current?.scrollIntoView({block: 'nearest'});
  }, [failure]);
  if (!failure) return null;
  const {heading, problems, message, next} = failure;
  return (
    <div class="failure" role="alert" ref={box}>
      <p>
        <strong>{heading}</strong> {problems.length > 1 ? `${problems.length} places of the experiment are not as they must be:` : visible(message)}
      </p>
      {problems.length > 1 && (
        <ul>
          {problems.slice(0, MOST_SHOWN).map(({line, column, message: what}) => (
            <li key={`${line}:${column}:${what}`}>
              line {line}, column {column}: {visible(what)}
            </li>
          ))}
        </ul>
      )}
      {problems.length === 1 && (
        <p class="note">
          line {problems[0].line}, column {problems[0].column} of the experiment
        </p>
      )}
      {next !== undefined && <p class="note">{visible(next)}</p>}
    </div>
  );
}

const MOST_SHOWN = 8;
