/**
 * `genloss curate` as a function: reads, measures, decides, audits, writes. What is done is kept in the folder stage by stage, so the same
 * call goes on from where an earlier one was cut off, and gives the same bytes.
 */
import {ConfigError, OutputError} from '../../core/error.ts';
import {MOST_STEPS} from '../../guard/curate/decide.ts';
import type {TailAudit} from '../../guard/curate/tail-audit.ts';
import {makeFolder} from '../files.ts';
import {takeLock} from '../run/lock.ts';
import {drawBudget} from './draw.ts';
import {CurationFolder, fingerprintOf} from './folder.ts';
import {asHuman, type Inputs, openInputs, valuesOf} from './inputs.ts';
import {measureSide} from './measure.ts';
import type {CurateOptions} from './options.ts';
import {takeSteps} from './steps.ts';
import {referencesOf} from './thread.ts';
import {FORMAT, type Manifest, writeCuration} from './write.ts';

export type Curated =
  | {readonly kind: 'written' | 'up to date'; readonly manifest: Manifest}
  | {readonly kind: 'stopped'; readonly verdict: 'fail' | 'inconclusive'; readonly reason: string; readonly audit: TailAudit};

/** Throws ConfigError, DataError and OutputError. Unless the result is written nothing is left, save what an OutputError lets go on from. */
export async function curate(data: readonly string[], options: CurateOptions): Promise<Curated> {
  checkOptions(options);
  const folder = new CurationFolder(options.output);
  let release: (() => void) | undefined;
  try {
    const inputs = await openInputs(data, options, () => {
      makeFolder(folder.work);
      return folder.work;
    });
    const fingerprint = fingerprintOf({
      FORMAT,
      recipe: options.recipe,
      read: {...options.read, base: undefined, stdin: undefined},
      inputs: inputs.checksums,
    });
    const finished = folder.finished(fingerprint) as Manifest | undefined;
    if (finished !== undefined) {
      folder.clean();
      return {kind: 'up to date', manifest: finished};
    }
    folder.begin(fingerprint);
    release = takeLock(folder.work);
    const curated = folder.written() ?? (await work(folder, {inputs, fingerprint, options}));
    if ('kind' in curated) folder.clean();
    else folder.publish();
    return 'kind' in curated ? curated : {kind: 'written', manifest: curated as Manifest};
  } catch (error) {
    // without the lock, work that is there may be another process's
    if (release === undefined ? !folder.isTaken() : !(error instanceof OutputError)) folder.clean();
    throw error;
  } finally {
    release?.();
  }
}

function checkOptions({recipe, maxTailLoss, read}: CurateOptions): void {
  if (recipe.steps.length > MOST_STEPS)
    throw new ConfigError(`the recipe has ${recipe.steps.length} steps, and ${MOST_STEPS} are the most`);
  if (recipe.steps.some((step) => 'command' in step && step.command.changes) && read.field?.includes('.'))
    throw new ConfigError(`a command that changes records wants text in a field of its own, not in parts of ${read.field}`, {
      next: 'Leave out changes: true, or bring the text into one field first.',
    });
  if (maxTailLoss === undefined) return;
  if (maxTailLoss >= 1 || (recipe.steps.length === 0 && recipe.budget === undefined))
    throw new ConfigError(
      maxTailLoss >= 1 ? 'no step can cost more than all of the tail' : 'the recipe has no step and no budget that could cost the tail',
      {next: 'Lower --max-tail-loss, or leave it out.'},
    );
  if (recipe.reference !== undefined) return;
  throw new ConfigError('a limit on the loss of the tail wants a human reference, and the recipe has none', {
    next: 'Add reference: to the recipe, or leave out --max-tail-loss.',
  });
}

interface Work {
  readonly inputs: Inputs;
  readonly fingerprint: string;
  readonly options: CurateOptions;
}

async function work(folder: CurationFolder, {inputs, fingerprint, options}: Work): Promise<Manifest | Curated> {
  const {recipe} = options;
  const {steps} = recipe;
  const values = valuesOf(steps);
  const near = steps.some((step) => 'dedupe' in step && step.dedupe.kind === 'near');
  const references = referencesOf(inputs.references);
  // what is missing is said before the data is read
  for (const step of steps) if ('filter' in step) references.boundsOf(step.filter);
  for (const step of steps) if ('weight' in step) references.syntheticClassifier();
  const audits = recipe.reference && (await import('./audit.ts'));
  const profile = audits && (await asHuman(options, (read) => audits.referenceProfile(read, recipe.reference!)));
  const data = await measureSide(inputs.data, folder, {values, near, references: inputs.references}, {...options, references});
  const human = inputs.human && (await measureSide(inputs.human, folder, {values: [], near: false, references: {seed: 0}}, options));
  try {
    await takeSteps(data, {steps, values, references, work: folder.work, onNotice: options.onNotice});
    drawBudget(recipe, data.side, human?.side);
    const audit = profile && (await audits.auditCuration(folder, {reference: profile, data, recipe, options}));
    if (audit && options.maxTailLoss !== undefined) {
      const {judgeLoss} = await import('../../guard/curate/tail-audit.ts');
      const {verdict, reason} = judgeLoss(audit, options.maxTailLoss);
      if (verdict !== 'pass') return {kind: 'stopped', verdict, reason, audit};
    }
    return await writeCuration({
      ...{folder, fingerprint, recipe, data, audit, steps, values, references},
      ...{inputs: inputs.checksums, work: folder.work},
      ...(human && {human}),
    });
  } finally {
    for (const {spool} of [data, ...data.changes]) spool.close();
    human?.spool.close();
  }
}
