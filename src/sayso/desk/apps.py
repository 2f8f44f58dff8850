"""The desk as an application of Django."""

from django.apps import AppConfig


class Desk(AppConfig):
    """Named so that its tables are called desk_…"""

    name = "sayso.desk"
    label = "desk"
