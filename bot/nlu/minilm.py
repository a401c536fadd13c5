"""all-MiniLM-L6-v2 as an ONNX graph, built from the published weights.

onnxruntime keeps the weights packed for its kernels and fuses attention, so that a sentence takes a
third of the time of the same pass in NumPy (docs/nlu.md). The published package has no ONNX file.
"""
from __future__ import annotations

from typing import Any, Mapping

import numpy as np
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH = 6, 12, 384
MAX_TOKENS = 128
MICROSOFT = "com.microsoft"
EPSILON = 1e-12
Weights = Mapping[str, np.ndarray]


class Graph:
    """Collects nodes and constants; every method returns the name of what it adds.

    The constants' values stay beside the graph, so that 90 MB are not serialised only to be read again.
    """

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.values: dict[str, np.ndarray] = {}

    def constant(self, value: np.ndarray) -> str:
        """A weight under a new name."""
        name = f"c{len(self.constants)}"
        kind = helper.np_dtype_to_tensor_dtype(value.dtype)
        tensor = TensorProto(name=name, data_type=kind, dims=value.shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="given to the session")
        self.constants.append(tensor)
        self.values[name] = np.ascontiguousarray(value)
        return name

    def index(self, number: int) -> str:
        """A number that the graph's shape depends on, which must stand in the graph."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array([number], dtype=np.int64), name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """A node with one output."""
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], domain=domain, **attributes))
        return name

    def normalised_sum(self, weights: Weights, norm: str, *inputs: str) -> str:
        """Layer normalisation of the first two inputs' sum; a third input is a bias."""
        scale, shift = self.constant(weights[norm + ".weight"]), self.constant(weights[norm + ".bias"])
        first, second, *bias = inputs
        return self.add(
            "SkipLayerNormalization", first, second, scale, shift, *bias, domain=MICROSOFT, epsilon=EPSILON
        )


def build_model(weights: Weights) -> tuple[bytes, dict[str, np.ndarray]]:
    """A serialised model and its constants: token ids and their places in, the mean of the last layer out."""
    graph = Graph()
    states = _embeddings(graph, weights)
    for layer in range(LAYERS):
        states = _layer(graph, weights, f"encoder.layer.{layer}.", states)
    mean = graph.add("ReduceMean", states, axes=[1], keepdims=0)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["tokens"]) for name in ("ids", "places")]
    output = helper.make_tensor_value_info(mean, TensorProto.FLOAT, [1, WIDTH])
    proto = helper.make_graph(graph.nodes, "minilm", inputs, [output], graph.constants)
    opsets = [helper.make_opsetid("", 13), helper.make_opsetid(MICROSOFT, 1)]
    serialised: bytes = helper.make_model(proto, opset_imports=opsets, ir_version=8).SerializeToString()
    return serialised, graph.values


def _embeddings(graph: Graph, weights: Weights) -> str:
    places = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
    places = places + weights["embeddings.token_type_embeddings.weight"][0]
    first = graph.index(0)
    words = graph.add("Gather", graph.constant(weights["embeddings.word_embeddings.weight"]), "ids")
    where = graph.add("Gather", graph.constant(places), "places")
    batch = [graph.add("Unsqueeze", rows, first) for rows in (words, where)]
    return graph.normalised_sum(weights, "embeddings.LayerNorm", *batch)


def _layer(graph: Graph, weights: Weights, prefix: str, states: str) -> str:
    parts = [prefix + "attention.self." + name for name in ("query", "key", "value")]
    joined = graph.constant(np.concatenate([weights[part + ".weight"] for part in parts]).T)
    bias = graph.constant(np.concatenate([weights[part + ".bias"] for part in parts]))
    mixed = graph.add("Attention", states, joined, bias, domain=MICROSOFT, num_heads=HEADS)
    mixed, mixed_bias = _product(graph, weights, prefix + "attention.output.dense", mixed)
    states = graph.normalised_sum(weights, prefix + "attention.output.LayerNorm", mixed, states, mixed_bias)
    inner, inner_bias = _product(graph, weights, prefix + "intermediate.dense", states)
    inner = graph.add("BiasGelu", inner, inner_bias, domain=MICROSOFT)
    outer, outer_bias = _product(graph, weights, prefix + "output.dense", inner)
    return graph.normalised_sum(weights, prefix + "output.LayerNorm", outer, states, outer_bias)


def _product(graph: Graph, weights: Weights, name: str, states: str) -> tuple[str, str]:
    product = graph.add("MatMul", states, graph.constant(weights[name + ".weight"].T))
    return product, graph.constant(weights[name + ".bias"])
