"""PRIVATE. Rules of counting: how periods are cut, which values count, ranks, forecasts. Pure: no records, no clock."""
