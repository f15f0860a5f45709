"""Downloads and grade files as learning management systems make them, with made-up people.

Titles of columns and the order of lines are those of the systems' own documentation and, of Canvas and Moodle, of their
public source.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from nbjudge.lms.people import Student

NOTEBOOK: Final = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}'
STUDENTS: Final = (
    Student("ada", "Ada", "Lovelace", "ada@example.org"),
    Student("bob", "Bob", "Builder", "bob@example.org"),
    Student("carl", "Carl", "Cox", "carl@example.org"),
)


def packed(entries: Sequence[tuple[str, bytes]] | Mapping[str, bytes], when: str = "2026-11-24 10:00:00") -> bytes:
    """A zip of these files, made at that time."""
    file = io.BytesIO()
    date, time = (list(map(int, part.replace(":", "-").split("-"))) for part in when.split(" "))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items() if isinstance(entries, Mapping) else entries:
            info = zipfile.ZipInfo(name, (date[0], date[1], date[2], time[0], time[1], time[2]))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return file.getvalue()


def with_entry(change: Callable[[zipfile.ZipInfo], object], name: str, content: bytes = NOTEBOOK) -> bytes:
    """A zip of one file, of which ``change`` changes what the zip says."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo(name)
        change(info)
        archive.writestr(info, content)
    return file.getvalue()


CANVAS: Final = """Student,ID,SIS User ID,SIS Login ID,Section,Notes,layers (991),"Other, one (992)",Current Score,Final Score
,,,,,,Manual Posting,,,
    Points Possible,,,,,,24.00,10.00,(read only),(read only)
"Lovelace, Ada",12,u12,ada,Section 1,,,"7.50",75,75
"Builder, Bob",13,u13,bob@example.org,Section 1,"Says ""hello"" twice",3.00,N/A,,
"Cox, Carl",14,u14,carl,Section 1,,EX,,,
"Student, Test",99,,0a1b2c,Section 1,,,,,
""".replace("\n", "\r\n")

WORKSHEET: Final = """Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 7001","Ada Lovelace",ada@example.org,"Submitted for grading",,24.00,Yes,"Monday, 23 November 2026, 9:26 PM",-,
"Participant 7002","Bob Builder",bob@example.org,"Submitted for grading - Graded",3.00,24.00,Yes,"Tuesday, 24 November 2026, 9:05 AM","Wednesday, 25 November 2026, 11:00 AM","<p>Well, ""done"".
See me.</p>"
"Participant 7003","Carl Cox",carl@example.org,"No submission",,24.00,No,-,-,
"""

GERMAN: Final = """\ufeffID,"Vollständiger Name",Matrikelnummer,E-Mail-Adresse,Status,Gruppe,Bewertung,Bestwertung,"Status des Bewertungsworkflows","Bewertung kann geändert werden","Zuletzt geändert (Abgabe)","Zuletzt geändert (Bewertung)","Feedback als Kommentar"
"Teilnehmer/in 7001","Ada Lovelace",1001,ada@example.org,"Zur Bewertung abgegeben",A,,"24,00","Nicht bewertet",Ja,"Montag, 23. November 2026, 21:26",-,
"Teilnehmer/in 7002","Bob Builder",1002,bob@example.org,"Zur Bewertung abgegeben",A,"3,50","24,00",Veröffentlicht,Ja,"Dienstag, 24. März 2026, 09:05","Mittwoch, 25. November 2026, 11:00",
"Teilnehmer/in 7003","Carl Cox",1003,carl@example.org,"Keine Abgabe",B,,"24,00","Nicht bewertet",Nein,-,-,
""".replace("\n", "\r\n")

