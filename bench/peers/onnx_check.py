"""The checker of the onnx package over the files named: one line a file; exit status 1 where one fails, 3 where onnx is not installed.
Run: node bench/onnx-models.ts FOLDER && bench/peers/.venv/bin/python bench/peers/onnx_check.py FOLDER/*.onnx"""
import sys

try:
    import onnx
except ImportError:
    sys.exit(3)

failed = 0
for path in sys.argv[1:]:
    try:
        onnx.checker.check_model(path, full_check=True)
        print("ok     ", path)
    except Exception as error:
        failed += 1
        print("refused", path, str(error).splitlines()[0])
sys.exit(1 if failed else 0)
