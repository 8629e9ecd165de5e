from django.apps import AppConfig


class Config(AppConfig):
    name = "thanthien.operations.letters"
    label = "letters"
