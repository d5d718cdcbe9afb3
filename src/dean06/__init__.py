"""dean06: the open platform on which a Vietnamese province runs its part of Đề án 06.

Five groups of utility, one package each (``procedures``, ``socioeconomic``, ``citizens``, ``ecosystem``, ``steering``),
stand on a shared ``kernel``. ``web`` holds pages that combine groups; ``config`` the settings; ``demo`` the made-up
province. Imports go one way only: see ``docs/map.md`` and ``.importlinter``.
"""

__version__ = "0.1.0"
