"""An independent word trigram that spells words it does not know: Witten-Bell over words, and over the bytes of its word types.

    p(w | h) = (c(h w) + T(h) p(w | h without its first word)) / (c(h) + T(h)),   T(h): different words seen after h

below the unigrams uniform over the types, the end and the unknown. An unknown word costs the unknown and its bytes and their end, by the
same estimate of order 5 over the types, once each, uniform over 257 below. Shares no code and no smoothing with genloss.

usage: word_trigram.py <train.jsonl> <held-out.jsonl> [generations] [replace | accumulate]

Files hold {"text"} lines. Prints bits per byte of the held-out text, by generation; each draws as many words as the first had.
"""

import json
import math
import random
import sys
from collections import defaultdict

END, UNKNOWN = object(), object()


class WittenBell:
    def __init__(self, sequences, order, outcomes):
        """outcomes: how many there are below the unigrams, the end among them."""
        self.order, self.base = order, 1 / outcomes
        self.counts = defaultdict(lambda: defaultdict(int))
        self.totals = defaultdict(int)
        for sequence in sequences:
            padded = [None] * (order - 1) + list(sequence) + [END]
            for i in range(order - 1, len(padded)):
                for n in range(order):
                    context = tuple(padded[i - n : i])
                    self.counts[context][padded[i]] += 1
                    self.totals[context] += 1

    def probability(self, context, symbol):
        p = self.base
        for n in range(self.order):
            tail = context[len(context) - n :]
            after = self.counts.get(tail)
            if after is not None:
                p = (after.get(symbol, 0) + len(after) * p) / (self.totals[tail] + len(after))
        return p

    def bits(self, sequence):
        padded = [None] * (self.order - 1) + list(sequence) + [END]
        total = 0.0
        for i in range(self.order - 1, len(padded)):
            total -= math.log2(self.probability(tuple(padded[i - self.order + 1 : i]), padded[i]))
        return total

    def draw(self, context, chance):
        for n in range(self.order - 1, -1, -1):
            tail = context[len(context) - n :]
            after = self.counts.get(tail)
            if after is None:
                continue
            place = chance.random() * (self.totals[tail] + len(after))
            if place < self.totals[tail]:
                for symbol, count in after.items():
                    place -= count
                    if place < 0:
                        return symbol
        return chance.choice(list(self.counts[()]))  # a type, uniformly: the unknown is never drawn


class Trigram:
    def __init__(self, documents):
        self.types = {word for document in documents for word in document}
        self.words = WittenBell(documents, 3, len(self.types) + 2)
        self.spelling = WittenBell((word.encode() for word in sorted(self.types)), 5, 257)

    def bits(self, document):
        spelled = sum(self.spelling.bits(word.encode()) for word in document if word not in self.types)
        return spelled + self.words.bits([word if word in self.types else UNKNOWN for word in document])

    def sample(self, words, chance):
        documents, document, context = [], [], (None, None)
        while words > 0:
            word = self.words.draw(context, chance)
            if word is END:
                documents.append(document)
                document, context = [], (None, None)
            else:
                document.append(word)
                context = (context[1], word)
                words -= 1
        return [*documents, document]


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def main(train, held, generations=1, workflow="replace"):
    human = [text.split() for text in read(train)]
    texts = read(held)
    size = sum(len(text.encode()) for text in texts)
    words = sum(map(len, human))
    chance = random.Random(1)
    data = human
    for generation in range(1, int(generations) + 1):
        model = Trigram(data)
        print(sum(model.bits(text.split()) for text in texts) / size, flush=True)
        if generation < int(generations):
            drawn = model.sample(words, chance)
            data = data + drawn if workflow == "accumulate" else drawn


if __name__ == "__main__":
    main(*sys.argv[1:])
