"""PRIVATE. Reading values together: cells, series, ranks, over the tree of units and the merger of 2025."""
