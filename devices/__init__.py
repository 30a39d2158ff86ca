"""Wires: scanners, printers and the codes on paper.

Owns: ports, frames, device threads, labels and sheets as bytes.
May import: `rxdesk.domain`, `rxdesk.ports`, pyserial, python-escpos, reportlab, zxing-cpp.
Never: Qt, storage, or what a scan means to the pharmacy.
"""
