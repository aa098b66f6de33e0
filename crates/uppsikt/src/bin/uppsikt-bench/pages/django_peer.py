"""A page of thirty rows as a plain Django makes it: rows from SQLite, its own template, as many bytes as are asked for."""

import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="only for measuring",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.contenttypes"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "peer.db", "CONN_MAX_AGE": None}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpResponse
from django.template import engines
from django.urls import path


class Row(models.Model):
    account = models.TextField()
    author = models.TextField()
    text = models.TextField()

    class Meta:
        app_label = "peer"


TEMPLATE = engines["django"].from_string(
    "<!doctype html><title>Peer</title><ol>{% for row in rows %}"
    '<li><a href="/{{ row.id }}">{{ row.account }} {{ row.author }} <span>{{ row.text }}</span></a></li>'
    "{% endfor %}</ol>"
)
TARGET = int(os.environ["PEER_BYTES"])


def rows(request):
    return HttpResponse(TEMPLATE.render({"rows": Row.objects.all()[:30]}))


urlpatterns = [path("", rows)]

with connection.cursor() as cursor:
    cursor.execute("BEGIN IMMEDIATE")
    if "peer_row" not in connection.introspection.table_names():
        cursor.execute("CREATE TABLE peer_row (id INTEGER PRIMARY KEY, account TEXT, author TEXT, text TEXT)")
        for number in range(30):
            text = "ord och mera ord " * 1000
            cursor.execute(
                "INSERT INTO peer_row (account, author, text) VALUES (%s, %s, %s)",
                ["Lindholms kommun", f"Besökare {number}", text[: max(1, TARGET // 30 - 90)]],
            )
    cursor.execute("COMMIT")

application = get_wsgi_application()
