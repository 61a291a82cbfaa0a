/** What the arms of an experiment read, in a page: speeches, each pack once. */
import type {Text} from '../../core/data.ts';
import type {Arm} from '../../lab/experiment/arm.ts';
import type {DataOptions} from '../../lab/experiment/data-schema.ts';
import type {ArmData} from '../../run/task.ts';

interface Years {
  readonly from?: number;
  readonly to?: number;
}

export type ReadSpeeches = (years: Years) => Promise<Text>;

/** In the order of the arms. Throws what reading throws. */
export async function inputsInPage(arms: readonly Arm[], read: ReadSpeeches): Promise<ArmData[]> {
  const once = new Map<string, Promise<Text>>();
  const speeches = ({from, to}: Years) => {
    const key = `${from} ${to}`;
    const found = once.get(key) ?? read({from, to});
    once.set(key, found);
    return found;
  };
  return Promise.all(arms.map((arm) => inputOf(arm, speeches)));
}

async function inputOf({data, enrichment}: Arm, speeches: ReadSpeeches): Promise<ArmData> {
  if (!('corpus' in data)) return {};
  const from = enrichment?.from;
  const further = Array.isArray(from) ? from.filter((one) => !('source' in one)) : [];
  const sources = await Promise.all(further.map(async (one) => ({documents: await speeches(one as Years), name: NAME})));
  return {corpus: {documents: await speeches(data as DataOptions & Years), name: NAME, ...(sources.length > 0 && {sources})}};
}

const NAME = 'the corpus speeches';
