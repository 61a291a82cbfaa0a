"""What training and generation of src/models/transformer are held against: eager PyTorch, and Hugging Face's generate().

  transformer.py [--threads 1] [--attention sdpa|manual]                 a server: a JSON request a line in, a JSON answer a line out
  transformer.py [the same] train tiny|small                             one run: tokens a second as its last line
  transformer.py [the same] generate BATCH loop|huggingface              the same, of 126 tokens by `tiny`

Requests and their answers; a load ends with one run to warm up, which is not timed:
  {"do": "hello"}                                                        {"torch": "2.15.0", "threads": 1}
  {"do": "load", "what": "train", "preset": "tiny"}                      {"ready": true, "parameters": 822016}
  {"do": "step", "count": 5}                                             {"tokens": 20480, "seconds": 3.1, "loss": 4.6}
  {"do": "load", "what": "generate", "preset": "tiny", "batch": 64, "how": "loop", "tokens": 126}
  {"do": "generate"}                                                     {"tokens": 8064, "seconds": 0.4}
A package that is not installed: {"missing": "torch"}, or exit status 3 of one run. A request that cannot be answered: {"error": "..."}.

The model is nanoGPT's: pre-norm, learned positions, gains, biases, one qkv matrix, exact GELU, hidden width 4D, tied head, float32; AdamW, decay on
matrices only. Tokens are drawn from the seed before the clock starts. Checked against transformer_reference.py: the same losses for 100 steps.
"""
import argparse
import json
import math
import os
import sys
import time

PRESETS = {"tiny": (96, 128, 4, 4, 128, 32), "small": (512, 384, 6, 6, 256, 8)}  # V, D, layers, heads, context, batch
PROMPT = 2  # tokens before those that are generated
FASTER = {"train": "sdpa", "generate": "manual"}  # of the two attentions, as measured on one core


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--attention", choices=["sdpa", "manual"], help="default: the faster one, SDPA to train and batched products to generate")
    parser.add_argument("once", nargs="*")
    return parser.parse_args()


ARGUMENTS = arguments() if __name__ == "__main__" else argparse.Namespace(threads=1, attention=None, once=[])
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):  # read when PyTorch is imported
    os.environ[name] = str(ARGUMENTS.threads)
os.environ.setdefault("HF_HUB_OFFLINE", "1")

try:
    import torch
    import torch.nn as nn
    import torch.nn.functional as F
except ModuleNotFoundError as problem:
    if __name__ != "__main__" or ARGUMENTS.once:
        sys.exit(3)
    for _ in sys.stdin:
        print(json.dumps({"missing": problem.name}), flush=True)
    sys.exit(0)


def manual_attention(q, k, v, mask):
    """(B,H,T,D/H) each, mask (T,T) of 0 and -inf, or None where all may be seen."""
    scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(q.shape[-1]))
    if mask is not None:
        scores = scores + mask[: q.shape[2], : k.shape[2]]
    return F.softmax(scores, dim=-1) @ v


class Block(nn.Module):
    def __init__(self, D, H):
        super().__init__()
        self.H = H
        self.norm1, self.norm2 = nn.LayerNorm(D, eps=1e-5), nn.LayerNorm(D, eps=1e-5)
        self.qkv, self.out = nn.Linear(D, 3 * D), nn.Linear(D, D)
        self.up, self.down = nn.Linear(D, 4 * D), nn.Linear(4 * D, D)

    def forward(self, h, mask):
        B, T, D = h.shape
        q, k, v = (z.view(B, T, self.H, D // self.H).transpose(1, 2) for z in self.qkv(self.norm1(h)).split(D, dim=2))
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True) if mask is None else manual_attention(q, k, v, mask)
        h = h + self.out(a.transpose(1, 2).reshape(B, T, D))
        return h + self.down(F.gelu(self.up(self.norm2(h))))


class GPT(nn.Module):
    def __init__(self, V, D, L, H, T, attention):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(V, D), nn.Embedding(T, D)
        self.blocks = nn.ModuleList(Block(D, H) for _ in range(L))
        self.norm = nn.LayerNorm(D, eps=1e-5)
        mask = torch.full((T, T), -math.inf).triu(1) if attention == "manual" else None
        self.register_buffer("mask", mask, persistent=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * L) if name.endswith(("out.weight", "down.weight")) else 0.02)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def forward(self, x):
        h = self.tokens(x) + self.positions.weight[: x.shape[1]]
        for block in self.blocks:
            h = block(h, self.mask)
        return F.linear(self.norm(h), self.tokens.weight)


