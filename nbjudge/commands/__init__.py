"""The verbs of `nbjudge`: options, what is printed, exit codes.

autograde.py    grade the submissions of an assignment
grade.py        judge one submission by itself
bundle.py       an assignment packed for another's grader
watch.py        grade what comes to the exchange as it comes
collect.py      submissions from a learning management system
feedback.py     write the students' pages
export.py       write all scores to a CSV file
report.py       write a page on the class
check.py        find out whether an assignment can be graded by
init.py         put the judge into a course, or out of it
new.py          an assignment to start from
selfcheck.py    find out how good hidden tests are
extend.py       give a student more time
db/             copy the gradebook
doctor.py       find out whether the sandbox holds
lms/            what export and feedback do for learning management systems
"""
