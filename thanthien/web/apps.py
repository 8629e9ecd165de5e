from django.apps import AppConfig


class Config(AppConfig):
    name = "thanthien.web"
    label = "web"
