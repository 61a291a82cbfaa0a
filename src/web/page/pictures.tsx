/** The pictures of what is shown, drawn anew by frame, each only where it has changed. */
import {useSignalEffect} from '@preact/signals';
import {useRef} from 'preact/hooks';
import type {SvgDocument} from '../../report/document.ts';
import {html} from '../../report/html.ts';
import type {ExplorerPicture} from '../../report/pages/explorer/picture.ts';
import {explorerPictures} from '../../report/pages/explorer/pictures.ts';
import {setMarkup} from '../shared/scripts.ts';
import type {Playing} from './playing.ts';
import {type PictureFormat, savePicture} from './save-picture.ts';

export function Pictures({playing}: {readonly playing: Playing}) {
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef(0);
  useSignalEffect(() => {
    const {seen, generation} = playing;
    const {input, lost, fans} = seen.value ?? {};
    const at = generation.value;
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const drawn = input === undefined ? [] : explorerPictures({input, lost, fans, generation: at, document: document as unknown as SvgDocument});
      if (place.current) update(place.current, drawn);
    });
  });
  return <div class="pictures" ref={place} onClick={({target}) => saveFrom(target as Element)} />;
}

function saveFrom(target: Element): void {
  const button = target.closest<HTMLElement>('button[data-save]');
  const figure = button?.closest<HTMLElement>('figure');
  if (button && figure) void savePicture(figure, button.dataset.save as PictureFormat);
}

/** A figure a picture, in order; those of before are kept, and their drawings replaced where they differ. */
function update(place: Element, pictures: readonly ExplorerPicture[]): void {
  const known = new Map([...place.children].map((child) => [(child as HTMLElement).dataset.measure, child]));
  const wanted = pictures.map(({drawing, ...picture}) => {
    const figure = known.get(picture.name) ?? figureOf(picture);
    const caption = figure.querySelector('figcaption')!;
    if (caption.textContent !== picture.caption) caption.textContent = picture.caption;
    const body = figure.querySelector('.drawing')!;
    if (drawn.get(body) !== drawing.markup) {
      drawn.set(body, drawing.markup);
      setMarkup(body, drawing);
    }
    return figure;
  });
  if (wanted.length !== place.children.length || wanted.some((figure, i) => place.children[i] !== figure)) place.replaceChildren(...wanted);
}

const drawn = new WeakMap<Element, string>();

function figureOf({name, title, caption, unit}: Omit<ExplorerPicture, 'drawing'>): Element {
  const figure = document.createElement('figure');
  figure.dataset.measure = name;
  setMarkup(
    figure,
    html`<h2>${title}${unit !== '' && html` <span class="unit">${unit}</span>`}</h2><div class="drawing"></div><figcaption>${caption}</figcaption><p class="picture-saves">${(['svg', 'png'] as const).map((format) => html`<button type="button" data-save="${format}" aria-label="Save ${title} as ${format.toUpperCase()}">${format.toUpperCase()}</button>`)}</p>`,
  );
  return figure;
}
