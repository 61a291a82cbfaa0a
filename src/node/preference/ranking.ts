/**
 * Rankings and ratings as preferences: of every two answers that are not ranked alike, the better one was chosen.
 *
 *   Argilla 1   {"prompt", "response1", "response2", "preference": [{"user_id", "status", "value": {"rank": [1, 2], "value": ["response1", "response2"]}}]}
 *   Argilla 2   {"fields": {...}, "responses": {"preference": [{"user_id", "value": ["response1", "response2"]}]}}, best first, or ranks as
 *               above; flat: {"prompt", "response1", ..., "preference.responses": [...], "preference.responses.users", "....status"}
 *   distilabel  {"instruction" or "prompt", "generations": [...], "ratings": [...]}, the higher the better
 *
 * Answers of an annotator that were discarded or are drafts are passed over, and so are fields that are ranked but not there.
 */
import type {Preference} from './preference.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Ranking {
  /** Names of fields or numbers of generations, with their rank: lower is better. */
  readonly ranks: ReadonlyMap<string, number>;
  readonly annotator?: string;
}

/** Undefined where the record holds no ranking at all. */
export function rankedPreferences(record: Fields): Preference[] | undefined {
  const rated = ratedGenerations(record);
  if (rated) return pairsOf(rated.fields, {ranks: rated.ranks});
  const fields = isObject(record.fields) ? record.fields : record;
  const rankings = rankingsOf(record);
  if (rankings === undefined) return undefined;
  return rankings.flatMap((ranking) => pairsOf(fields, ranking));
}

function ratedGenerations({generations, ratings, ...rest}: Fields): {fields: Fields; ranks: Map<string, number>} | undefined {
  if (!Array.isArray(generations) || !Array.isArray(ratings) || generations.length !== ratings.length) return undefined;
  const ranks = new Map<string, number>();
  ratings.forEach((rating, i) => {
    if (typeof rating === 'number') ranks.set(`${i}`, -rating);
  });
  return {fields: {prompt: rest.prompt ?? rest.instruction ?? rest.input, ...generations}, ranks};
}

/** Every ranking of the record by every annotator; undefined where nothing in it is one. */
function rankingsOf(record: Fields): Ranking[] | undefined {
  const found: Ranking[] = [];
  let any = false;
  const add = (value: unknown, status: unknown, annotator: unknown) => {
    const ranks = ranksOf(value);
    if (!ranks) return;
    any = true;
    if (status !== undefined && status !== null && status !== 'submitted') return;
    found.push({ranks, ...((typeof annotator === 'string' || typeof annotator === 'number') && {annotator: `${annotator}`})});
  };
  const questions = isObject(record.responses) ? {...record.responses} : record;
  for (const [name, answers] of Object.entries(questions)) {
    if (!Array.isArray(answers)) continue;
    if (name.endsWith('.responses')) {
      const users = listAt(record, `${name}.users`);
      const statuses = listAt(record, `${name}.status`);
      answers.forEach((value, i) => {
        add(value, statuses[i], users[i]);
      });
    } else {
      for (const answer of answers) if (isObject(answer) && 'value' in answer) add(answer.value, answer.status, answer.user_id);
    }
  }
  return any ? found : undefined;
}

/** {rank: [...], value: [...]}, [{rank, value}, ...], or the names from the best to the worst. */
function ranksOf(value: unknown): Map<string, number> | undefined {
  if (isObject(value) && Array.isArray(value.rank) && Array.isArray(value.value)) {
    const {rank} = value;
    return mapOf(value.value.map((name, i) => [name, (rank as unknown[])[i]]));
  }
  if (!Array.isArray(value) || value.length < 2) return undefined;
  if (value.every((one) => typeof one === 'string')) return mapOf(value.map((name, i) => [name, i]));
  if (value.every(isObject)) return mapOf(value.map((one) => [one.value, one.rank]));
  return undefined;
}

function mapOf(entries: readonly (readonly unknown[])[]): Map<string, number> | undefined {
  const ranks = new Map<string, number>();
  for (const [name, rank] of entries) {
    if (typeof name !== 'string' || typeof rank !== 'number') return undefined;
    ranks.set(name, rank);
  }
  return ranks.size >= 2 ? ranks : undefined;
}

function pairsOf(fields: Fields, {ranks, annotator}: Ranking): Preference[] {
  const given = fields.prompt ?? fields.instruction ?? fields.question ?? fields.input;
  const prompt = typeof given === 'string' ? given : '';
  const answers = [...ranks].filter(([name]) => typeof fields[name] === 'string');
  const pairs: Preference[] = [];
  for (const [better, high] of answers) {
    for (const [worse, low] of answers) {
      if (!(high < low)) continue;
      pairs.push({
        prompt,
        chosen: fields[better] as string,
        rejected: fields[worse] as string,
        ...(annotator !== undefined && {annotator}),
      });
    }
  }
  return pairs;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function listAt(record: Fields, key: string): readonly unknown[] {
  const value = record[key];
  return Array.isArray(value) ? value : [];
}
