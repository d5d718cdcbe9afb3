"""PRIVATE. The registry in bulk: files of millions of persons in, copies out.

An import reads the file into a private DuckDB file (``reading``), judges every row (``checking``), decides who is new
and who changed (``planning``), and writes in chunks that each know they are done (``loading``, ``changing``), so that a
process killed anywhere goes on where it stopped (``importing``). ``dumping`` writes a query to Parquet in flat memory;
``exporting`` makes the copies that two people answer for.
"""
