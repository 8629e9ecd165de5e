from django.apps import AppConfig


class Config(AppConfig):
    name = "thanthien.assessment.signing"
    label = "signing"
