"""The form as a spreadsheet: a locked template out, the filled-in file back, judged cell by cell."""
