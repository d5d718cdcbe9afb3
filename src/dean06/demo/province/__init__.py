"""A made-up province of any size: a population registry, the sectors' lists about it, and the truth about both.

``make_province`` writes Parquet files (and, on request, the damaged files that sectors really hand over). Nobody in
them exists: names are drawn part by part, numbers at random. The same people and seed give the same rows everywhere.
"""

from dean06.demo.province.making import ProvinceSummary, make_province

__all__ = ["ProvinceSummary", "make_province"]
