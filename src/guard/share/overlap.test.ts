import {describe, expect, it} from 'vitest';
import {overlapNotes, wholeReason} from './overlap.ts';

describe('what is said of documents that stand on two sides', () => {
  it('is said of one as of one', () => {
    expect(overlapNotes({human: 0, synthetic: 1}, 1200, 1)).toEqual([
      "1 of the candidate's 1,200 documents is in the synthetic reference, byte for byte: the classifiers have learned from it, and the estimate leans to the synthetic side; leave it out of one of the two.",
      '1 document is in both references, byte for byte: one of the two is not what it is called.',
    ]);
  });

  it('is said of many as of many, and of all in another way', () => {
    const [many, both] = overlapNotes({human: 2, synthetic: 0}, 3, 4);
    expect(many).toContain("2 of the candidate's 3 documents are in the human reference");
    expect(many).toContain('leave them out');
    expect(both).toContain('4 documents are in both');
    expect(wholeReason('human')).toContain('the candidate is in the human reference whole');
  });
});
