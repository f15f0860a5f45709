# async def and await, at the top level of a cell and with asyncio.run's like.

# %% solution: fetch_all
### BEGIN SOLUTION
import asyncio


async def fetch_all(names):
    async def one(name):
        await asyncio.sleep(0)
        return name.upper()

    return await asyncio.gather(*(one(name) for name in names))
### END SOLUTION

# %% grade: test_fetch_all 2
import inspect

assert inspect.iscoroutinefunction(fetch_all)
fetched = await fetch_all(["a", "b"])
assert fetched == ["A", "B"]

# %% wrong: fetch_all
def fetch_all(names):
    return [name.upper() for name in names]
