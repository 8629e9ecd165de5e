from django.apps import AppConfig


class Config(AppConfig):
    name = "thanthien.programme.measures"
    label = "measures"
