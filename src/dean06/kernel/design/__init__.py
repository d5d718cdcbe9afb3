"""The one design system: tokens, components as template partials, icons, the page frame and the navigation registry.

Main terms: component (a partial in ``templates/design/components``), ``NavigationItem``. Does NOT hold pages of any
group nor any rule.
"""
