"""The workbook of a release: every published table as an accessible sheet."""
