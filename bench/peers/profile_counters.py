"""The pass of `genloss profile` as a script in Python does it: words and n-grams of orders 2 to 5 in Counters, and documents by word.

usage: profile_counters.py <text, a document a line>      prints MB a second of processor time, reading included
"""
import os
import re
import sys
import time
from collections import Counter

WORD = re.compile(r"[^\W_](?:[^\W_]|['\u2019])*")


def main(path):
    start = time.process_time()
    counts = [Counter() for _ in range(5)]
    documents = Counter()
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = WORD.findall(line.lower())
            counts[0].update(words)
            documents.update(set(words))
            for order in range(2, 6):
                counts[order - 1].update(zip(*(words[i:] for i in range(order))))
    seconds = time.process_time() - start
    assert counts[0].total() > counts[4].total() > 0 and len(documents) == len(counts[0])
    return os.path.getsize(path) / 1e6 / seconds


if __name__ == "__main__":
    print(main(sys.argv[1]))
