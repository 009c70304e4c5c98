from a.b import (c as d, e)
@deco(1)
async def f(a, /, b: int = 2, *c, d=3, **e) -> list[int]:
    global g
    async with x as (y, z), w: await q ** 2
    return *f(), 1
class C(B, metaclass=M):
    x: int = 1; y = z = [*a, b ^ c & d]
    def m(self): super().m(); self.__p = lambda x=1, *y: x
try: pass
except* (A, B) as e: raise X from e
else: del a[1:2, ::3], b.c
finally: assert a, b
for i, in x:
    if a: continue
    elif b: break
    else: pass
else: x @= 1
while (n := f()): nonlocal_ = {**a, 'b': 1}
with (a, b as c): type(m).attr = type[x]
