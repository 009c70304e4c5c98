import asyncio

PRICES = {"tea": 3, "cake": 7}


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


async def price(name):
    await asyncio.sleep(0.001)
    return PRICES.get(name, 0)


async def total(names):
    cents = 0
    # The calls wait at the same time; their results are taken in order.
    next_price = await _await_together(
        price,
        ((name,) for name in names) if type(names) in (list, tuple, range) else (),
        at_most=100,
    )
    for name in names:
        cents += await next_price(name)
    return cents


print(asyncio.run(total(["tea", "cake", "tea", "salt"])))
