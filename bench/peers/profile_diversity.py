"""The package `diversity`: MB/s, reading included, importing not. Exit status 3: it is not installed.

usage: profile_diversity.py ngrams <text, a document a line>      ngram_diversity_score, orders 1 to 4
       profile_diversity.py all <text, a document a line>         that, self_repetition_score and compression_ratio

Its modules are loaded one by one: the package itself imports PyTorch and models that none of these three uses.
"""
import importlib.util
import os
import sys
import time


def load(name):
    package = importlib.util.find_spec("diversity")
    if package is None:
        sys.exit(3)
    path = os.path.join(package.submodule_search_locations[0], name + ".py")
    spec = importlib.util.spec_from_file_location("diversity_" + name, path)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError:
        sys.exit(3)
    return module


def main(case, path):
    ngrams = load("ngram_diversity").ngram_diversity_score
    repetition = load("self_repetition").self_repetition_score
    compression = load("compression").compression_ratio
    start = time.perf_counter()
    with open(path, encoding="utf-8") as file:
        documents = file.read().splitlines()
    assert 0 < ngrams(documents, 4) < 4
    if case == "all":
        assert repetition(documents, 4, verbose=False) > 0
        assert compression(documents) > 1
    return os.path.getsize(path) / 1e6 / (time.perf_counter() - start)


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2]))
