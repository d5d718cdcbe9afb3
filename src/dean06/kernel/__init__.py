"""What every group stands on: units, accounts, audit, files, events, the look of the pages, and Vietnamese itself.

Layers, highest first (each may import only those below it): notifications → privacy → population → accounts → units →
signing → files → writing → events | audit → common | design.
"""
