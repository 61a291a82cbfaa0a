/**
 * Drawings one after another: those in sight first, one a frame, the others while nothing else is to be done. However many there are, the page
 * does not stand still. One that is drawn stays until its successor is there.
 */
import {useEffect, useRef} from 'preact/hooks';
import {type Html, html} from '../../report/html.ts';
import {setMarkup} from '../shared/scripts.ts';

export interface PlannedFigure {
  /** The same for the same place on the page. */
  readonly name: string;
  /** Undefined where there is nothing to draw. */
  draw(): Html | undefined;
}

const AHEAD = '600px';
/** Between two drawings that nobody sees yet. */
const IDLE_MS = 60;

export function Figures({figures, label}: {readonly figures: readonly PlannedFigure[]; readonly label: string}) {
  const place = useRef<HTMLDivElement>(null);
  const gallery = useRef<Gallery>(undefined);
  useEffect(() => {
    gallery.current = new Gallery(place.current!);
    return () => gallery.current!.close();
  }, []);
  useEffect(() => gallery.current!.show(figures), [figures]);
  return <section class="figures" aria-label={label} ref={place} />;
}

interface Spot {
  readonly element: HTMLElement;
  figure: PlannedFigure;
  isSeen: boolean;
  isDue: boolean;
  markup?: string;
}

class Gallery {
  private readonly place: HTMLElement;
  private readonly spots = new Map<string, Spot>();
  private readonly observer: IntersectionObserver;
  private frame = 0;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(place: HTMLElement) {
    this.place = place;
    this.observer = new IntersectionObserver((entries) => this.seen(entries), {rootMargin: `${AHEAD} 0px`});
  }

  close(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.idle);
    this.observer.disconnect();
  }

  show(figures: readonly PlannedFigure[]): void {
    const names = new Set(figures.map(({name}) => name));
    for (const [name, {element}] of this.spots) {
      if (names.has(name)) continue;
      this.observer.unobserve(element);
      element.remove();
      this.spots.delete(name);
    }
    for (const figure of figures) {
      const spot = this.spots.get(figure.name) ?? this.newSpot(figure);
      spot.figure = figure;
      spot.isDue = true;
      if (spot.element !== this.place.children[[...names].indexOf(figure.name)]) this.place.append(spot.element);
    }
    this.plan();
  }

  private newSpot(figure: PlannedFigure): Spot {
    const element = document.createElement('div');
    element.className = 'spot waiting';
    element.dataset.figure = figure.name;
    const spot: Spot = {element, figure, isSeen: false, isDue: true};
    this.spots.set(figure.name, spot);
    this.place.append(element);
    this.observer.observe(element);
    return spot;
  }

  private seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const {target, isIntersecting} of entries) {
      const spot = this.spots.get((target as HTMLElement).dataset.figure!);
      if (spot) spot.isSeen = isIntersecting;
    }
    this.plan();
  }

  private plan(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.idle);
    const due = [...this.spots.values()].filter(({isDue}) => isDue);
    const next = due.find(({isSeen}) => isSeen);
    const go = (spot: Spot) => () => {
      draw(spot);
      this.plan();
    };
    if (next) this.frame = requestAnimationFrame(go(next));
    else if (due.length > 0) this.idle = setTimeout(go(due[0]), IDLE_MS);
  }
}

function draw(spot: Spot): void {
  spot.isDue = false;
  const made = drawnOrSaid(spot.figure);
  const markup = made?.markup ?? '';
  if (spot.markup === markup) return;
  spot.markup = markup;
  spot.element.className = made ? 'spot' : 'spot empty';
  if (made) setMarkup(spot.element, made);
  else spot.element.replaceChildren();
}

function drawnOrSaid({draw: make}: PlannedFigure): Html | undefined {
  try {
    return make();
  } catch (error) {
    return html`<p class="note">This cannot be drawn: ${(error as Error).message}</p>`;
  }
}