def optimizer_of(model):
    decayed = [p for n, p in model.named_parameters() if p.dim() == 2 and n.startswith("blocks")]
    others = [p for n, p in model.named_parameters() if p.dim() == 1 or not n.startswith("blocks")]
    groups = [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=0.003, betas=(0.9, 0.95), eps=1e-8, fused=True)


def train_step(model, optimizer, x, y):
    logits = model(x)
    loss = F.cross_entropy(logits.view(-1, logits.shape[-1]), y.reshape(-1))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.detach()


class Training:
    def __init__(self, preset, attention):
        self.V, D, L, H, self.T, self.B = PRESETS[preset]
        self.model = GPT(self.V, D, L, H, self.T, attention).train()
        self.optimizer = optimizer_of(self.model)
        self.step(1)

    def step(self, count):
        data = torch.randint(0, self.V, (count, self.B, self.T + 1))
        start = time.perf_counter()
        for rows in data:
            loss = train_step(self.model, self.optimizer, rows[:, :-1], rows[:, 1:])
        last = loss.item()
        seconds = time.perf_counter() - start
        if not math.isfinite(last):
            raise ValueError(f"the loss is {last}")
        return {"tokens": count * self.B * self.T, "seconds": seconds, "loss": last}


class Loop:
    """Generation by hand, as fast as eager PyTorch was made to be: keys and values in place in one buffer a layer, activations (B,D) without an axis
    of time, parameters taken out of their modules and weights transposed once, batched products where SDPA's kernel is slower for one query,
    draws by the inverse of the distribution function, which is multinomial's law from one uniform a row instead of V exponentials."""

    def __init__(self, preset, attention, batch, tokens):
        V, D, L, H, T, _ = PRESETS[preset]
        self.D, self.H, self.tokens, self.attention = D, H, tokens, attention
        self.model = GPT(V, D, L, H, T, "sdpa").eval()
        self.prompt = torch.zeros(batch, PROMPT, dtype=torch.long)
        self.keys = [torch.zeros(batch * H, T, D // H) for _ in range(L)]
        self.values = [torch.zeros(batch * H, T, D // H) for _ in range(L)]
        self.pack()
        self.generate()

    @torch.inference_mode()
    def pack(self):
        def linear(of):
            return of.bias, of.weight.t().contiguous()

        def norm(of):
            return (self.D,), of.weight, of.bias, of.eps

        model = self.model
        self.layers = [
            (norm(b.norm1), linear(b.qkv), linear(b.out), norm(b.norm2), linear(b.up), linear(b.down)) for b in model.blocks
        ]
        self.embedding, self.positions = model.tokens.weight, list(model.positions.weight)
        self.norm, self.head = norm(model.norm), model.tokens.weight.t().contiguous()

    def attend(self, q, keys, values):
        """q (B,H,D/H) over what is in the cache, (B*H,t,D/H) -> (B,D)"""
        B, H, d = q.shape
        if self.attention == "sdpa":
            return F.scaled_dot_product_attention(q.unsqueeze(2), *(z.unflatten(0, (B, H)) for z in (keys, values))).view(B, H * d)
        scores = torch.baddbmm(q.new_empty(()), q.reshape(B * H, 1, d), keys.transpose(1, 2), beta=0, alpha=1 / math.sqrt(d))
        return torch.bmm(scores.softmax(-1), values).view(B, H * d)

    def logits(self, x, at):
        """After x (B,) at position `at`, with all before it in the cache -> (B,V)"""
        B, H, D = len(x), self.H, self.D
        h = self.embedding[x].add_(self.positions[at])
        for (norm1, qkv, out, norm2, up, down), keys, values in zip(self.layers, self.keys, self.values):
            q, k, v = torch.addmm(qkv[0], torch.layer_norm(h, *norm1), qkv[1]).view(B, 3, H, D // H).unbind(1)
            keys[:, at].view(B, H, D // H).copy_(k)
            values[:, at].view(B, H, D // H).copy_(v)
            h.add_(torch.addmm(out[0], self.attend(q, keys[:, : at + 1], values[:, : at + 1]), out[1]))
            h.add_(torch.addmm(down[0], F.gelu(torch.addmm(up[0], torch.layer_norm(h, *norm2), up[1])), down[1]))
        return torch.layer_norm(h, *self.norm) @ self.head

    @torch.inference_mode()
    def generate(self):
        start = time.perf_counter()
        for at, x in enumerate(self.prompt.unbind(1)):
            logits = self.logits(x, at)
        made = [draw(logits)]
        for at in range(PROMPT, PROMPT + self.tokens - 1):
            made.append(draw(self.logits(made[-1], at)))
        return counted(torch.stack(made, dim=1), self.tokens, start)


def draw(logits):
    """One token a row: (B,V) -> (B,)"""
    below = logits.softmax(-1).cumsum(-1)
    return torch.searchsorted(below, torch.rand(len(below), 1)).squeeze_(1).clamp_(max=logits.shape[1] - 1)


class HuggingFace:
    """generate() of GPT-2 at the same size with weights of chance; sampling, no truncation."""

    def __init__(self, preset, batch, tokens):
        from transformers import GenerationConfig, GPT2Config, GPT2LMHeadModel

        V, D, L, H, T, _ = PRESETS[preset]
        ends = {"bos_token_id": 0, "eos_token_id": None, "pad_token_id": None}
        shape = {"vocab_size": V, "n_positions": T, "n_embd": D, "n_layer": L, "n_head": H, "n_inner": 4 * D}
        self.model = GPT2LMHeadModel(GPT2Config(**shape, **ends, activation_function="gelu", tie_word_embeddings=True)).eval()
        self.how = GenerationConfig(do_sample=True, top_k=0, top_p=1.0, temperature=1.0, max_new_tokens=tokens, use_cache=True, **ends)
        self.prompt, self.tokens = torch.zeros(batch, PROMPT, dtype=torch.long), tokens
        self.generate()

    @torch.inference_mode()
    def generate(self):
        start = time.perf_counter()
        made = self.model.generate(self.prompt, attention_mask=torch.ones_like(self.prompt), generation_config=self.how)
        return counted(made[:, PROMPT:], self.tokens, start)


def counted(made, tokens, start):
    """The answer about the sequences made (B,T): as many as asked for, and not all the same."""
    distinct = made.unique().numel()
    seconds = time.perf_counter() - start
    if made.shape[1] != tokens or distinct < 2:
        raise ValueError(f"{made.shape[1]} tokens a row of {distinct} kinds, wanted {tokens} of several")
    return {"tokens": made.numel(), "seconds": seconds}


def load(what, preset, attention=None, batch=0, how=None, tokens=0):
    torch.manual_seed(1)
    attention = attention or ARGUMENTS.attention or FASTER.get(what)
    if preset not in PRESETS:
        raise ValueError(f"no preset {preset}; there are {', '.join(PRESETS)}")
    if what == "train":
        return Training(preset, attention)
    most = PRESETS[preset][4] - PROMPT
    if what != "generate" or how not in ("loop", "huggingface") or not 0 < tokens <= most or not batch > 0:
        raise ValueError(f"wanted train, or generate by loop or huggingface of 1 to {most} tokens; got {what}, {how}, {tokens}")
    return Loop(preset, attention, batch, tokens) if how == "loop" else HuggingFace(preset, batch, tokens)


def serve(requests, answers):
    loaded = None
    for line in requests:
        try:
            request = json.loads(line)
            do = request.pop("do")
            if do == "hello":
                answer = {"torch": torch.__version__, "threads": torch.get_num_threads()}
            elif do == "load":
                loaded = None
                loaded = load(**request)
                answer = {"ready": True, "parameters": sum(p.numel() for p in loaded.model.parameters())}
            elif do in ("step", "generate") and hasattr(loaded, do):
                answer = getattr(loaded, do)(**request)
            else:
                answer = {"error": f"cannot {do}: {type(loaded).__name__ if loaded else 'nothing'} is loaded"}
        except ModuleNotFoundError as problem:
            answer = {"missing": problem.name}
        except Exception as problem:
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def once(what, *rest):
    """Tokens a second, the median of some runs."""
    if what == "train":
        loaded = load("train", rest[0])
        runs = [loaded.step(1) for _ in range(7 if rest[0] == "tiny" else 3)]
    else:
        batch, how = rest
        loaded = load("generate", "tiny", batch=int(batch), how=how, tokens=126)
        runs = [loaded.generate() for _ in range(3 if how == "loop" else 1)]
    rates = sorted(run["tokens"] / run["seconds"] for run in runs)
    return rates[len(rates) // 2]


def main():
    torch.set_num_threads(ARGUMENTS.threads)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is no answer
    if not ARGUMENTS.once:
        return serve(sys.stdin, answers)
    try:
        print(once(*ARGUMENTS.once), file=answers, flush=True)
    except ModuleNotFoundError:
        sys.exit(3)


if __name__ == "__main__":
    main()
