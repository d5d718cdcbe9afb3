"""PRIVATE. A shown report as files: the paper (.docx), its charts as pictures, PDF."""
