"""The reading core: a file goes in, Parquet files and findings come out. Needs no database and no clock.

Story of a file: ``containers`` says what it is, ``sources`` yields its rows as batches of text, ``headers`` finds the
heading, ``recognition`` says what each column is, ``values`` repairs, ``intake`` writes records and bad rows.
"""
