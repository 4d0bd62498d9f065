"""`manage.py verify`: compute every digest anew and name what was changed."""

from django.core.management.base import BaseCommand, CommandError

from reports.verifying import checked


class Command(BaseCommand):
    help = "逐件核对封存的通报、送审稿、公示和文件的摘要；有被改动的逐件列出，并以失败结束。"

    def handle(self, *_args: object, **_options: object) -> None:
        found = 0
        for kind, changed in checked():
            self.stdout.write(f"{kind}：{'全部相符' if not changed else f'{len(changed)} 处不符'}")
            for sentence in changed:
                self.stderr.write(sentence)
            found += len(changed)
        if found:
            raise CommandError(f"共有 {found} 处被改动，请立即保留现场并联系系统管理员和审计管理员。")
