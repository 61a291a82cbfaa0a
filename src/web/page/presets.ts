/** The experiments that the page begins with: what is lost first, then what each remedy keeps and costs, then the web. */
import {cycle} from '../presets/cycle.ts';
import {enrichment} from '../presets/enrichment.ts';
import {feedback} from '../presets/feedback.ts';
import {gaussian} from '../presets/gaussian.ts';
import {modes} from '../presets/modes.ts';
import {quality} from '../presets/quality.ts';
import {speeches} from '../presets/speeches.ts';
import {ownText} from '../presets/text.ts';
import {zipf} from '../presets/zipf.ts';
import type {Preset} from './preset.ts';

export const LAB_PRESETS: readonly Preset[] = [zipf, speeches, gaussian, modes, enrichment, feedback, quality, cycle, ownText];

/** As the list of the page has them. */
export const PRESET_GROUPS: readonly {readonly title: string; readonly presets: readonly Preset[]}[] = [
  {title: 'What is lost', presets: [zipf, speeches, gaussian, modes]},
  {title: 'What helps, and what it costs', presets: [enrichment, feedback, quality]},
  {title: 'In the wild', presets: [cycle, ownText]},
];
