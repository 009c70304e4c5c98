# coding: utf-8
f(x for x in y if z)(*a, k=1, **kw)[1:2, ...].b
{a: b for a, b in c async for d in e}, {x}, {1, 2}, ()
f"a{x!r:>{w}}b{{}}{y=}" 'c' rb'x' "\N{DASH}\x41\
"
a if b else not c < d <= e is not f not in g
-1 ** ~2 // 3 | 4 or 5 and 6 << 0x1F + 0o17 - 1_0j * 1e5
(yield); (yield from x); lambda: (await x)
