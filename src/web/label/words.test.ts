import {expect, it} from 'vitest';
import {trainedText} from './words.ts';

it('what answers have come to is said in one line, with what was measured', () => {
  const trained = {arm: 'judged', generation: 3, seeds: 1, judgements: 24};
  expect(trainedText(trained)).toBe('Generation 3 of judged is trained, with 24 judgements.');
  const measure = {name: 'reward.accuracy', title: 'Accuracy of the reward model', after: 0.75};
  expect(trainedText({...trained, seeds: 2, measure: {...measure, before: 0.5}})).toBe(
    'Generation 3 of judged is trained, 2 lineages of it, with 24 judgements. Accuracy of the reward model: 0.75; 0.5 in the generation before.',
  );
  expect(trainedText({...trained, judgements: 1, measure})).toMatch(/with 1 judgement\. .*: 0\.75\.$/);
});
