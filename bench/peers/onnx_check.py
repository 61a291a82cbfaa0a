"""The checker of the onnx package, shapes and types inferred, over the files named and the *.onnx of folders named: one line a file.

Exit status 0: all are valid; 1: one is not, or there was none to check; 3: onnx is not installed.
Run: node bench/onnx-models.ts FOLDER && bench/peers/.venv/bin/python bench/peers/onnx_check.py FOLDER
"""
import sys
from pathlib import Path

try:
    import onnx
except ImportError:
    sys.exit(3)


def problem_of(path):
    try:
        onnx.checker.check_model(str(path), full_check=True)
    except Exception as error:
        first = next(iter(str(error).splitlines()), "")
        return f"{type(error).__name__}: {first}"
    return None


def main(names):
    paths = [path for name in map(Path, names) for path in (sorted(name.glob("*.onnx")) if name.is_dir() else [name])]
    problems = [problem_of(path) for path in paths]
    for path, problem in zip(paths, problems):
        print("ok     " if problem is None else "refused", path, *([] if problem is None else [problem]))
    if not paths:
        print(f"no ONNX files among: {' '.join(names) or 'nothing'}", file=sys.stderr)
    return 1 if any(problems) or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
