"""The network of the attribution tagger: cues from the encoder, roles from one more layer a cue.

Marking the cue in the encoder's input and running all six layers again for each cue would take
eight times the work of the encoder alone, in training and in use; the encoder has read the window
already, so what is asked again is only which of its pieces belong to this cue.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.model import Encoder

WIDTH, HEADS, INNER = 384, 6, 512


class CueFinder(nn.Module):
    """Ids and mask (batch, tokens) to the encoder's vectors and three cue logits side by side."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.cues = nn.Linear(WIDTH, 3)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(batch, tokens, 384 + 3): the logits are outside, begins, inside."""
        x = self.encoder(ids, mask, torch.zeros_like(ids))
        return torch.cat([x, self.cues(x)], -1)


class RoleFinder(nn.Module):
    """Given a window's vectors and one cue in it: nothing, source, cue or content for each piece."""

    def __init__(self) -> None:
        super().__init__()
        self.marks = nn.Embedding(2, WIDTH)
        self.cue = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attended_norm = nn.LayerNorm(WIDTH)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.down_norm = nn.LayerNorm(WIDTH)
        self.roles = nn.Linear(WIDTH, 4)

    def forward(self, x: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
        """Logits (cues, tokens, 4).

        Args:
            x: the window of each cue, (cues, tokens, 384).
            mask: 1 where there is a piece, (cues, tokens) int64.
            marks: 1 on the pieces of the cue, (cues, tokens) int64.

        """
        on = marks.to(x.dtype)[:, :, None]
        cue = (x * on).sum(1, keepdim=True) / on.sum(1, keepdim=True)
        x = self.norm(x + self.cue(cue) + self.marks(marks))

        def heads(y: Tensor) -> Tensor:
            return y.view(y.shape[0], y.shape[1], HEADS, WIDTH // HEADS).transpose(1, 2)

        hidden = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        query, key, value = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        weights = torch.softmax(query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + hidden, -1)
        mixed = (weights @ value).transpose(1, 2).reshape(x.shape)
        x = self.attended_norm(x + self.attended(mixed))
        x = self.down_norm(x + self.down(F.gelu(self.up(x))))
        return self.roles(x)


class Tagger(nn.Module):
    """Both, trained together."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.finder = CueFinder(encoder)
        self.laying = RoleFinder()

    def forward(self, ids: Tensor, mask: Tensor, rows: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """Cue logits (batch, tokens, 3) and role logits (cues, tokens, 4).

        `rows` (cues,) says in which row of the batch each cue of `marks` (cues, tokens) stands.
        """
        found = self.finder(ids, mask)
        x, cues = found[:, :, :WIDTH], found[:, :, WIDTH:]
        return cues, self.laying(x[rows], mask[rows], marks)
