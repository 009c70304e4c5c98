import asyncio


async def _await_together(function, calls, at_most):
    """Await function(*call) for all calls, at_most at a time; give a function that hands out results.

    At the first failure the calls behind it are cancelled: it is raised in its turn, calls behind
    it are awaited in place. When there is nothing to gain, that is function itself.
    """
    try:
        calls = list(calls)
    except Exception:
        return function
    if not 2 <= len(calls) <= 10000:
        return function
    import asyncio

    free = asyncio.Semaphore(at_most)

    async def run(call):
        async with free:
            return await function(*call)

    tasks = [asyncio.ensure_future(run(call)) for call in calls]
    pending = tasks
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
            failed = False
            for task in tasks:
                if failed:
                    task.cancel()
                elif task.done() and not task.cancelled():
                    failed = task.exception() is not None
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    in_order = iter(tasks)

    async def take(*call):
        for task in in_order:
            return await function(*call) if task.cancelled() else task.result()
        return await function(*call)  # the loop goes on longer than it looked

    return take


async def ask(item, kept):
    await asyncio.sleep(0.001)
    return [kept]


async def table(items, kept):
    # The calls wait at the same time; their results are taken in order.
    next_ask = await _await_together(
        ask,
        ((item, kept) for item in items if item)
        if type(items) in (list, tuple, range) and {int, float, str}.issuperset(map(type, items))
        else (),
        at_most=100,
    )
    return [await next_ask(item, kept) for item in items if item]


def is_true(item):
    type(item).asked += 1
    return True


Item = type("Item", (), {"asked": 0, "__bool__": is_true})
print(asyncio.run(table([Item(), Item()], None)), Item.asked)
print(asyncio.run(table(["a", "", "b"], [1])))
