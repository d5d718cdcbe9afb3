"""Rules of counting: when a case is late, how a component of index 766 is scored."""
