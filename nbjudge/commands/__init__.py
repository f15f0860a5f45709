"""The verbs of `nbjudge`: options, what is printed, exit codes.

autograde.py    grade the submissions of an assignment
grade.py        judge one submission by itself
bundle.py       an assignment packed for another's grader
watch.py        grade what comes to the exchange as it comes
feedback.py     write the students' pages
export.py       write all scores to a CSV file
report.py       write a page on the class
check.py        find out whether an assignment can be graded by
init.py         put the judge into a course, or out of it
new.py          an assignment to start from
selfcheck.py    find out how good hidden tests are
doctor.py       find out whether the sandbox holds
"""
