/** Text of every script through the command line: with spaces and without, composed and not, folded as a language folds. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import {genloss, temporaryFolder} from './command.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

function jsonl(name: string, documents: readonly string[]): string {
  writeFileSync(at(name), `${documents.map((text) => JSON.stringify({text})).join('\n')}\n`);
  return at(name);
}

function profile(name: string, documents: readonly string[], ...args: string[]): {words: number; sentences: number; cutting: object} {
  const done = genloss(['profile', jsonl(`${name}.jsonl`, documents), '-o', at(`${name}.profile`), '--json', '-q', ...args]);
  expect(done, done.err).toMatchObject({code: 0});
  return JSON.parse(done.out);
}

const verdict = (candidate: string, reference: string): string =>
  JSON.parse(genloss(['check', at(`${candidate}.jsonl`), '--reference', at(`${reference}.profile`), '--json', '-q']).out).verdict;

/** Words of real Chinese, so that a dictionary knows them, drawn by a Zipf law; `from` .. of them alone. */
const WORDS =
  '我们 你们 他们 学校 老师 学生 朋友 时候 今天 明天 昨天 晚上 早上 工作 公司 问题 东西 地方 城市 国家 历史 文化 音乐 电影 电视 报纸 新闻 天气 春天 夏天 秋天 冬天 水果 苹果 香蕉 西瓜 米饭 面条 饺子 牛奶 咖啡 啤酒 医院 医生 护士 身体 眼睛 耳朵 汽车 火车 飞机 自行车 地铁 机场 车站 票价 护照 旅行 酒店 房间 窗户 桌子 椅子 电脑 手机 网络 软件 程序 数学 物理 化学 生物 语言 汉语 英语 法语 词典 作业 考试 成绩 大学 中学 小学 孩子 父亲 母亲 哥哥 姐姐 弟弟 妹妹 爷爷 奶奶 叔叔 阿姨 喜欢 知道 觉得 认为 希望 开始 结束 继续 准备 学习 练习 复习 帮助 介绍 参加 发现 发生 发展 改变 解决 决定 选择 经济 政治 法律 社会 环境 科学 技术 教育 艺术 体育 足球 篮球 游泳 跑步 唱歌 跳舞 漂亮 高兴 难过 努力 认真 简单 复杂 重要 特别 一般 容易 困难 方便 舒服 安全 危险 健康 年轻'.split(
    ' ',
  );

function written(seed: number, words: readonly string[], gap: string): string[] {
  const stream = Stream.root(seed);
  const draw = (): string => words[Math.min(words.length - 1, Math.floor(words.length ** stream.float()) - 1)];
  return Array.from({length: 240}, () =>
    Array.from({length: 12}, () => `${Array.from({length: 5 + stream.below(5)}, draw).join(gap)}。`).join(''),
  );
}

describe('text without spaces', () => {
  it('is judged as the same text with spaces', () => {
    const common = WORDS.slice(0, 60);
    const others = WORDS.slice(60);
    const verdicts: Record<string, string[]> = {};
    for (const [name, gap] of [
      ['apart', ' '],
      ['together', ''],
    ]) {
      profile(`reference-${name}`, written(1, WORDS, gap));
      const candidates = {clean: written(2, WORDS, gap), common: written(3, common, gap), others: written(4, others, gap)};
      verdicts[name] = Object.entries(candidates).map(([kind, documents]) => {
        jsonl(`${kind}-${name}.jsonl`, documents);
        return verdict(`${kind}-${name}`, `reference-${name}`);
      });
    }
    expect(verdicts.together).toEqual(verdicts.apart);
    expect(verdicts.apart.slice(1)).toEqual(['fail', 'inconclusive']);
    expect(verdicts.apart[0]).not.toBe('fail');
  });

  it('counts words, not clauses, and the profile says by which rule', () => {
    const {words, sentences, cutting} = profile('counted', ['我们今天去学校学习汉语。老师介绍中国历史。']);
    expect(words).toBeGreaterThanOrEqual(9);
    expect(sentences).toBe(2);
    expect(cutting).toEqual({unicode: '17.0.0', rule: expect.stringContaining('icu4x 2.3.2 dictionary')});
  });
});

describe('a language', () => {
  const text = ['Irmak kıyısında ışık IŞIK, İstanbul istanbul İSTANBUL'];

  it('folds case in its own way, and is never compared with another', () => {
    const plain = profile('plain', text);
    const turkish = profile('turkish', text, '--language', 'tr-TR');
    expect(turkish).toMatchObject({words: plain.words, wordTypes: 4, cutting: {language: 'tr'}});
    expect(plain).toMatchObject({wordTypes: 6});
    profile('azerbaijani', text, '--language', 'az');
    for (const args of [
      ['check', at('turkish.profile'), '--reference', at('plain.profile')],
      ['check', at('turkish.jsonl'), '--reference', at('azerbaijani.profile'), '--language', 'tr'],
      ['merge', at('turkish.profile'), at('plain.profile'), '-o', at('both.profile')],
    ]) {
      const done = genloss(args);
      expect(done.code).toBe(65);
      expect(done.err).toMatch(/turkish\.(profile|jsonl)/);
      expect(done.err).toMatch(/--language/);
    }
  });

  it.each([
    ['en', /folds case as every other does/],
    ['turkish language', /no language tag/],
  ])('that would change nothing is refused: %s', (tag, told) => {
    const done = genloss(['profile', jsonl('any.jsonl', text), '-o', at('any.profile'), '--language', tag]);
    expect(done.code).toBe(64);
    expect(done.err).toMatch(told);
  });
});

describe('normal forms', () => {
  const texts = ['Élan, façade, naïve Übung: där växer björkar', 'Số phận người nông dân Việt Nam được kể lại', '한국어 문장입니다 1 ≠ 2'];

  it('are the same words, and near duplicates', () => {
    const counted = ['NFC', 'NFD'].map((form) => {
      const {words, wordTypes} = profile(
        form,
        texts.map((one) => one.normalize(form)),
      ) as unknown as {words: number; wordTypes: number};
      return {words, wordTypes};
    });
    expect(counted[1]).toEqual(counted[0]);
    writeFileSync(at('near.yaml'), 'steps:\n  - dedupe: {kind: near, similarity: 1}\n');
    const both = jsonl(
      'both.jsonl',
      texts.flatMap((one) => [one.normalize('NFC'), one.normalize('NFD')]),
    );
    const done = genloss(['curate', both, '--recipe', at('near.yaml'), '-o', at('curated'), '--json', '-q']);
    expect(done, done.err).toMatchObject({code: 0});
    expect(JSON.stringify(JSON.parse(done.out))).toContain('"kept":3');
  });
});
