"""The package `diversity`: MB a second of processor time, reading included, importing not. Exit status 3: it is not installed.

usage: profile_diversity.py ngrams <text, a document a line>      ngram_diversity_score, orders 1 to 4
       profile_diversity.py compression <text, a document a line> compression_ratio, gzip: the quickest of its measures
       profile_diversity.py all <text, a document a line>         both, and self_repetition_score

Its modules are loaded one by one: the package itself imports PyTorch and models that none of these uses.
"""
import importlib.util
import os
import sys
import time


CASES = {"ngrams": "ngram_diversity", "compression": "compression"}


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
    wanted = ["ngram_diversity", "compression", "self_repetition"] if case == "all" else [CASES[case]]
    modules = {name: load(name) for name in wanted}
    start = time.process_time()
    with open(path, encoding="utf-8") as file:
        documents = file.read().splitlines()
    if "ngram_diversity" in modules:
        assert 0 < modules["ngram_diversity"].ngram_diversity_score(documents, 4) < 4
    if "compression" in modules:
        assert modules["compression"].compression_ratio(documents) > 1
    if "self_repetition" in modules:
        assert modules["self_repetition"].self_repetition_score(documents, 4, verbose=False) > 0
    return os.path.getsize(path) / 1e6 / (time.process_time() - start)


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2]))
