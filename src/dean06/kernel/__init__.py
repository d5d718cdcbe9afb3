"""What every group stands on: units, accounts, audit, files, events, the calendar, the look of pages, Vietnamese.

Layers, highest first (each may import only those below it): notifications → privacy → population → accounts → units →
signing → files → calendar → writing → events | audit → common | design.
"""
