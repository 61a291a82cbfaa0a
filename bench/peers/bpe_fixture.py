"""Merges and tokens of a short text by Hugging Face tokenizers, for src/models/text-tokens/bpe.test.ts.
Run: pip install tokenizers && python bench/peers/bpe_fixture.py > src/models/text-tokens/fixture-bpe.json"""
import json, os
os.environ["TOKENIZERS_PARALLELISM"] = "false"
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

TEXT = (
    "It's the models' own words that they're trained on: the 1st generation's, then the 2nd's, then the 3rd's.\n\n"
    "What was rare is gone; what was common isn't rare any more, and we've 100 or 1000 copies of it.  \tNobody'll miss a café,\n"
    "a naïve Gödel or the 12,345 words that I'd said -- until they're asked for!!! aaaa aaaaaaa aaa abababab bababa\n"
    "   the the the tail of the tail of the tail's tale, told and told again (and again, and again).\n"
) * 3

tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.train_from_iterator([TEXT], trainers.BpeTrainer(vocab_size=160, min_frequency=2, show_progress=False))
merges = [list(pair) if isinstance(pair, list) else pair.split(" ") for pair in json.loads(tokenizer.to_str())["model"]["merges"]]
print(json.dumps({"text": TEXT, "merges": merges, "tokens": tokenizer.encode(TEXT).tokens}))