JAPANESE: Final = """識別子,氏名,メールアドレス,ステータス,評点,最大評点,評点は変更可能です,最終更新 (提出),最終更新 (評点),フィードバックコメント
参加者7001,"Ada Lovelace",ada@example.org,評定のために提出済み,,24.00,はい,"2026年 11月 23日(月曜日) 21:26",-,
参加者7002,"Bob Builder",bob@example.org,評定のために提出済み,3.00,24.00,はい,"2026年 11月 24日(火曜日) 09:05","2026年 11月 25日(水曜日) 11:00",
参加者7003,"Carl Cox",carl@example.org,未提出,,24.00,いいえ,-,-,
"""

BLIND: Final = """Identifier,Status,Grade,"Maximum Grade","Grade can be changed","Last modified (submission)","Last modified (grade)"
"Participant 7001","Submitted for grading",,24.00,Yes,"Monday, 23 November 2026, 9:26 PM",-
"Participant 7002","Submitted for grading",3.00,24.00,Yes,"Tuesday, 24 November 2026, 9:05 AM",-
"""

GRADEBOOK: Final = """"First name","Last name","ID number",Institution,Department,"Email address","Assignment: layers (Real)","Assignment: layers (Feedback)","Quiz: later (Real)","Quiz: later (Percentage)","Course total (Real)","Last downloaded from this course"
Ada,Lovelace,1001,,,ada@example.org,-,,7.50,75.00 %,7.50,1795600000
Bob,Builder,1002,,,bob@example.org,3.00,"Well, done",-,-,3.00,1795600000
Carl,Cox,1003,,,carl@example.org,-,,-,-,-,1795600000
"""

BRIGHTSPACE: Final = """\ufeffOrgDefinedId,Username,Last Name,First Name,Email,layers Points Grade <Numeric MaxPoints:24 Weight:10>,later Points Grade <Numeric MaxPoints:10>,End-of-Line Indicator
#1001,#ada,Lovelace,Ada,ada@example.org,,7.5,#
#1002,#bob,Builder,Bob,bob@example.org,3,,#
#1003,#carl,Cox,Carl,carl@example.org,,,#
""".replace("\n", "\r\n")

BLACKBOARD: Final = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t'
    '"Weighted Total [Total Pts: up to 34 Score] |111"\t"layers [Total Pts: 24 Score] |112"\t"Text [Total Pts: 0 Text] |113"\n'
    '"Lovelace"\t"Ada"\t"ada"\t"1001"\t"2026-11-23 21:26:00"\t"Yes"\t"0"\t""\t""\n'
    '"Builder"\t"Bob"\t"bob"\t"1002"\t"2026-11-24 09:05:00"\t"Yes"\t"3"\t"3.00"\t"a\tb"\n'
    '"Cox"\t"Carl"\t"carl"\t"1003"\t""\t"Yes"\t""\t"Needs Grading"\t""'
)

# name: the system as it is told, the file's bytes, the column of the assignment `layers`
LAYOUTS: Final[Mapping[str, tuple[str, bytes, str]]] = {
    "canvas": ("Canvas gradebook", CANVAS.encode(), "layers (991)"),
    "canvas, semicolons": (
        "Canvas gradebook",
        CANVAS.replace(",", ";").replace("; ", ", ").replace("24.00", "24,00").encode("utf-8-sig"),
        "layers (991)",
    ),
    "moodle worksheet": ("Moodle grading worksheet", WORKSHEET.encode(), "Grade"),
    "moodle worksheet, German": ("Moodle grading worksheet", GERMAN.encode(), "Bewertung"),
    "moodle worksheet, Japanese": ("Moodle grading worksheet", JAPANESE.encode(), "評点"),
    "moodle gradebook": ("Moodle gradebook", GRADEBOOK.encode(), "Assignment: layers (Real)"),
    "brightspace": ("Brightspace grades", BRIGHTSPACE.encode(), "layers Points Grade <Numeric MaxPoints:24 Weight:10>"),
    "blackboard": ("Blackboard Grade Center", BLACKBOARD.encode("utf-16"), "layers [Total Pts: 24 Score] |112"),
}


def put(folder: Path, name: str, content: bytes | str) -> Path:
    """A file there."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def nobody(_: str) -> bool:
    """A course that knows no students."""
    return False
