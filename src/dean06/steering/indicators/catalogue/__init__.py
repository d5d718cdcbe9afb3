"""PRIVATE. The catalogue: what is counted, who reports it, what shall be reached; reads, writes, loading, files."""
