"""Length-prefixed fields: how the service and the harness talk inside one frame.

A message is a sequence of fields, each a little-endian 32-bit length and that many bytes. The C side
is core/verify/wire.c.
"""


def pack(*fields):
    return b"".join(len(field).to_bytes(4, "little") + field for field in fields)


def unpack(message):
    fields = []
    offset = 0
    while offset < len(message):
        length = int.from_bytes(message[offset : offset + 4], "little")
        offset += 4 + length
        if offset > len(message):
            raise ValueError("a field reaches past the end of its message")
        fields.append(message[offset - length : offset])
    return fields
