from django.apps import AppConfig


class Config(AppConfig):
    name = "thanthien.platform.columns"
    label = "columns"
