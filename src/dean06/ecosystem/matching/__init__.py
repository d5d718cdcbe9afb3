"""Record linkage: which registered person is behind each record of a sector's file (group 4).

A pure engine: Parquet files in, Parquet files out, no database. Exact tiers link what is certain, a Fellegi-Sunter
score with Vietnamese comparison levels weighs the rest, one-to-one evidence and a posterior over "one of the
candidates, or nobody" decide. Parameters are learnt from the files; the steps run unchanged on DuckDB and on Spark.

Terms: record = a row of the sector's file; person = a row of the registry; tier = an exact rule; residue = records no
tier linked; level = how two values of one field agree; m, u = how often a level occurs among true, among other pairs.

It does not read the registry's tables, decide what a record is (classes), or change anything: see
``ecosystem.cleaning`` for intake, classes and review.
"""
