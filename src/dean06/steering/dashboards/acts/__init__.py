"""The writes of the boards, one subject a file; ``services`` offers them to others."""
