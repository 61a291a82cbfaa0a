/** A slider with its name and its value in words. */

interface SliderParts {
  readonly name: string;
  readonly value: number;
  readonly least?: number;
  readonly most: number;
  /** The value as it is read. */
  readonly shown: string;
  /** Whether there is nothing to move. */
  readonly isOff?: boolean;
  readonly onValue: (value: number) => void;
}

export function Slider({name, value, least = 0, most, shown, isOff = false, onValue}: SliderParts) {
  const id = `slider-${name.replaceAll(' ', '-').toLowerCase()}`;
  return (
    <div class={isOff ? 'slider off' : 'slider'}>
      <label for={id}>{name}</label>
      <output for={id}>{shown}</output>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={1}
        value={value}
        disabled={isOff}
        aria-valuetext={shown}
        onInput={({currentTarget}) => onValue(Number(currentTarget.value))}
      />
    </div>
  );
}
