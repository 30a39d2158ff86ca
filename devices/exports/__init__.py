"""Tables as files for other programs.

Owns: CSV and XLSX as bytes.
May import: `rxdesk.domain`, `rxdesk.ports`, XlsxWriter.
Never: paper, devices, or what a table should say.
"""
