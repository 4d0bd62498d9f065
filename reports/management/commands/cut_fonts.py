"""`manage.py cut_fonts`: prepare the faces that papers are printed in."""

from django.core.management.base import BaseCommand, CommandError

from reports import fonts


class Command(BaseCommand):
    help = "裁剪打印用的中文字体（已裁好且没有变化时什么也不做）。"
    requires_system_checks = ()

    def handle(self, *_args: object, **_options: object) -> None:
        try:
            done = fonts.cut_all()
        except fonts.FontsMissing as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write("打印字体已裁好。" if done else "打印字体没有变化。")
