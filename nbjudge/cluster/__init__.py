"""A Dask cluster in place of the pool: the same duties, done by workers on other machines.

door.py         the way there from a command; imports Dask when `--dask` is given
work.py         many tasks for a cluster's workers: what the pool's `work_through` is on one machine
crew.py         which of its workers are fit, and which are not and why
connection.py   the connection to its scheduler, and what may be wrong with it
plugin.py       in a worker: the duty, sent once, and the processes that it keeps warm
deaths.py       in the scheduler: tasks come back when a worker dies on them
fitness.py      what makes a worker fit: the same judge, Python and packages, and a sandbox that holds
packing.py      what travels, packed
policy.py       how far ahead workers are given tasks, and how long is waited for what
"""
