from django.apps import AppConfig


class Config(AppConfig):
    name = "thanthien.platform.notices"
    label = "notices"
