from django.apps import AppConfig


class Config(AppConfig):
    name = "thanthien.cli"
    label = "cli"
