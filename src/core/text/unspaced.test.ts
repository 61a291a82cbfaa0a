import {describe, expect, it} from 'vitest';
import {textOf} from './documents.ts';
import {mostlyUnspaced} from './unspaced.ts';

describe('text written without spaces', () => {
  it.each<[string, boolean]>([
    ['茶壶很旧了。', true],
    ['お茶はどこですか', true],
    ['コーヒー', true],
    ['กาน้ำเก่ามาก', true],
    ['ກາເກົ່າຫຼາຍ', true],
    ['កំសៀវចាស់ណាស់', true],
    ['ရေနွေးအိုး ဟောင်းနေပြီ', true],
    ['The kettle is old.', false],
    ['주전자가 낡았다', false],
    ['केतली बहुत पुरानी है', false],
    ['iPhone 15 Pro 手机', false],
    ['我买了一部新手机, iPhone', true],
    ['12 + 5 = 17', false],
    ['', false],
  ])('%j: %s', (text, unspaced) => {
    expect(mostlyUnspaced(textOf([text]))).toBe(unspaced);
  });

  it('is told of all documents together', () => {
    expect(mostlyUnspaced(textOf(['A few words', '这里有很多很多很多很多很多很多汉字']))).toBe(true);
  });
});
