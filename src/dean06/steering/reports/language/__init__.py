"""PRIVATE. The language of section texts: plain lines with ``{{ NAME.field }}`` where a live figure stands."""
