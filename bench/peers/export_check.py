"""Exported folders in Python: the checker of onnx, tokenizers, onnxruntime, and where they are installed transformers and optimum.

Exit status 0: all agree with what bench/export-models.ts wrote down; 1: one does not; 3: onnx, onnxruntime or tokenizers is not installed.
Run: node bench/export-models.ts FOLDER && bench/peers/.venv/bin/python bench/peers/export_check.py FOLDER
"""
import json
import sys
from pathlib import Path

try:
    import numpy as np
    import onnx
    import onnxruntime
    from tokenizers import Tokenizer
except ImportError:
    sys.exit(3)

wrong = 0


def tell(what, good, more=""):
    global wrong
    wrong += not good
    print("same   " if good else "differs", what, more)


def check_tokens(folder, case):
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    for one in case["texts"]:
        ids = tokenizer.encode(one["text"], add_special_tokens=False).ids
        tell(f"{case['name']}: tokens of {one['text']!r}", ids == one["ids"], "" if ids == one["ids"] else f"{ids} {one['ids']}")
    known = [one for one in case["texts"] if 1 not in one["ids"]]
    for one in known:
        tell(f"{case['name']}: text of tokens", tokenizer.decode(one["ids"], skip_special_tokens=False) == one["text"])


def first_prompt(case):
    return [0, *case["prompts"][0]["ids"]]


def check_onnx(folder, case):
    path = str(folder / "onnx" / "model.onnx")
    onnx.checker.check_model(path, full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    ids = np.array([first_prompt(case)], dtype=np.int64)
    feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "position_ids": np.arange(ids.shape[1])[None]}
    for value in session.get_inputs():
        if value.name.startswith("past"):
            feeds[value.name] = np.zeros([1, value.shape[1], 0, value.shape[3]], dtype=np.float32)
    logits = session.run(["logits"], feeds)[0].ravel()
    worst = np.abs(logits - np.array(case["logits"], dtype=np.float32)).max()
    tell(f"{case['name']}: logits in onnxruntime", worst < 1e-4, f"{worst:.1e}")


def check_pytorch(folder, case):
    try:
        import torch
        from transformers import AutoModelForCausalLM
    except ImportError:
        print("skipped transformers with PyTorch: not installed")
        return
    try:
        model, loading = AutoModelForCausalLM.from_pretrained(str(folder), output_loading_info=True)
    except KeyError as error:
        tell(f"{case['name']}: PyTorch refuses what is not published, {error}", "swiglu" in case["name"])
        return
    tell(f"{case['name']}: PyTorch finds every weight", not loading["missing_keys"] and not loading["unexpected_keys"], loading)
    with torch.no_grad():
        logits = model.eval()(torch.tensor([first_prompt(case)])).logits.numpy().ravel()
    worst = np.abs(logits - np.array(case["logits"], dtype=np.float32)).max()
    tell(f"{case['name']}: logits in PyTorch", worst < 1e-4, f"{worst:.1e}")


def check_optimum(folder, case):
    try:
        from optimum.onnxruntime import ORTModelForCausalLM
        from transformers import AutoTokenizer
    except ImportError:
        print("skipped optimum: not installed")
        return
    model = ORTModelForCausalLM.from_pretrained(str(folder))
    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    for prompt in case["prompts"]:
        given = tokenizer(prompt["text"], return_tensors="pt")
        written = model.generate(given["input_ids"], attention_mask=given["attention_mask"], do_sample=False, max_new_tokens=24)
        after = written[0].tolist()[1 + len(prompt["ids"]) :]
        tell(f"{case['name']}: optimum after {prompt['text']!r}", after == prompt["greedy"], "" if after == prompt["greedy"] else after)


def main(top):
    for case in json.loads((top / "cases.json").read_text()):
        folder = top / case["name"]
        for check in (check_tokens, check_onnx, check_pytorch, check_optimum):
            check(folder, case)
    sys.exit(1 if wrong else 0)


main(Path(sys.argv[1]))
