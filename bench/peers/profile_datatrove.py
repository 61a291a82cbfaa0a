"""datatrove's statistics of documents: MB a second of processor time, reading included, importing not. Exit status 3: it is not installed.

usage: profile_datatrove.py DocStats|WordStats <text, a document a line>
"""
import logging
import os
import sys
import tempfile
import time

try:
    from datatrove.data import Document
    from datatrove.pipeline import stats
    from datatrove.utils.word_tokenizers import load_word_tokenizer

    load_word_tokenizer("eng").word_tokenize("Loaded before the clock starts.")
except ImportError:
    sys.exit(3)


def main(name, path):
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        step = getattr(stats, name)(folder, groups_to_compute=["summary", "histogram"])
        start = time.process_time()
        with open(path, encoding="utf-8") as file:
            documents = (Document(text=line.rstrip("\n"), id=str(i)) for i, line in enumerate(file))
            count = sum(1 for _ in step.run(documents))
        seconds = time.process_time() - start
        assert count > 0 and os.listdir(folder)
    return os.path.getsize(path) / 1e6 / seconds


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2]))
