/** How to judge, and pairs to try it on that count for nothing. Folded away: the first pair shows at once. */
import {useState} from 'preact/hooks';

interface Trial {
  readonly left: string;
  readonly right: string;
  readonly told: {readonly left: string; readonly right: string};
}

const TRIALS: readonly Trial[] = [
  {
    left: 'The ferry leaves at nine, and the last one back is at six.',
    right: 'The ferry the ferry leaves the ferry at nine at nine.',
    told: {left: 'Most people would say so.', right: 'Most people take the other: this one says one thing over and over.'},
  },
  {
    left: 'Rain is likely. Take a coat.',
    right: 'It may well rain this afternoon, so it would be wise to bring a coat along when you go out.',
    told: {left: 'Shorter, and it says all. Taste differs here.', right: 'Fuller. Taste differs here: judge as you like, not by length.'},
  },
  {
    left: 'We thank the nation for its patience.',
    right: 'We thank the nation for its patience.',
    told: {left: 'They are the same: = says so.', right: 'They are the same: = says so.'},
  },
];

/** `handsBack`: whether what is judged is in the page alone. */
export function Instructions({handsBack}: {handsBack: boolean}) {
  const [at, setAt] = useState(0);
  const [said, setSaid] = useState('');
  const trial = TRIALS[at];
  return (
    <details class="help">
      <summary>How this works, and a few pairs to try</summary>
      <p>
        Read both texts and take the one that you like better. You are not told where they come from, and which is on which side is drawn by lot. There is no
        right answer: what is wanted is what you think. Take the time that it needs, and a pause when you are tired.
      </p>
      <ul>
        <li>
          <kbd>1</kbd> or <kbd>←</kbd> takes the first text, <kbd>2</kbd> or <kbd>→</kbd> the second.
        </li>
        <li>
          <kbd>=</kbd> says that they are as good as each other, <kbd>0</kbd> that neither is any good.
        </li>
        <li>
          <kbd>s</kbd> puts a pair off until the others are judged, <kbd>u</kbd> takes the last answer back, as often as you like.
        </li>
        <li>
          <kbd>r</kbd> reports a pair with which something is wrong, such as a text that is cut short or that you would not show to anyone: you see it no more.
        </li>
        <li>
          <kbd>d</kbd> marks where the two differ, <kbd>p</kbd> pauses. After a while some pairs come again: that shows how steady answers are.
        </li>
        {handsBack && (
          <li>
            <kbd>h</kbd> hands back what you judged, at the end or before: it is saved as a file, which goes to whoever gave you this page. A later one holds
            all of it again.
          </li>
        )}
      </ul>
      <div class="trial">
        <p class="note">To try, {at + 1} of {TRIALS.length}; this counts for nothing.</p>
        <div class="pair">
          {(['left', 'right'] as const).map((side) => (
            <button type="button" class="text" key={side} onClick={() => setSaid(trial.told[side])}>
              {trial[side]}
            </button>
          ))}
        </div>
        <p class="note" role="status">
          {said}
        </p>
        <button
          type="button"
          onClick={() => {
            setAt((at + 1) % TRIALS.length);
            setSaid('');
          }}
        >
          Another one
        </button>
      </div>
    </details>
  );
}
