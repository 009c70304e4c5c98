"""The steps from line to line that a function can take.

Successors come from the bytecode: what follows an instruction and where it may jump. An arc joins two
lines when an instruction of the one can be followed by an instruction of the other. Steps that only an
exception takes are not among them; nor are those from a line to itself.
"""

import dis

ENDS = frozenset(("RETURN_VALUE", "RAISE_VARARGS", "RERAISE", "JUMP_FORWARD", "JUMP_BACKWARD",
                  "JUMP_BACKWARD_NO_INTERRUPT"))
JUMPS = frozenset(dis.hasjrel + dis.hasjabs)


def arcs_of(code):
    """{(from line, to line)} of one code object, without those it holds."""
    instructions = list(dis.get_instructions(code))
    index = {instruction.offset: at for at, instruction in enumerate(instructions)}
    entered = next(i.offset for i in instructions if i.opname == "RESUME")
    arcs, known, todo = set(), set(), [(0, None)]
    while todo:
        at, before = todo.pop()
        if at >= len(instructions):
            continue
        instruction = instructions[at]
        line = instruction.positions.lineno if instruction.offset > entered else None
        if line and before and line != before:
            arcs.add((before, line))
        here = line or before
        if (at, here) in known:
            continue
        known.add((at, here))
        if instruction.opname not in ENDS:
            todo.append((at + 1, here))
        if instruction.opcode in JUMPS:
            todo.append((index[instruction.argval], here))
    return arcs
