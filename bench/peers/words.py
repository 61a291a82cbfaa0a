"""Public text, cut into its words, for bench/cutting.ts: words.py KIND FILE... > CORPUS.tokens

A line of what it writes is one document: a JSON list of words and of what stands between them, which joined together are the text.

Words that people marked:
  conllu     treebanks of Universal Dependencies, a document a sentence
  spaced     a sentence a line, words between spaces, text without (SIGHAN's bakeoff)
  tagged     the same with WORD/TAG; _ and ~ join parts of a word (myPOS, khPOS)
  knp        the Kyoto corpora, a document a file
Words that a program finds, text in the column COLUMN of a CSV file or a document a line:
  jieba, thulac (Chinese), newmm (Thai: pythainlp), laonlp (Lao); then FILE or FILE:COLUMN
No words: `plain`, for texts that are only read as a whole.
  These read the strings.xml of Android's translations as well
"""
import contextlib
import csv
import json
import re
import sys
import time
import xml.etree.ElementTree


def conllu(path):
    sentence, last = [], 0
    for line in open(path, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if len(fields) < 10:
            if sentence and not line.startswith("#"):
                yield sentence
                sentence, last = [], 0
            continue
        if "." in fields[0]:
            continue
        first, _, end = fields[0].partition("-")
        if int(first) <= last:
            continue
        last = int(end or first) if end else last
        sentence += [fields[1]] + ([] if "SpaceAfter=No" in fields[9] else [" "])
    if sentence:
        yield sentence


def spaced(path):
    yield from filter(None, (line.split() for line in open(path, encoding="utf-8")))


def tagged(path):
    word = lambda token: token.rsplit("/", 1)[0].replace("_", "").replace("~", "")
    yield from filter(None, ([word(token) for token in line.split()] for line in open(path, encoding="utf-8")))


def knp(path):
    words = []
    for line in open(path, encoding="utf-8"):
        if line.startswith("EOS"):
            words.append("\n")
        elif line[0] not in "#*+":
            words.append(line.split(" ")[0])
    yield words[:-1]


def texts(path):
    if path.endswith(".xml"):
        for string in xml.etree.ElementTree.parse(path).iter("string"):
            text = "".join(string.itertext()).strip('" \n').replace("\\n", "\n").replace("\\'", "'").replace('\\"', '"')
            yield re.sub(r"[ \t]+", " ", re.sub(r"%\d*\$?[sd]", "", text))
    elif ".csv:" in path:
        path, _, column = path.rpartition(":")
        yield from (row[column] for row in csv.DictReader(open(path, encoding="utf-8-sig", newline="")))
    else:
        yield from open(path, encoding="utf-8")


def segmenter(kind):
    if kind == "plain":
        return lambda text: [text]
    if kind == "jieba":
        import jieba

        jieba.setLogLevel(60)
        return lambda text: list(jieba.cut(text))
    if kind == "thulac":
        time.clock = time.perf_counter
        import thulac

        with contextlib.redirect_stdout(sys.stderr):
            model = thulac.thulac(seg_only=True)
        return lambda text: aligned(text, [word for word, _ in model.cut(text)])
    if kind == "newmm":
        from pythainlp.tokenize import word_tokenize

        return lambda text: word_tokenize(text, engine="newmm", keep_whitespace=True)
    from laonlp.tokenize import word_tokenize

    lao = re.compile("([\u0e80-\u0eff]+)")
    return lambda text: [w for part in lao.split(text) if part for w in (word_tokenize(part) if lao.match(part) else [part])]


def aligned(text, words):
    """The words with what the program left out between them."""
    at, all = 0, []
    for word in words:
        found = text.find(word, at)
        if found >= 0:
            all += ([text[at:found]] if found > at else []) + [word]
            at = found + len(word)
    return all + ([text[at:]] if at < len(text) else [])


def found(kind, path):
    cut, seen = segmenter(kind), set()
    for text in map(str.strip, texts(path)):
        if len(text) >= 20 and text not in seen:
            seen.add(text)
            words = cut(text)
            assert "".join(words) == text, (words, text)
            yield words


kind, *paths = sys.argv[1:]
for path in paths:
    for document in {"conllu": conllu, "spaced": spaced, "tagged": tagged, "knp": knp}.get(kind, lambda p: found(kind, p))(path):
        print(json.dumps(document, ensure_ascii=False))
