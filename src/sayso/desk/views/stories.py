"""Stories: to be written by and by."""
from django.http import HttpRequest, HttpResponse

from sayso.desk.access import missing


def story(request: HttpRequest, **named) -> HttpResponse:
    return missing(request)
preview = publish = unpublish = public = story
