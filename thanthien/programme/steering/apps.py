from django.apps import AppConfig


class Config(AppConfig):
    name = "thanthien.programme.steering"
    label = "steering"
