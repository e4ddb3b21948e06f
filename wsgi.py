"""What an application server loads: `gunicorn wsgi:app`."""

from sipp.app import create_app

app = create_app()
