"""Warm processes that fork, and the pool of workers.

zygote.py        the grader's handle on a template process that forks a child for each submission
zygote_main.py   that process itself, and the two roles that it can have
ahead.py         zygotes that know no assignment yet: started while the grader still imports, or to be copied
head_start.py    whether a verb seems to need some
warm_pair.py     a zygote of candidates and one of examiners: an exam brings their children together
stuck.py         exams in which a test does not end: held again, without it
warm_set.py      the pairs of one process, for the notebooks that it judges; safe in threads, closed by its owner
scratch.py       where candidates write files, if an assignment needs that
pool.py          many tasks for a few forked workers, which may die
worker.py        a worker's side of that, and what it is asked to do: a duty
warm_duty.py     a duty for which processes stay warm, in a worker that was forked or in any other
"""
