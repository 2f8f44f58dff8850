"""Weights become ONNX files of eight-bit integers that run without torch.

The usual dynamic quantization takes one scale for a whole tensor of activations: the answer for a
pair then moves with the pairs that happen to share its batch (by 0.02 in a probability, measured).
Here each token gets a scale of its own, so a pair's answer is its own, for a fifth of the speed.
Weights get one scale an output channel and seven bits (-63..63): on CPUs without VNNI the product
of eight-bit numbers can overflow sixteen bits, and a model must answer alike on all of them.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

import numpy as np
import onnx
import torch
from onnx import NodeProto, TensorProto, helper, numpy_helper
from torch import nn

OPSET = 17
CONTRIBUTED = "com.microsoft"
WEIGHT_STEPS = 63
ACTIVATION_STEPS = 127


def graph_of(
    model: nn.Module, inputs: list[str], output: str, by_token: bool = False, vectors: Sequence[str] = ()
) -> onnx.ModelProto:
    """The float32 graph of `model`: int64 `inputs` (batch, tokens) in, `output` out.

    `output` is (batch, numbers), or with `by_token` (batch, tokens, numbers). Those of `inputs`
    that `vectors` names are float32 (batch, tokens, 384).
    """
    example = tuple(
        torch.ones(2, 9, 384) if name in vectors else torch.ones(2, 9, dtype=torch.int64) for name in inputs
    )
    axes = {name: {0: "batch", 1: "tokens"} for name in inputs}
    axes[output] = {0: "batch", 1: "tokens"} if by_token else {0: "batch"}

    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval(),
            example,
            buffer,
            input_names=inputs,
            output_names=[output],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    return onnx.load_from_string(buffer.getvalue())


def quantised(model: onnx.ModelProto) -> onnx.ModelProto:
    """`model` with every weight matrix and the word table in eight bits, in plain operators."""
    graph = model.graph
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    constants: dict[str, np.ndarray] = {
        "activation_steps": np.array(ACTIVATION_STEPS, np.float32),
        "one": np.array(1, np.float32),
        "zero": np.array(128, np.uint8),
        "least_activation": np.array(1e-6, np.float32),
    }
    rows: dict[str, tuple[str, str]] = {}
    nodes: list[NodeProto] = []
    for node in graph.node:
        weight = weights.get(node.input[1]) if node.op_type == "MatMul" else None
        table = weights.get(node.input[0]) if node.op_type == "Gather" else None
        if weight is not None and weight.ndim == 2:
            if node.input[0] not in rows:
                rows[node.input[0]] = _quantise_rows(node.input[0], nodes)
            _integer_product(node, weight, rows[node.input[0]], nodes, constants)
        elif table is not None and table.ndim == 2 and len(table) > 10_000:
            _integer_table(node, table, nodes, constants)
        else:
            nodes.append(node)
    used = {name for node in nodes for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in used]
    kept += [numpy_helper.from_array(array, name) for name, array in constants.items()]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept)
    model.opset_import.append(helper.make_opsetid(CONTRIBUTED, 1))
    onnx.checker.check_model(model)
    return model


def integers(matrix: np.ndarray, axis: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """`matrix` as int8 in -steps..steps and the float32 scale along `axis` that gives it back."""
    scale = np.maximum(np.abs(matrix).max(axis=axis, keepdims=True), 1e-12) / steps
    whole = np.rint(matrix / scale).clip(-steps, steps).astype(np.int8)
    return whole, scale.astype(np.float32)


def diffused(weight: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """As `integers` over the rows of `weight` (inputs, outputs), each rounding's error carried on.

    Rounding to the nearest forgets what training moved by less than half a step, and a model trained
    further from a shipped file stands on its steps to begin with: there it undid nearly all that was
    learnt (on 240 pairs of held affairs .79 right in float32, .57 rounded, .80 with errors carried).
    Floyd and Steinberg, 1976, did so for pictures.
    """
    scale = np.maximum(np.abs(weight).max(axis=0, keepdims=True), 1e-12) / steps
    wanted, error = weight / scale, np.zeros(weight.shape[1])
    whole = np.empty(weight.shape, np.int8)
    for row, values in enumerate(wanted):
        rounded = np.rint(values + error).clip(-steps, steps)
        error += values - rounded
        whole[row] = rounded
    return whole, scale.astype(np.float32)


def _quantise_rows(x: str, nodes: list[NodeProto]) -> tuple[str, str]:
    """Adds to `nodes` what makes int8 rows of `x`; gives the names of the rows and their scales."""
    whole, scale = f"{x}_uint8", f"{x}_scale"
    nodes += [
        helper.make_node("Abs", [x], [f"{x}_abs"]),
        helper.make_node("ReduceMax", [f"{x}_abs"], [f"{x}_most"], axes=[-1], keepdims=1),
        helper.make_node("Max", [f"{x}_most", "least_activation"], [f"{x}_range"]),
        helper.make_node("Div", [f"{x}_range", "activation_steps"], [scale]),
        helper.make_node("Div", ["activation_steps", f"{x}_range"], [f"{x}_per_step"]),
        helper.make_node("Mul", [x, f"{x}_per_step"], [f"{x}_steps"]),
        helper.make_node("QuantizeLinear", [f"{x}_steps", "one", "zero"], [whole]),
    ]
    return whole, scale


def _integer_product(
    node: NodeProto,
    weight: np.ndarray,
    rows: tuple[str, str],
    nodes: list[NodeProto],
    constants: dict[str, np.ndarray],
) -> None:
    name = node.output[0]
    whole, scale = diffused(weight, WEIGHT_STEPS)
    constants[f"{name}_weight"], constants[f"{name}_weight_scale"] = whole, scale[0]
    inputs = [rows[0], f"{name}_weight", "one", f"{name}_weight_scale", "zero"]
    nodes += [
        helper.make_node("MatMulIntegerToFloat", inputs, [f"{name}_scaled"], domain=CONTRIBUTED),
        helper.make_node("Mul", [f"{name}_scaled", rows[1]], [name]),
    ]


def _integer_table(
    node: NodeProto, table: np.ndarray, nodes: list[NodeProto], constants: dict[str, np.ndarray]
) -> None:
    name, ids = node.output[0], node.input[1]
    constants[f"{name}_table"], constants[f"{name}_table_scale"] = integers(table, 1, 127)
    nodes += [
        helper.make_node("Gather", [f"{name}_table", ids], [f"{name}_int8"]),
        helper.make_node("Gather", [f"{name}_table_scale", ids], [f"{name}_row_scale"]),
        helper.make_node("Cast", [f"{name}_int8"], [f"{name}_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}_float", f"{name}_row_scale"], [name]),
    ]
