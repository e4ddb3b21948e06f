"""What an application server loads: `gunicorn wsgi:app`."""

from sipp.app import create_web_app

app = create_web_app()
