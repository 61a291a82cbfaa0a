/** Two texts side by side, which scroll in step where they are long. */
import type {RefObject} from 'preact';
import {useLayoutEffect, useMemo, useRef} from 'preact/hooks';
import type {ShownPair} from '../../run/desk.ts';
import {differencesBetween, type Piece} from './difference.ts';

type Marks = readonly [left: readonly Piece[], right: readonly Piece[]];

interface PairParts {
  readonly pair: Pick<ShownPair, 'ask' | 'left' | 'right'>;
  readonly marks: boolean;
  readonly choose: (side: 'left' | 'right') => void;
}

export function Pair({pair, marks, choose}: PairParts) {
  const box = useRef<HTMLDivElement>(null);
  const pieces = useMemo(() => (marks ? differencesBetween(pair.left, pair.right) : undefined), [marks, pair.left, pair.right]);
  useLayoutEffect(() => {
    for (const text of textsOf(box.current)) text.scrollTop = 0;
  }, [pair.ask]);
  const inStep = (event: Event) => {
    const moved = event.currentTarget as HTMLElement;
    const [range, at] = [moved.scrollHeight - moved.clientHeight, moved.scrollTop];
    for (const other of textsOf(box.current)) {
      const top = range <= 0 ? 0 : (at / range) * (other.scrollHeight - other.clientHeight);
      if (other !== moved && Math.abs(other.scrollTop - top) > 1) other.scrollTop = top;
    }
  };
  return (
    <>
      <Sides pair={pair} pieces={pieces} box={box} inStep={inStep} choose={choose} />
      <p class="note" role="status" data-marks>
        {marks && unmarkedText(pair, pieces)}
      </p>
    </>
  );
}

/** What marks do not show. */
function unmarkedText({left, right}: PairParts['pair'], pieces: Marks | undefined): string {
  if (left === right) return 'The texts are the same.';
  if (pieces === undefined) return 'The texts are too long to be compared.';
  return pieces.flat().some(({own}) => own) ? '' : 'The texts differ in white space alone.';
}

interface SidesParts extends Pick<PairParts, 'pair' | 'choose'> {
  readonly pieces: Marks | undefined;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly inStep: (event: Event) => void;
}

function Sides({pair, pieces, box, inStep, choose}: SidesParts) {
  return (
    <div class="pair" ref={box}>
      {(['left', 'right'] as const).map((side, i) => (
        <section class="side" key={side}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by key */}
          <div class="text" data-side={side} dir="auto" tabIndex={0} aria-label={`Text ${i + 1}`} role="group" onScroll={inStep}>
            {pieces ? <Marked pieces={pieces[i]} /> : pair[side]}
          </div>
          <button type="button" class="choose" aria-keyshortcuts={`${i + 1}`} onClick={() => choose(side)}>
            <kbd aria-hidden="true">{i + 1}</kbd>
            <span>This one</span>
            <span class="arrow" aria-hidden="true">
              {side === 'left' ? '←' : '→'}
            </span>
          </button>
        </section>
      ))}
    </div>
  );
}

const textsOf = (box: HTMLElement | null): HTMLElement[] => [...(box?.querySelectorAll<HTMLElement>('[data-side]') ?? [])];

function Marked({pieces}: {pieces: readonly Piece[]}) {
  return <>{pieces.map(({text, own}, i) => (own ? <mark key={i}>{text}</mark> : text))}</>;
}
