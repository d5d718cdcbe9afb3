"""Each distinct spelling once: names and villages become 64-bit keys, so that everything after compares integers.

Vectorised over Arrow arrays; the meaning of every key comes from ``kernel.common.vietnamese``.
"""
