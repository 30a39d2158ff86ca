"""Scanners: bytes to frames to scans.

Owns: framing (pure), the reading thread, reconnection.
May import: `devices`, `rxdesk.domain`, `rxdesk.ports`, pyserial.
Never: the meaning of a code.
"""
