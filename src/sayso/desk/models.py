"""What the desk keeps: cases and who is on them, ledgers, jobs, stories, and the log.

Papers, their words and the ledgers themselves lie in each case's own folder; these tables hold no
word of a paper but what a person put into the log as evidence.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db import models


class Json(models.TextField):
    """JSON as text, in the order it was written: what a database makes of JSON itself drops the order
    of keys, and one of them takes no NUL, which words of a paper may have.
    """

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """What the text holds."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """What was given, as it is."""
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """The text that holds it, in ASCII."""
        return None if value is None else json.dumps(value)


class Role(StrEnum):
    """What a person may do in a case; each may all that the ones before it may."""

    READER = "reader"
    REPORTER = "reporter"
    EDITOR = "editor"
    OWNER = "owner"

    @property
    def label(self) -> str:
        """The role as a person reads it."""
        return self.value.title()

    def may(self, needed: Role) -> bool:
        """Whether this role is enough where ``needed`` is."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Case(models.Model):
    """A case on the desk. ``folder`` is where ``sayso.cases`` keeps it, absolute."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    folder = models.CharField(max_length=1000, unique=True)
    made = models.DateTimeField()


class Member(models.Model):
    """A person on a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "user"), name="once_on_a_case"),)


class Ledger(models.Model):
    """An article that was checked. ``key`` names its folder in the case: it is of the article's bytes.

    ``digest`` is the SHA-256 of its ledger.json, ``tally`` how many findings have which verdict.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="ledgers")
    key = models.CharField(max_length=12)
    headline = models.CharField(max_length=500)
    published = models.DateField(null=True)
    made = models.DateTimeField()
    digest = models.CharField(max_length=64)
    tally = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "key"), name="once_in_a_case"),)
        ordering = ("-made",)


class State(StrEnum):
    """How a job stands; while it is *gathering*, its files are on their way."""

    GATHERING = "gathering"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(models.Model):
    """Long work. ``holder`` is the worker that has it, until ``lease`` unless it asks for longer.

    ``asked`` is what is to be done, ``shown`` how far it has got, in words and numbers for a person.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="jobs")
    lane = models.CharField(max_length=10)
    kind = models.CharField(max_length=10)
    asked = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    state = models.CharField(max_length=10)
    shown = models.JSONField(default=dict)
    error = models.TextField(default="")
    made = models.DateTimeField()
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    holder = models.CharField(max_length=80, default="")
    lease = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    stopping = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("state", "lane", "id")),)
        ordering = ("id",)


class Incoming(models.Model):
    """A file that was dropped for a job: kept as incoming/JOB/NUMBER, whatever it was called."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="files")
    number = models.IntegerField()
    name = models.TextField()
    size = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("job", "number"), name="once_in_a_job"),)


class Entry(models.Model):
    """A line of a case's log. It is never changed or deleted; each seals the one before (``log``)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    number = models.IntegerField()
    at = models.DateTimeField()
    who = models.CharField(max_length=150)
    act = models.CharField(max_length=20)
    ledger = models.CharField(max_length=12, default="")
    claim = models.CharField(max_length=20, default="")
    side = models.CharField(max_length=3, default="")
    data = Json(default=dict)
    before = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "number"), name="one_after_another"),)
        indexes = (models.Index(fields=("case", "ledger", "number")),)
        ordering = ("number",)


class Story(models.Model):
    """A story made of a ledger: what is to be published with it, and whether it is."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="stories")
    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="stories")
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=False)
    section = models.CharField(max_length=60)
    author = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, default="", blank=True)
    picture = models.CharField(max_length=64, default="", blank=True)
    credit = models.CharField(max_length=200, default="", blank=True)
    alternative = models.CharField(max_length=500, default="", blank=True)
    standing = models.BooleanField(default=False)
    views = models.BigIntegerField(default=0)


class Version(models.Model):
    """A story as it was published once: ``data`` is all that is public of it, and nothing else."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="versions")
    number = models.IntegerField()
    published = models.DateTimeField()
    data = Json()
    picture = models.CharField(max_length=64, default="", blank=True)
    correction = models.CharField(max_length=1000, default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("story", "number"), name="once_in_a_story"),)
        ordering = ("number",)
