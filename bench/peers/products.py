"""Milliseconds of each matrix product that stands on standard input as JSON, by PyTorch on one thread: what bench/kernels.ts is held against.

  products.py REPEATS < [{"shapes": [[m, k], [k, n], [n]], "transA": false, "transB": false}, ...]      a JSON list of milliseconds

A third shape is a bias. Exit status 3: PyTorch is not installed.
"""
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
try:
    import torch
except ModuleNotFoundError:
    sys.exit(3)

torch.set_num_threads(1)
repeats = int(sys.argv[1])
times = []
with torch.inference_mode():
    for product in json.load(sys.stdin):
        a, b, *bias = [torch.rand(*shape) - 0.5 for shape in product["shapes"]]
        a = a.transpose(-1, -2) if product["transA"] else a
        b = b.transpose(-1, -2) if product["transB"] else b
        run = (lambda: torch.addmm(bias[0], a, b)) if bias else (lambda: torch.matmul(a, b))
        run()
        start = time.perf_counter()
        for _ in range(repeats):
            run()
        times.append(1000 * (time.perf_counter() - start) / repeats)
print(json.dumps(times))
