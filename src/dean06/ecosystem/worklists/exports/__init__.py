"""Files that leave: sheets to walk with, tables, the end report of a campaign."""
