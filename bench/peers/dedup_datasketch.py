"""Near duplicates with datasketch: MinHash of word 3-grams, LSH, the first of a group is kept. Exit status 3: it is not installed.

usage: dedup_datasketch.py <text, a document a line> <similarity>
Prints the numbers (from 0) of the documents that are dropped, then MB a second of processor time, reading included, importing not.
"""
import os
import re
import sys
import time

try:
    from datasketch import MinHash, MinHashLSH
except ImportError:
    sys.exit(3)

WORD = re.compile(r"[^\W_][\w']*")


def main(path, similarity):
    start = time.process_time()
    index = MinHashLSH(threshold=similarity, num_perm=128)
    dropped = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file):
            words = WORD.findall(line.lower())
            sketch = MinHash(num_perm=128)
            sketch.update_batch({" ".join(words[i : i + 3]).encode() for i in range(len(words) - 2)})
            candidates = index.query(sketch)
            if any(sketch.jaccard(kept[c]) >= similarity for c in candidates):
                dropped.append(number)
                continue
            index.insert(number, sketch)
            kept[number] = sketch
    seconds = time.process_time() - start
    print(" ".join(map(str, dropped)))
    return os.path.getsize(path) / 1e6 / seconds


kept = {}

if __name__ == "__main__":
    print(main(sys.argv[1], float(sys.argv[2])))
