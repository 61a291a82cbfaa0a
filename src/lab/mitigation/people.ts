/**
 * People as annotators: pairs of what a model wrote become asks, and what people have said of them becomes comparisons.
 *
 * Refuses to wait, and to know where asks and judgements are kept: what is asked without an answer is thrown, and whoever runs the lineage
 * sees to it that people hear of it. Same judgements, same comparisons, in whatever order they came.
 */
import type {Data, Text} from '../../core/data.ts';
import {UnfinishedError} from '../../core/error.ts';
import {documentAt} from '../../core/text/documents.ts';
import type {RecordPair} from '../../quality/preference/active.ts';
import type {PairAnswer} from '../../quality/preference/bradley-terry.ts';
import {type Ask, askOf, type PersonJudgement, votesOf} from '../../quality/preference/judgement.ts';
import type {PersonOptions} from '../../quality/preference/schema.ts';

/** What people have said. */
export interface PeoplePort {
  /** The judgements that count, of each annotator at most one; none where nobody has said anything. Every ask goes through here. */
  judgementsOf(ask: Ask, generation: number): readonly PersonJudgement[];
}

/** People are asked who have not answered yet. */
export class JudgementsWanted extends UnfinishedError {
  readonly generation: number;
  /** People that must have judged each pair. */
  readonly annotators: number;

  constructor(generation: number, {wanted, annotators}: {readonly wanted: number; readonly annotators: number}) {
    super(`generation ${generation} waits for people: ${wanted} judgements are wanted`);
    this.generation = generation;
    this.annotators = annotators;
  }
}

const NOBODY: PeoplePort = {judgementsOf: () => []};

export class AskedPeople {
  private readonly annotators: number;
  private readonly people: PeoplePort;

  constructor({annotators}: PersonOptions, people: PeoplePort = NOBODY) {
    this.annotators = annotators;
    this.people = people;
  }

  /**
   * Answers to pairs of a generation's records, each ask once however often it comes; two equal texts tell nothing and are not asked.
   * Throws JudgementsWanted, once all pairs that it was given are asked.
   */
  session(records: Data, generation: number): (pairs: readonly RecordPair[]) => PairAnswer[] {
    const seen = new Set<string>();
    return (pairs) => {
      const answers: PairAnswer[] = [];
      let wanted = 0;
      for (const [a, b] of pairs) {
        const asked = askOf({first: documentAt(records as Text, a), second: documentAt(records as Text, b)});
        if (asked.first === asked.second || seen.has(asked.ask)) continue;
        seen.add(asked.ask);
        const judgements = this.people.judgementsOf(asked, generation);
        wanted += Math.max(0, this.annotators - judgements.length);
        answers.push(answerOf(a, b, judgements));
      }
      if (wanted > 0) throw new JudgementsWanted(generation, {wanted, annotators: this.annotators});
      return answers;
    };
  }
}

function answerOf(a: number, b: number, judgements: readonly PersonJudgement[]): PairAnswer {
  const {first, second} = votesOf(judgements);
  return first >= second ? {chosen: a, rejected: b, wins: first, losses: second} : {chosen: b, rejected: a, wins: second, losses: first};
}
