import socket

import pytest
from django.core.management import CommandError, call_command


def test_demo_is_refused_in_production(settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="正式环境不能运行演示"):
        call_command("demo")


def test_demo_refuses_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"端口 {port} 不能用"):
            call_command("demo", port=port)


@pytest.mark.parametrize("port", [-1, 70_000])
def test_demo_refuses_what_is_no_port(port: int) -> None:
    with pytest.raises(CommandError, match=f"端口 {port} 不能用"):
        call_command("demo", port=port)


def test_demo_empties_no_database_but_the_embedded_one(settings, monkeypatch) -> None:
    monkeypatch.delitem(settings.DATABASES["default"], "DEVDB", raising=False)
    with pytest.raises(CommandError, match="--fresh 只清空内置数据库"):
        call_command("demo", fresh=True, port=0)


def test_db_stop_knows_nothing_of_other_databases(settings, monkeypatch) -> None:
    monkeypatch.delitem(settings.DATABASES["default"], "DEVDB", raising=False)
    with pytest.raises(CommandError, match="不是内置 PostgreSQL"):
        call_command("db_stop")
