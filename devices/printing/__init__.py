"""Paper: labels and sheets as PDF and printer bytes.

Owns: layout in millimetres, codes as module matrices, senders.
May import: `devices`, `rxdesk.domain`, `rxdesk.ports`, reportlab, zxing-cpp, python-escpos.
Never: what a label should say.
"""
