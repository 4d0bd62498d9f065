from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The project itself is an app so that its management commands are found."""

    name = "config"
    verbose_name = "晒比评"
