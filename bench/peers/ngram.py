"""The n-gram peers that live in Python: KenLM's scoring and nltk's sampling. Prints one number: words a second.

usage: ngram.py score <model.arpa> <text, a document a line>
       ngram.py sample <text, a document a line> <words>
"""

import sys
import time


def score(model_path, text_path):
    import kenlm

    model = kenlm.Model(model_path)
    with open(text_path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    words = sum(len(line.split()) for line in lines)
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        total = sum(model.score(line) for line in lines)
        best = min(best, time.perf_counter() - start)
    assert total < 0
    return words / best


def sample(text_path, words):
    from nltk.lm import KneserNeyInterpolated
    from nltk.lm.preprocessing import padded_everygram_pipeline

    with open(text_path, encoding="utf-8") as file:
        documents = [line.split() for line in file]
    train, vocabulary = padded_everygram_pipeline(3, documents)
    model = KneserNeyInterpolated(3)
    model.fit(train, vocabulary)
    start = time.perf_counter()
    model.generate(words, random_seed=1)
    return words / (time.perf_counter() - start)


if __name__ == "__main__":
    if sys.argv[1] == "score":
        print(score(sys.argv[2], sys.argv[3]))
    else:
        print(sample(sys.argv[2], int(sys.argv[3])))
