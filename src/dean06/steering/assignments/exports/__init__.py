"""PRIVATE. The filtered list as files: ``xlsx`` for a spreadsheet, ``appendix`` for "Phụ lục I" as a Word document."""

from dean06.steering.assignments.exports.files import appendix, xlsx

__all__ = ["appendix", "xlsx"]
