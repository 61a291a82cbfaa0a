/** Mends what makes nearly every random arm one that validation refuses at once, so that most of them run. */
type Plain = Record<string, unknown>;

export interface Setting {
  readonly on: 'points' | 'categories' | 'rows' | 'text';
  readonly labelled: boolean;
  /** Whether every generation has rows of its own. */
  readonly ownRows?: boolean;
  /** Categories, or dimensions of points. */
  readonly size: number;
  readonly models: readonly string[];
  /** Of the arm's gates. */
  readonly measures: readonly string[];
  chance(p: number): boolean;
  number(): number;
}

export function settledArm(arm: Plain, setting: Setting): Plain {
  const {on, models} = setting;
  if (models.some((kind) => kind === 'ngram' || kind === 'mixture')) delete arm.weights;
  if (on === 'rows') {
    if (!setting.ownRows) delete arm.population;
    delete arm.feedback;
  }
  settleGate(arm.stop as Plain | undefined, setting);
  const {models: members} = (arm.population ?? {}) as {models?: unknown};
  for (const each of [arm, ...(Array.isArray(members) ? (members as Plain[]) : [])]) {
    if (each.enrichment) settleEnrichment(each.enrichment as Plain, setting);
    if (each.quality) settleQuality(each.quality as Plain, setting);
    if (each.feedback) settleFeedback(each, setting);
  }
  settleEditing(arm, setting);
  return arm;
}

/** A workflow of editing stands alone. */
function settleEditing(arm: Plain, {on, models, number}: Setting): void {
  const {workflow, quality} = arm as {workflow?: {edit?: Plain}; quality?: Plain};
  const edit = typeof workflow === 'object' ? workflow.edit : undefined;
  if (!edit) return;
  if (arm.population || arm.events || (on === 'text' && models.some((kind) => kind !== 'ngram'))) {
    arm.workflow = 'replace';
    return;
  }
  if (on === 'points' || on === 'rows') delete edit.above;
  edit.share ??= number();
  delete arm.feedback;
  if (quality?.gates) {
    delete quality.rules;
    if (quality.onFail === 'resample') quality.onFail = 'stop';
  } else delete arm.quality;
}

function settleEnrichment(enrichment: Plain, setting: Setting): void {
  if (enrichment.count !== undefined || setting.chance(0.5)) delete enrichment.share;
  if (enrichment.count === undefined) enrichment.share ??= setting.number();
  const {schedule} = enrichment as {schedule?: unknown};
  if (typeof schedule === 'object') settleGate((schedule as Plain).when as Plain | undefined, setting);
  if (setting.on === 'text') return;
  delete enrichment.dedupe;
  if (Array.isArray(enrichment.from)) enrichment.from = enrichment.from.filter((one: Plain) => 'source' in one).concat({source: 'fresh'});
}

function settleGate(gate: Plain | undefined, {measures, chance, number}: Setting): void {
  if (!gate) return;
  const least = chance(0.5);
  delete gate[least ? 'atMost' : 'atLeast'];
  gate[least ? 'atLeast' : 'atMost'] = chance(0.8) ? 0.5 : number();
  gate.measure = measures[Math.floor(number() * 7) % measures.length] ?? measures[0];
}

function settleQuality(quality: Plain, setting: Setting): void {
  for (const gate of (quality.gates ?? []) as Plain[]) settleGate(gate, setting);
  if (!quality.gates) {
    const {onFail} = quality;
    if (onFail !== 'drop' && onFail !== 'resample') delete quality.onFail;
    quality.rules ??= [];
  } else if (quality.onFail === undefined || quality.onFail === 'drop') quality.onFail = 'rollback';
  if (!quality.rules) return;
  const band = [0, 0.5].map((low) => low + setting.number() / 4);
  if (setting.on === 'text') quality.rules = textRules(quality.rules as unknown[], setting);
  if (setting.on === 'text' && (quality.rules as unknown[]).length > 0) return;
  if (setting.on === 'rows' && !setting.labelled) return void delete quality.rules;
  if (setting.labelled) {
    const chances = {right: setting.number(), wrong: setting.number()};
    const verifier = {model: {kind: 'classifier'}, data: {records: 1000}, noise: setting.number()};
    quality.rules = [{verify: setting.chance(0.5) ? chances : verifier}];
  } else if (setting.on === 'points' && setting.chance(0.5)) quality.rules = [{correct: {toward: 'moments', rate: 1}}];
  else if (setting.chance(0.5)) quality.rules = [{edit: {share: setting.number()}}];
  else quality.rules = [{filter: {measure: 'likelihood', band}}];
}

/** Those that text can have. */
function textRules(rules: readonly unknown[], {models, number}: Setting): unknown[] {
  return rules.flatMap((rule) => {
    if (typeof rule !== 'object' || rule === null) return [rule];
    if ('verify' in rule || 'correct' in rule) return [];
    if (!('edit' in rule)) return [rule];
    return models.every((kind) => kind === 'ngram') ? [{edit: {share: number(), ...(rule.edit as Plain)}}] : [];
  });
}

function settleFeedback(arm: Plain, setting: Setting): void {
  const {kind, annotator} = arm.feedback as {kind: string; annotator: Plain};
  if (kind === 'dpo' || kind === 'grpo') return void delete arm.feedback;
  // a reward model of words takes seconds for each hundred comparisons
  if (setting.on === 'text' && kind === 'reweight') (arm.feedback as Plain).comparisons = 1 + Math.floor(10 * setting.number());
  if (setting.on !== 'text' && annotator.kind !== 'likelihood') annotator.kind = 'reward';
  if (annotator.kind !== 'reward') return;
  if (setting.on === 'text') Object.assign(arm.feedback as Plain, {annotator: {kind: 'likelihood'}});
  for (const key of ['values', 'point', 'prefers', 'measure', 'weight', 'file']) delete annotator[key];
  if (setting.on === 'categories' || annotator.shape !== 'distance') delete annotator.tau;
  if (setting.on === 'categories') delete annotator.shape;
  annotator[setting.on === 'categories' ? 'values' : 'point'] = Array.from({length: Math.min(setting.size, 1000)}, () => setting.number());
}
