/**
 * What one lineage asks of people, and what they are taken to have said: in a generation that is stored, what it was trained with, whatever was
 * said since; in any other what is there now.
 */
import type {JudgementsWanted, PeoplePort} from '../lab/mitigation/people.ts';
import type {Ask, PersonJudgement} from '../quality/preference/judgement.ts';

/** An ask of a lineage, and what counted when its generation was trained. */
export interface JudgedAsk extends Ask {
  readonly seed: number;
  readonly generation: number;
  readonly judgements: readonly PersonJudgement[];
}

/** What people have said, by ask; each annotator once, by name. Plain data. */
export type SaidByAsk = Readonly<Record<string, readonly PersonJudgement[]>>;

/** Of one ask; the names of asks may be anything. */
export const saidOn = (said: SaidByAsk, ask: string): readonly PersonJudgement[] => (Object.hasOwn(said, ask) ? said[ask] : []);

/** A lineage that cannot go on before people have answered. */
export interface Waiting {
  readonly arm: string;
  readonly seed: number;
  readonly generation: number;
  /** People that must have judged each. */
  readonly annotators: number;
  /** All of its generation so far, in their order, answered or not. */
  readonly asks: readonly (Ask & {readonly judgements: readonly PersonJudgement[]})[];
}

export class LineagePeople implements PeoplePort {
  private readonly seed: number;
  private readonly said: SaidByAsk;
  private readonly trained = new Map<number, Map<string, readonly PersonJudgement[]>>();
  private readonly asked = new Map<number, Map<string, JudgedAsk>>();

  /** `trained`: of the lineage's generations that are stored. */
  constructor(seed: number, said: SaidByAsk, trained: readonly JudgedAsk[]) {
    this.seed = seed;
    this.said = said;
    for (const {generation, ask, judgements} of trained) {
      const own = this.trained.get(generation) ?? new Map();
      this.trained.set(generation, own.set(ask, judgements));
    }
  }

  judgementsOf(ask: Ask, generation: number): readonly PersonJudgement[] {
    const found = this.trained.get(generation)?.get(ask.ask) ?? saidOn(this.said, ask.ask);
    const own = this.asked.get(generation) ?? new Map<string, JudgedAsk>();
    this.asked.set(generation, own.set(ask.ask, {...ask, seed: this.seed, generation, judgements: found}));
    return found;
  }

  /** What a generation has asked so far, in its order. */
  of(generation: number): JudgedAsk[] {
    return [...(this.asked.get(generation)?.values() ?? [])];
  }

  waiting(arm: string, {generation, annotators}: JudgementsWanted): Waiting {
    return {arm, seed: this.seed, generation, annotators, asks: this.of(generation)};
  }
}
