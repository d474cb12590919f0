"""The compose file and what it names: that every file, command, variable and volume in it is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def defaults(text: str) -> dict[str, str]:
    return dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", text))


def test_every_setting_has_a_default_so_that_a_fresh_clone_needs_no_file() -> None:
    named = set(re.findall(r"(?<!\$)\$\{?([A-Z_]+)", COMPOSE))
    assert named == set(defaults(COMPOSE))


def test_the_example_of_an_env_file_names_each_setting_with_its_default() -> None:
    assert dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE)) == defaults(COMPOSE)


def test_every_dockerfile_is_there_and_what_it_copies_too() -> None:
    for name in re.findall(r"dockerfile: (\S+)", COMPOSE):
        assert (ROOT / name).exists() or (ROOT / "docker" / name).exists()
    assert "COPY requirements.lock" in (ROOT / "docker/web.Dockerfile").read_text(encoding="utf-8")


def test_ports_are_published_on_loopback_only() -> None:
    published = re.findall(r'ports: \["([^"]+)"\]', COMPOSE)
    assert len(published) == 2
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_the_web_app_gets_the_key_that_only_reads() -> None:
    web = COMPOSE.partition("\n  web:\n")[2]
    assert "web.key" in web
    assert "loader.key" not in web
    assert "secrets:/secrets" not in web


def test_no_password_stands_in_the_file() -> None:
    assert not re.search(r"(?i)password: *[^/$\s]", COMPOSE)
    assert "ELASTIC_PASSWORD_FILE" in COMPOSE
