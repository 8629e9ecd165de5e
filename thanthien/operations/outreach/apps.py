from django.apps import AppConfig


class Config(AppConfig):
    name = "thanthien.operations.outreach"
    label = "outreach"
