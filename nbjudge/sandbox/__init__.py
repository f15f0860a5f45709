"""The walls around a candidate, and the proof that they hold.

lockdown.py       the whole sandbox: prepared in a zygote, closed in its child
landlock.py       which files
seccomp.py        which system calls, as the kernel's filter; syscalls.py: their numbers
kernel.py         the door to the kernel
requirements.py   what a machine must offer, and what to do where it does not
proving.py        every escape tried in it
escapes.py        ways to break out; escape_list.py: all that are tried
"""
